/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/seldom.h"

uint64_t seldom_tell(struct seldom *seldom, uint64_t count, int64_t now_ms)
{
    uint64_t untold = count - seldom->told;

    if (untold == 0 || (seldom->has_told && now_ms - seldom->told_ms < SELDOM_MS)) {
        return 0;
    }
    *seldom = (struct seldom){.told = count, .told_ms = now_ms, .has_told = true};
    return untold;
}
