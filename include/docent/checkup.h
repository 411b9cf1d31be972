/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_CHECKUP_H
#define DOCENT_CHECKUP_H

/*
 * When docent tests its hearing, and what follows from it. Pure: time and the hour of the day are arguments.
 *
 * The first test is due at once, then one every night in the wanted hour. The hour comes from the wall clock, which may
 * be wrong, stand still or jump by years; intervals come from a monotonic clock, which does none of that: no test comes
 * sooner than CHECKUP_SPACING_MS after the last (the hour comes twice when summer time ends), and one comes after
 * CHECKUP_OVERDUE_MS whatever the wall clock says.
 *
 * A test that fails is repeated CHECKUP_TRIES - 1 times, then docent counts as deaf and tests again every
 * CHECKUP_DEAF_MS, until a test passes.
 */

#include <stdbool.h>
#include <stdint.h>

enum {
    CHECKUP_SPACING_MS = 2 * 3600 * 1000, /* longer than the wanted hour, so that it has one test */
    CHECKUP_OVERDUE_MS = 26 * 3600 * 1000,
    CHECKUP_AGAIN_MS = 10 * 1000, /* after one that failed, or that a visitor cut off */
    CHECKUP_DEAF_MS = 3600 * 1000,
    CHECKUP_TRIES = 3,
};

enum checkup_news {
    CHECKUP_NO_NEWS,
    CHECKUP_PASSED,
    CHECKUP_DEAF,   /* for the first time since it last passed */
    CHECKUP_MENDED, /* it was deaf and has passed */
};

struct checkup {
    unsigned hour;  /* 0 to 23 */
    bool is_wanted; /* one is to come at wanted_ms, whatever the hour */
    int64_t wanted_ms;
    bool has_passed;
    int64_t passed_ms; /* the last one, or the start */
    unsigned failures; /* in a row */
};

void checkup_init(struct checkup *checkup, unsigned hour, int64_t now_ms);

/* Is one to be made now? `hour` is that of the wall clock, local time. */
bool checkup_is_due(const struct checkup *checkup, int64_t now_ms, unsigned hour);

/* Something makes doubt that docent hears: test soon. */
void checkup_doubt(struct checkup *checkup, int64_t now_ms);

/* A test could not be made, or was cut off: it says nothing. */
void checkup_put_off(struct checkup *checkup, int64_t now_ms);

/* A test was made. */
enum checkup_news checkup_end(struct checkup *checkup, bool has_passed, int64_t now_ms);

bool checkup_is_deaf(const struct checkup *checkup);

#endif
