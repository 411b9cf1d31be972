/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LEVEL_H
#define DOCENT_LEVEL_H

/*
 * How loud a stretch of sound is, and whether it looks like a working microphone's: a muted one gives nothing but
 * zeros (any analogue input has at least a bit of noise), one turned up too far touches full scale again and again.
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
    uint64_t zero_frames;
    uint64_t square_sum; /* holds 2^33 frames of full scale, six days at 16 kHz */
    int32_t peak;        /* greatest magnitude, 0 to 32768 */
};

void level_add(struct level *level, const int16_t *frames, size_t count);

float level_peak_dbfs(const struct level *level);
float level_rms_dbfs(const struct level *level);

#endif
