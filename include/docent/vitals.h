/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_VITALS_H
#define DOCENT_VITALS_H

/*
 * Is every part of docent still at work? Pure: each part shows a count of what it has done and whether there is
 * something for it to do; a part that has work and whose count stands still for longer than its limit hangs.
 *
 * What this protects from is a watchdog that is fed whatever happens: a daemon whose event loop turns nicely while
 * nobody reads the microphone any more.
 *
 * Time that the caller did not look (the process was stopped, or the machine asleep) counts as VITALS_GAP_MAX_MS at
 * most: while it did not run, the parts did not run either.
 */

#include <stdbool.h>
#include <stdint.h>

enum vital {
    VITAL_MICROPHONE,  /* the capture thread: delivers sound, or tries to open the device again */
    VITAL_LISTENER,    /* the listening thread: endpointer, recogniser, matcher */
    VITAL_LOUDSPEAKER, /* the playback thread: plays, or looks after the device every second */
    VITAL_SPEAKER,     /* the speaking thread: has the voice make sound, and follows it to the loudspeaker */
    VITAL_COUNT
};

enum {
    VITALS_GAP_MAX_MS = 2000,
    /* A sound device that stands still is given up after PCM_STALL_LIMIT_MS and opened again a second later; opening
     * one has never been seen to take longer than five. */
    VITALS_SOUND_LIMIT_MS = 15000,
    /* The recogniser decodes an utterance of up to 20 s in one go, on a slow machine at up to real time. */
    VITALS_LISTENER_LIMIT_MS = 30000,
};

struct vital_sign {
    uint64_t steps; /* another number whenever the part has moved */
    bool has_work;
};

struct vitals {
    uint64_t steps[VITAL_COUNT];
    int64_t still_ms[VITAL_COUNT]; /* time that it has had work and not moved */
    int64_t checked_ms;
};

/* `now_ms` of any monotonic clock. */
void vitals_init(struct vitals *vitals, int64_t now_ms);

/* Look at all of them. Returns a bit for each part that hangs: 0 is health. */
unsigned vitals_check(struct vitals *vitals, const struct vital_sign signs[VITAL_COUNT], int64_t now_ms);

/* For logs and status: "microphone", "listener" ... */
const char *vital_name(enum vital vital);

#endif
