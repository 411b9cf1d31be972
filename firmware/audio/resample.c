/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/resample.h"

#include <errno.h>
#include <speex/speex_resampler.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* speexdsp's middle quality: pass band to 0.9 of the lower rate's half, far above what speech recognition uses. */
    RESAMPLE_QUALITY = 5,
    SILENCE_FRAMES = 256,
    /* A call's counts are 32 bits inside speexdsp; longer runs are cut. */
    RUN_FRAMES_MAX = 1 << 20,
};

struct resampler {
    SpeexResamplerState *speex; /* NULL when the rates are equal */
    unsigned in_hz, out_hz;
    uint64_t taken_frames; /* of this stream, at in_hz */
    uint64_t given_frames; /* of this stream, at out_hz */
};

int resampler_create(struct resampler **ret_resampler, unsigned in_hz, unsigned out_hz)
{
    *ret_resampler = NULL;
    if (in_hz < RESAMPLE_RATE_MIN_HZ || in_hz > RESAMPLE_RATE_MAX_HZ || out_hz < RESAMPLE_RATE_MIN_HZ ||
        out_hz > RESAMPLE_RATE_MAX_HZ)
        return -EINVAL;
    struct resampler *resampler = calloc(1, sizeof *resampler);
    if (resampler == NULL)
        return -ENOMEM;
    resampler->in_hz = in_hz;
    resampler->out_hz = out_hz;
    if (in_hz != out_hz) {
        int error = RESAMPLER_ERR_SUCCESS;
        resampler->speex = speex_resampler_init(1, in_hz, out_hz, RESAMPLE_QUALITY, &error);
        if (resampler->speex == NULL) {
            free(resampler);
            return error == RESAMPLER_ERR_ALLOC_FAILED ? -ENOMEM : -EINVAL;
        }
        speex_resampler_skip_zeros(resampler->speex);
    }
    *ret_resampler = resampler;
    return 0;
}

void resampler_destroy(struct resampler *resampler)
{
    if (resampler == NULL)
        return;
    if (resampler->speex != NULL)
        speex_resampler_destroy(resampler->speex);
    free(resampler);
}

static void resampler_convert(struct resampler *resampler, const int16_t *in, size_t *in_count, int16_t *out,
                              size_t *out_count)
{
    spx_uint32_t used = (spx_uint32_t)(*in_count < RUN_FRAMES_MAX ? *in_count : RUN_FRAMES_MAX);
    spx_uint32_t made = (spx_uint32_t)(*out_count < RUN_FRAMES_MAX ? *out_count : RUN_FRAMES_MAX);
    (void)speex_resampler_process_int(resampler->speex, 0, in, &used, out, &made);
    *in_count = used;
    *out_count = made;
}

void resampler_run(struct resampler *resampler, const int16_t *in, size_t *in_count, int16_t *out, size_t *out_count)
{
    if (resampler->speex == NULL) {
        size_t count = *in_count < *out_count ? *in_count : *out_count;
        memcpy(out, in, count * sizeof *out);
        *in_count = *out_count = count;
        return;
    }
    size_t used = 0, made = 0;
    while (used < *in_count && made < *out_count) {
        size_t step_in = *in_count - used, step_out = *out_count - made;
        resampler_convert(resampler, in + used, &step_in, out + made, &step_out);
        used += step_in;
        made += step_out;
    }
    resampler->taken_frames += used;
    resampler->given_frames += made;
    *in_count = used;
    *out_count = made;
}

size_t resampler_flush(struct resampler *resampler, int16_t *out, size_t out_count)
{
    static const int16_t silence[SILENCE_FRAMES];
    if (resampler->speex == NULL)
        return 0;
    /* As much comes out as went in, in time, rounded up; pushed out by silence. */
    uint64_t total = (resampler->taken_frames * resampler->out_hz + resampler->in_hz - 1) / resampler->in_hz;
    uint64_t due = total > resampler->given_frames ? total - resampler->given_frames : 0;
    if (out_count > due)
        out_count = (size_t)due;
    size_t made = 0;
    while (made < out_count) {
        size_t step_in = SILENCE_FRAMES, step_out = out_count - made;
        resampler_convert(resampler, silence, &step_in, out + made, &step_out);
        made += step_out;
    }
    resampler->given_frames += made;
    if (made == 0)
        resampler_reset(resampler);
    return made;
}

void resampler_reset(struct resampler *resampler)
{
    resampler->taken_frames = resampler->given_frames = 0;
    if (resampler->speex != NULL) {
        speex_resampler_reset_mem(resampler->speex);
        speex_resampler_skip_zeros(resampler->speex);
    }
}
