/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_DEVICES_H
#define DOCENT_DEVICES_H

/*
 * Watches the sound devices: turns the figures of capture and playback into faults that the dialogue can speak of.
 * No clock of its own: call devices_check a few times a second, from one thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "docent/capture.h"
#include "docent/dialogue.h"
#include "docent/playback.h"

enum {
    DEVICES_CHECK_MS = 500,
    /* Checks in a row that must agree before a level is called a fault: five seconds, longer than any pause of a
     * healthy microphone with a digital noise gate while somebody speaks, and than any shout. */
    DEVICES_LEVEL_CHECKS = 10,
    /* Some microphones with a noise gate are silent as long as the room is. Each time that sound comes back by itself
     * the next silence has to last twice as long, up to this many checks (ten minutes), before it is called a fault. */
    DEVICES_SILENT_CHECKS_MAX = 1200,
    DEVICES_SILENT_SPAN = 2, /* steps of 16 bits: the last bit going up and down */
};

struct devices {
    unsigned faults; /* bit per enum dialogue_fault; that of the buttons is the caller's own to set */
    unsigned silent_checks, clipping_checks;
    unsigned silent_checks_wanted; /* 0: DEVICES_LEVEL_CHECKS */
    uint64_t delivered_frames;     /* as last seen: a capture that stands still says nothing about its level */
};

/* What is wrong now, in devices->faults. Returns the bits that changed since the last check. A microphone is
 * silent when a whole second spans no more than DEVICES_SILENT_SPAN; it clips when a hundredth of a second's frames
 * touch full scale (speech that clips a little is still understood). */
unsigned devices_check(struct devices *devices, const struct capture_report *capture,
                       const struct playback_report *playback);

#endif
