/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_WATCHDOG_H
#define DOCENT_WATCHDOG_H

/*
 * systemd's watchdog (WatchdogSec=), fed only while every part of docent is seen to work (docent/vitals.h): a ping for
 * each look that finds all well, none for one that does not. Whoever looks is the event loop, so that a loop that no
 * longer turns pings no more either.
 *
 * Without systemd, or without WatchdogSec=, nothing is sent; what hangs is known all the same.
 */

#include <stdint.h>

#include "docent/vitals.h"

struct watchdog {
    struct vitals vitals;
    uint64_t limit_us; /* systemd's; 0: it does not watch */
    unsigned hung;     /* bit per enum vital, as of the last look */
};

/* Reads WATCHDOG_USEC and WATCHDOG_PID. */
void watchdog_init(struct watchdog *watchdog, int64_t now_ms);

/* How often to look: as often as the watchdog needs, and at least every `wanted_ms`. */
unsigned watchdog_look_ms(const struct watchdog *watchdog, unsigned wanted_ms);

/* Look, and ping if all is well. Returns the bits of watchdog->hung that changed. */
unsigned watchdog_look(struct watchdog *watchdog, const struct vital_sign signs[VITAL_COUNT], int64_t now_ms);

#endif
