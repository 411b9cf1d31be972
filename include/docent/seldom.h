/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SELDOM_H
#define DOCENT_SELDOM_H

/*
 * Something that may happen a hundred times a second, told of at most once a minute. Pure; a zeroed struct is the
 * beginning.
 */

#include <stdbool.h>
#include <stdint.h>

enum { SELDOM_MS = 60000 };

struct seldom {
    uint64_t told; /* of the count */
    int64_t told_ms;
    bool has_told;
};

/* `count` is how often it has happened since the start, `now_ms` of any monotonic clock. Returns how often since it was
 * last told of, to be told now; 0: nothing, or not yet. The first time is told at once. */
uint64_t seldom_tell(struct seldom *seldom, uint64_t count, int64_t now_ms);

#endif
