/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_RESAMPLE_H
#define DOCENT_RESAMPLE_H

/*
 * A stream of mono frames from one rate to another: a sinc filter by speexdsp.
 *
 * The filter's delay is taken off at the start, so frame 0 out is frame 0 in; what that leaves inside comes out with
 * resampler_flush. Equal rates copy. Everything is allocated by resampler_create: the other calls neither allocate nor
 * lock and may be used in an audio thread. One thread at a time.
 */

#include <stddef.h>
#include <stdint.h>

enum {
    RESAMPLE_RATE_MIN_HZ = 2000,
    RESAMPLE_RATE_MAX_HZ = 768000,
};

struct resampler;

/* Returns 0, -EINVAL (a rate out of bounds), -ENOMEM. */
int resampler_create(struct resampler **ret_resampler, unsigned in_hz, unsigned out_hz);
void resampler_destroy(struct resampler *resampler); /* NULL-safe */

/* Convert up to `in_count` frames into at most `out_count`; stops when either runs out. Sets both counts to what was
 * used and made. Of the two, one always reaches its limit, so a loop over it ends. */
void resampler_run(struct resampler *resampler, const int16_t *in, size_t *in_count, int16_t *out, size_t *out_count);

/* The stream has ended: give what is still inside, at most `out_count` frames. Call until it returns 0; the resampler
 * is then reset and ready for another stream. */
size_t resampler_flush(struct resampler *resampler, int16_t *out, size_t out_count);

/* Forget the stream so far. */
void resampler_reset(struct resampler *resampler);

#endif
