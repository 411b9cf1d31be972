/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LEVEL_H
#define DOCENT_LEVEL_H

/*
 * How loud a stretch of sound is, and whether it looks like a working microphone's: a muted one gives one value all the
 * time, zero or near it, or the noise of its last bit (any analogue input has more), one turned up too far touches full
 * scale again and again.
 * Pure; a zeroed struct is an empty stretch.
 *
 * dBFS: decibels of amplitude below full scale (32768), rms of a full-scale square wave being 0 dBFS.
 */

#include <stddef.h>
#include <stdint.h>

enum { LEVEL_FLOOR_DBFS = -100 }; /* given for silence; one step of 16 bits is -90.3 dBFS */

struct level {
    uint64_t frames;
    uint64_t clipped_frames; /* at full scale, either sign */
    uint64_t square_sum;     /* holds 2^33 frames of full scale, six days at 16 kHz */
    int32_t peak;            /* greatest magnitude, 0 to 32768 */
    int32_t lowest, highest;
};

void level_add(struct level *level, const int16_t *frames, size_t count);

/* From the lowest to the highest value, in steps of 16 bits: 0 for a constant. */
uint32_t level_span(const struct level *level);

float level_peak_dbfs(const struct level *level);
float level_rms_dbfs(const struct level *level);

#endif
