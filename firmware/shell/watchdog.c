/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/watchdog.h"

#include <systemd/sd-daemon.h>

enum {
    LOOKS_PER_LIMIT = 4, /* sd_watchdog_enabled(3) asks for two */
    US_PER_MS = 1000,
};

void watchdog_init(struct watchdog *watchdog, int64_t now_ms)
{
    vitals_init(&watchdog->vitals, now_ms);
    watchdog->hung = 0;
    if (sd_watchdog_enabled(0, &watchdog->limit_us) <= 0) {
        watchdog->limit_us = 0;
    }
}

unsigned watchdog_look_ms(const struct watchdog *watchdog, unsigned wanted_ms)
{
    uint64_t needed_ms = watchdog->limit_us / LOOKS_PER_LIMIT / US_PER_MS;

    if (watchdog->limit_us == 0 || needed_ms >= wanted_ms) {
        return wanted_ms;
    }
    return needed_ms > 0 ? (unsigned)needed_ms : 1;
}

unsigned watchdog_look(struct watchdog *watchdog, const struct vital_sign signs[VITAL_COUNT], int64_t now_ms)
{
    unsigned hung = vitals_check(&watchdog->vitals, signs, now_ms);
    unsigned changed = hung ^ watchdog->hung;

    watchdog->hung = hung;
    if (hung == 0 && watchdog->limit_us > 0) {
        (void)sd_notify(0, "WATCHDOG=1");
    }
    return changed;
}
