/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_CLEANER_H
#define DOCENT_CLEANER_H

/*
 * Takes steady noise out of captured sound before anyone listens to it: speexdsp's preprocessor (an Ephraim-Malah
 * spectral gain over tracked noise), nothing else of it switched on.
 *
 * The noise is learnt from the stream itself within a second or two, and the state goes on across utterances: feed
 * everything that is captured, not only speech. Sound comes out later than it went in (cleaner_delay_frames); what
 * comes first is silence, and to get the last of a stream out, feed that many frames of silence after it.
 *
 * A cleaner belongs to one thread at a time. Processing neither allocates, locks nor waits.
 */

#include <stddef.h>
#include <stdint.h>

enum {
    CLEANER_RATE_HZ = 16000,
    CLEANER_SUPPRESSION_MAX_DB = 40, /* beyond 30 dB speexdsp only adds chirping */
};

struct cleaner;

/* Noise is made at most `suppression_db` weaker; 0 switches cleaning off. Returns 0, -EINVAL (suppression out of 0 to
 * CLEANER_SUPPRESSION_MAX_DB), -ENOMEM. On failure *ret_cleaner is NULL. */
int cleaner_create(struct cleaner **ret_cleaner, float suppression_db);
void cleaner_destroy(struct cleaner *cleaner);

/* Clean in place, any number of 16-bit mono frames at CLEANER_RATE_HZ. Switched off, not a bit changes. */
void cleaner_process(struct cleaner *cleaner, int16_t *frames, size_t count);

/* By how much what comes out is behind what went in: 40 ms (20 ms to fill a block, 20 ms because blocks overlap by
 * half), 0 when switched off. */
size_t cleaner_delay_frames(const struct cleaner *cleaner);

#endif
