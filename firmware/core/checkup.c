/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/checkup.h"

static void want(struct checkup *checkup, int64_t at_ms)
{
    checkup->is_wanted = true;
    checkup->wanted_ms = at_ms;
}

void checkup_init(struct checkup *checkup, unsigned hour, int64_t now_ms)
{
    *checkup = (struct checkup){.hour = hour, .passed_ms = now_ms};
    want(checkup, now_ms);
}

bool checkup_is_due(const struct checkup *checkup, int64_t now_ms, unsigned hour)
{
    int64_t since_ms = now_ms - checkup->passed_ms;

    if (checkup->is_wanted) {
        return now_ms >= checkup->wanted_ms;
    }
    return since_ms >= CHECKUP_OVERDUE_MS || (hour == checkup->hour && since_ms >= CHECKUP_SPACING_MS);
}

void checkup_doubt(struct checkup *checkup, int64_t now_ms)
{
    if (!checkup->is_wanted) {
        want(checkup, now_ms + CHECKUP_AGAIN_MS);
    }
}

void checkup_put_off(struct checkup *checkup, int64_t now_ms)
{
    want(checkup, now_ms + CHECKUP_AGAIN_MS);
}

enum checkup_news checkup_end(struct checkup *checkup, bool has_passed, int64_t now_ms)
{
    bool was_deaf = checkup_is_deaf(checkup);

    if (has_passed) {
        checkup->is_wanted = false;
        checkup->has_passed = true;
        checkup->passed_ms = now_ms;
        checkup->failures = 0;
        return was_deaf ? CHECKUP_MENDED : CHECKUP_PASSED;
    }
    checkup->failures += !was_deaf;
    bool is_deaf = checkup_is_deaf(checkup);
    want(checkup, now_ms + (is_deaf ? CHECKUP_DEAF_MS : CHECKUP_AGAIN_MS));
    return is_deaf && !was_deaf ? CHECKUP_DEAF : CHECKUP_NO_NEWS;
}

bool checkup_is_deaf(const struct checkup *checkup)
{
    return checkup->failures >= CHECKUP_TRIES;
}
