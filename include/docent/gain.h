/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_GAIN_H
#define DOCENT_GAIN_H

/*
 * Loudness of 16-bit frames: making them louder or quieter. Pure; any thread.
 */

#include <stddef.h>
#include <stdint.h>

/* The factor of an amplitude change in decibels: 10^(dB/20). */
float gain_from_db(float gain_db);

/* Multiply in place, the factor moving evenly from `start` (excluded) to `end` (at the last frame): a change of volume
 * spread over a period does not click. What exceeds full scale is cut off. Factors 1 and 1 leave the frames as they
 * are, bit by bit. */
void gain_apply(int16_t *frames, size_t count, float start, float end);

#endif
