/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/layer.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The rows that the taps of LAYER_FRAMES frames lie on. */
struct layer_taps {
    const float *rows[LAYER_TAPS_MAX][LAYER_FRAMES];
};

/* --- sums --------------------------------------------------------------------------------------------------------- */

/* sums = bias + weights * in, LAYER_LANES outputs of LAYER_FRAMES frames. The frames are written out, for only so do
 * compilers keep their sums in registers. */
static inline __attribute__((always_inline)) void tile_sum(const struct layer *layer, const struct layer_taps *taps,
                                                           size_t group, layer_lanes *ret_sums)
{
    _Static_assert(LAYER_FRAMES == 4, "the frames below");
    const layer_lanes *weights = layer->weights + group * layer->inputs * layer->taps;
    layer_lanes sum0 = layer->bias[group];
    layer_lanes sum1 = sum0;
    layer_lanes sum2 = sum0;
    layer_lanes sum3 = sum0;
    for (size_t tap = 0; tap < layer->taps; tap++, weights += layer->inputs) {
        const float *const *rows = taps->rows[tap];
        for (size_t i = 0; i < layer->inputs; i++) {
            sum0 += weights[i] * rows[0][i];
            sum1 += weights[i] * rows[1][i];
            sum2 += weights[i] * rows[2][i];
            sum3 += weights[i] * rows[3][i];
        }
    }
    ret_sums[0] = sum0;
    ret_sums[1] = sum1;
    ret_sums[2] = sum2;
    ret_sums[3] = sum3;
}

static void tile_sum_plain(const struct layer *layer, const struct layer_taps *taps, size_t group,
                           layer_lanes *ret_sums)
{
    tile_sum(layer, taps, group, ret_sums);
}

#ifdef __x86_64__
/* Debian's amd64 promises registers of 128 bits only; nearly all desktops since 2011 have 256. The sums are the same.
 */
__attribute__((target("avx"))) static void tile_sum_avx(const struct layer *layer, const struct layer_taps *taps,
                                                        size_t group, layer_lanes *ret_sums)
{
    tile_sum(layer, taps, group, ret_sums);
}
#endif

static layer_sum_fn *tile_sum_best(void)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx")) {
        return tile_sum_avx;
    }
#endif
    return tile_sum_plain;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static float half_to_float(uint16_t half)
{
    static const uint32_t BIAS = 127 - 15; /* of the exponents */
    uint32_t size = half & 0x7FFFU;
    uint32_t bits = (size << 13) + (BIAS << 23);
    float value;
    memcpy(&value, &bits, sizeof(value));
    value = size < 0x400 ? ldexpf((float)size, -24) : value;
    return (half & 0x8000) != 0 ? -value : value;
}

/* The weights are a million numbers: a call of fread for each took longer than everything else that is done to them. */
int layer_number_read(FILE *file, uint16_t *ret_number)
{
    int low = getc_unlocked(file);
    int high = getc_unlocked(file);
    if (high == EOF) {
        return ferror(file) ? -EIO : -EBADMSG;
    }
    *ret_number = (uint16_t)(low | high << 8);
    return 0;
}

int layer_value_read(FILE *file, float *ret_value)
{
    uint16_t half = 0;
    int result = layer_number_read(file, &half);
    if (result == 0 && ((half >> 10) & 31) == 31) {
        result = -EBADMSG; /* infinite or not a number */
    }
    *ret_value = half_to_float(half);
    return result;
}

int layer_read(struct layer *layer, FILE *file, size_t inputs, size_t outputs, size_t taps, bool is_bare)
{
    assert(inputs <= LAYER_INPUTS_MAX && taps <= LAYER_TAPS_MAX);
    layer->inputs = inputs;
    layer->outputs = outputs;
    layer->taps = taps;
    size_t groups = (outputs + LAYER_LANES - 1) / LAYER_LANES;
    layer->sum = tile_sum_best();
    layer->bias = calloc(groups, sizeof(*layer->bias));
    layer->weights = calloc(groups * inputs * taps, sizeof(*layer->weights));
    if (layer->bias == NULL || layer->weights == NULL) {
        return -ENOMEM;
    }
    int result = 0;
    for (size_t output = 0; output < outputs; output++) {
        layer_lanes *column = layer->weights + output / LAYER_LANES * inputs * taps;
        for (size_t i = 0; result == 0 && i < inputs * taps; i++) {
            float value = 0.0F;
            result = layer_value_read(file, &value);
            column[i][output % LAYER_LANES] = value;
        }
    }
    for (size_t output = 0; result == 0 && !is_bare && output < outputs; output++) {
        float value = 0.0F;
        result = layer_value_read(file, &value);
        layer->bias[output / LAYER_LANES][output % LAYER_LANES] = value;
    }
    return result;
}

void layer_finish(struct layer *layer)
{
    free(layer->bias);
    free(layer->weights);
}

/* --- applying ----------------------------------------------------------------------------------------------------- */

/* The rows that the taps of LAYER_FRAMES frames lie on. What is outside of the utterance, or past it, is `nothing`. */
static void taps_find(const struct layer *layer, const struct layer_rows *in, size_t first_frame,
                      struct layer_taps *ret_taps)
{
    static const float nothing[LAYER_INPUTS_MAX];
    ptrdiff_t reach = (ptrdiff_t)(layer->taps / 2 * layer->step);
    for (size_t tap = 0; tap < layer->taps; tap++) {
        for (size_t frame = 0; frame < LAYER_FRAMES; frame++) {
            ptrdiff_t place = (ptrdiff_t)(first_frame + frame + tap * layer->step) - reach;
            bool is_inside = place >= 0 && place < (ptrdiff_t)in->frames;
            ret_taps->rows[tap][frame] = is_inside ? in->values + (size_t)place * in->width : nothing;
        }
    }
}

void layer_apply(const struct layer *layer, const struct layer_rows *in, struct layer_rows *ret_out)
{
    for (size_t first = 0; first < in->frames; first += LAYER_FRAMES) {
        struct layer_taps taps;
        taps_find(layer, in, first, &taps);
        for (size_t group = 0; group * LAYER_LANES < layer->outputs; group++) {
            layer_lanes sums[LAYER_FRAMES];
            layer->sum(layer, &taps, group, sums);
            size_t left = layer->outputs - group * LAYER_LANES;
            size_t size = (left < LAYER_LANES ? left : LAYER_LANES) * sizeof(float);
            for (size_t frame = 0; frame < LAYER_FRAMES && first + frame < in->frames; frame++) {
                memcpy(ret_out->values + (first + frame) * ret_out->width + group * LAYER_LANES, &sums[frame], size);
            }
        }
    }
}
