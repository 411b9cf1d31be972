/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The weights file: the 8 letters "docentE3"; the width and the number of blocks, then each block's step, as
 * little-endian 16-bit numbers; then little-endian IEEE 754 half-precision values, a row for each output, and in it the
 * taps in the order of time, each with all of its inputs: entry matrix and bias; for each block the wide matrix and
 * bias, the back matrix and bias; the matrix and bias for the whole; output matrix and bias (cepstra, then speech);
 * skip matrix; shift.
 */
#include "docent/enhancer.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    OUTPUTS = ENHANCER_CEPSTRA + 1,
    ENTRY_INPUTS = 3 * ENHANCER_BANDS, /* cleaned, as heard, and the floor of what was heard */
    ENTRY_TAPS = 5,
    WIDE_TAPS = 3,
    TAPS_MAX = ENTRY_TAPS,
    LANES = 16, /* outputs computed together: four registers of 128 bits on amd64 and arm64 */
    WIDTH_MAX = 256,
    BLOCKS_MAX = 16,
    STEP_MAX = 128,
    FLOOR_SHARE = 10, /* the floor of a band is what one frame in so many lies under */
};

static const char magic[8] = {'d', 'o', 'c', 'e', 'n', 't', 'E', '3'};
static const float INPUT_SCALE = 1.0F / 3.0F;
/* What sphinxbase's front end writes for no energy at all: the logarithm of its floor, 1e-4. */
static const float SILENCE = -9.2103404F;

/* A convolution over time with its bias. Kept for the inner loop: LANES outputs at a time, for each input of each tap
 * their LANES weights. */
struct layer {
    size_t inputs, outputs, taps, lane_groups;
    size_t step; /* frames from one tap to the next */
    float *bias;
    float *weights;
};

struct block {
    struct layer wide, back;
};

struct enhancer {
    size_t width, block_count;
    struct layer entry, whole, output, skip;
    struct block blocks[BLOCKS_MAX];
    float shift[ENHANCER_CEPSTRA];
};

/* Rows of a layer's inputs or outputs, one for each frame. */
struct rows {
    float *values;
    size_t frames, width;
};

static float half_to_float(uint16_t half)
{
    int exponent = (half >> 10) & 31;
    float fraction = (float)(half & 1023) / 1024.0F;
    float value = exponent != 0 ? ldexpf(1.0F + fraction, exponent - 15) : ldexpf(fraction, -14);
    return (half & 0x8000) != 0 ? -value : value;
}

static int number_read(FILE *file, uint16_t *ret_number)
{
    unsigned char bytes[2];
    if (fread(bytes, 1, sizeof(bytes), file) != sizeof(bytes)) {
        return ferror(file) ? -EIO : -EBADMSG;
    }
    *ret_number = (uint16_t)(bytes[0] | bytes[1] << 8);
    return 0;
}

static int value_read(FILE *file, float *ret_value)
{
    uint16_t half = 0;
    int result = number_read(file, &half);
    if (result == 0 && ((half >> 10) & 31) == 31) {
        result = -EBADMSG; /* infinite or not a number */
    }
    *ret_value = half_to_float(half);
    return result;
}

/* --- layers ------------------------------------------------------------------------------------------------------- */

static void layer_finish(struct layer *layer)
{
    free(layer->bias);
    free(layer->weights);
}

/* Makes room and reads matrix and, unless `is_bare`, bias. */
static int layer_read(struct layer *layer, FILE *file, size_t inputs, size_t outputs, size_t taps, bool is_bare)
{
    layer->inputs = inputs;
    layer->outputs = outputs;
    layer->taps = taps;
    layer->lane_groups = (outputs + LANES - 1) / LANES;
    layer->bias = calloc(layer->lane_groups * LANES, sizeof(*layer->bias));
    layer->weights = calloc(layer->lane_groups * LANES * inputs * taps, sizeof(*layer->weights));
    if (layer->bias == NULL || layer->weights == NULL) {
        return -ENOMEM;
    }
    int result = 0;
    for (size_t output = 0; output < outputs; output++) {
        float *column = layer->weights + output / LANES * inputs * taps * LANES + output % LANES;
        for (size_t i = 0; result == 0 && i < inputs * taps; i++) {
            result = value_read(file, column + i * LANES);
        }
    }
    for (size_t output = 0; result == 0 && !is_bare && output < outputs; output++) {
        result = value_read(file, &layer->bias[output]);
    }
    return result;
}

/* out = bias + weights * in, LANES outputs of one frame. A tap outside of the utterance sees nothing (NULL). */
static void lanes_apply(const struct layer *layer, const float *const *taps, size_t group, float *ret_sums)
{
    const float *weights = layer->weights + group * layer->inputs * layer->taps * LANES;
    float sums[LANES];
    memcpy(sums, layer->bias + group * LANES, sizeof(sums));
    for (size_t tap = 0; tap < layer->taps; tap++) {
        const float *in = taps[tap];
        if (in == NULL) {
            weights += layer->inputs * LANES;
            continue;
        }
        for (size_t i = 0; i < layer->inputs; i++, weights += LANES) {
            for (size_t lane = 0; lane < LANES; lane++) {
                sums[lane] += weights[lane] * in[i];
            }
        }
    }
    memcpy(ret_sums, sums, sizeof(sums));
}

static void taps_find(const struct layer *layer, const struct rows *in, size_t frame, const float **ret_taps)
{
    ptrdiff_t first = (ptrdiff_t)frame - (ptrdiff_t)(layer->taps / 2 * layer->step);
    for (size_t tap = 0; tap < layer->taps; tap++) {
        ptrdiff_t place = first + (ptrdiff_t)(tap * layer->step);
        bool is_inside = place >= 0 && place < (ptrdiff_t)in->frames;
        ret_taps[tap] = is_inside ? in->values + (size_t)place * in->width : NULL;
    }
}

/* One frame through a layer; `ret_out` has room for the layer's outputs. */
static void layer_apply(const struct layer *layer, const struct rows *in, size_t frame, float *ret_out)
{
    const float *taps[TAPS_MAX];
    float sums[LANES];
    taps_find(layer, in, frame, taps);
    for (size_t group = 0; group < layer->lane_groups; group++) {
        lanes_apply(layer, taps, group, sums);
        size_t left = layer->outputs - group * LANES;
        memcpy(ret_out + group * LANES, sums, (left < LANES ? left : LANES) * sizeof(*sums));
    }
}

static void positive_part(float *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = values[i] > 0.0F ? values[i] : 0.0F;
    }
}

/* --- loading ------------------------------------------------------------------------------------------------------ */

static int shape_read(struct enhancer *enhancer, FILE *file)
{
    char letters[sizeof(magic)];
    uint16_t numbers[2] = {0};
    if (fread(letters, 1, sizeof(letters), file) != sizeof(letters)) {
        return ferror(file) ? -EIO : -EBADMSG;
    }
    int result = memcmp(letters, magic, sizeof(magic)) == 0 ? 0 : -EBADMSG;
    for (size_t i = 0; result == 0 && i < 2; i++) {
        result = number_read(file, &numbers[i]);
    }
    if (result == 0 && (numbers[0] == 0 || numbers[0] > WIDTH_MAX || numbers[1] == 0 || numbers[1] > BLOCKS_MAX)) {
        result = -EBADMSG;
    }
    if (result < 0) {
        return result;
    }
    enhancer->width = numbers[0];
    enhancer->block_count = numbers[1];
    for (size_t i = 0; result == 0 && i < enhancer->block_count; i++) {
        uint16_t step = 0;
        result = number_read(file, &step);
        enhancer->blocks[i].wide.step = step;
        if (result == 0 && (step == 0 || step > STEP_MAX)) {
            result = -EBADMSG;
        }
    }
    return result;
}

static int enhancer_read(struct enhancer *enhancer, FILE *file)
{
    int result = shape_read(enhancer, file);
    size_t width = enhancer->width;
    enhancer->entry.step = 1;
    if (result == 0) {
        result = layer_read(&enhancer->entry, file, ENTRY_INPUTS, width, ENTRY_TAPS, false);
    }
    for (size_t i = 0; result == 0 && i < enhancer->block_count; i++) {
        result = layer_read(&enhancer->blocks[i].wide, file, width, width, WIDE_TAPS, false);
        if (result == 0) {
            result = layer_read(&enhancer->blocks[i].back, file, width, width, 1, false);
        }
    }
    if (result == 0) {
        result = layer_read(&enhancer->whole, file, width, width, 1, false);
    }
    if (result == 0) {
        result = layer_read(&enhancer->output, file, width, OUTPUTS, 1, false);
    }
    if (result == 0) {
        result = layer_read(&enhancer->skip, file, ENHANCER_BANDS, ENHANCER_CEPSTRA, 1, true);
    }
    for (size_t i = 0; result == 0 && i < ENHANCER_CEPSTRA; i++) {
        result = value_read(file, &enhancer->shift[i]);
    }
    return result == 0 && fgetc(file) != EOF ? -EBADMSG : result;
}

int enhancer_create(struct enhancer **ret_enhancer, const char *path)
{
    *ret_enhancer = NULL;
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return -errno;
    }
    struct enhancer *enhancer = calloc(1, sizeof(*enhancer));
    int result = enhancer == NULL ? -ENOMEM : enhancer_read(enhancer, file);
    fclose(file);
    if (result < 0) {
        enhancer_destroy(enhancer);
        return result;
    }
    *ret_enhancer = enhancer;
    return 0;
}

void enhancer_destroy(struct enhancer *enhancer)
{
    if (enhancer == NULL) {
        return;
    }
    for (size_t i = 0; i < BLOCKS_MAX; i++) {
        layer_finish(&enhancer->blocks[i].wide);
        layer_finish(&enhancer->blocks[i].back);
    }
    layer_finish(&enhancer->entry);
    layer_finish(&enhancer->whole);
    layer_finish(&enhancer->output);
    layer_finish(&enhancer->skip);
    free(enhancer);
}

/* --- one utterance ------------------------------------------------------------------------------------------------ */

static int compare_values(const void *left, const void *right)
{
    const float *a = left;
    const float *b = right;
    return (*a > *b) - (*a < *b);
}

/* The energies around their mean, into the columns that begin at `column`. */
static void energies_centre(const float *mel, struct rows *inputs, size_t column)
{
    size_t frames = inputs->frames;
    double sum = 0.0;
    for (size_t i = 0; i < frames * ENHANCER_BANDS; i++) {
        sum += (double)(isfinite(mel[i]) ? mel[i] : SILENCE);
    }
    float level = (float)(sum / (double)(frames * ENHANCER_BANDS));
    for (size_t t = 0; t < frames; t++) {
        for (size_t b = 0; b < ENHANCER_BANDS; b++) {
            float value = mel[t * ENHANCER_BANDS + b];
            float centred = ((isfinite(value) ? value : SILENCE) - level) * INPUT_SCALE;
            inputs->values[t * ENTRY_INPUTS + column + b] = centred;
        }
    }
}

/* Beside what was heard, what the quietest tenth of each band lies under. */
static int floors_find(struct rows *inputs)
{
    size_t frames = inputs->frames;
    float *band = calloc(frames, sizeof(*band));
    if (band == NULL) {
        return -ENOMEM;
    }
    for (size_t b = 0; b < ENHANCER_BANDS; b++) {
        for (size_t t = 0; t < frames; t++) {
            band[t] = inputs->values[t * ENTRY_INPUTS + ENHANCER_BANDS + b];
        }
        qsort(band, frames, sizeof(*band), compare_values);
        for (size_t t = 0; t < frames; t++) {
            inputs->values[t * ENTRY_INPUTS + 2 * ENHANCER_BANDS + b] = band[frames / FLOOR_SHARE];
        }
    }
    free(band);
    return 0;
}

static void block_run(const struct block *block, struct rows *hidden, struct rows *scratch)
{
    for (size_t t = 0; t < hidden->frames; t++) {
        float *wide = scratch->values + t * scratch->width;
        layer_apply(&block->wide, hidden, t, wide);
        positive_part(wide, scratch->width);
    }
    for (size_t t = 0; t < hidden->frames; t++) {
        float back[WIDTH_MAX] = {0};
        layer_apply(&block->back, scratch, t, back);
        for (size_t i = 0; i < hidden->width; i++) {
            hidden->values[t * hidden->width + i] += back[i];
        }
    }
}

/* What the whole utterance is like, told to each of its frames. */
static void whole_run(const struct layer *whole, struct rows *hidden)
{
    float mean[WIDTH_MAX] = {0};
    float told[WIDTH_MAX] = {0};
    for (size_t i = 0; i < hidden->width; i++) {
        double sum = 0.0;
        for (size_t t = 0; t < hidden->frames; t++) {
            sum += (double)hidden->values[t * hidden->width + i];
        }
        mean[i] = (float)(sum / (double)hidden->frames);
    }
    layer_apply(whole, &(struct rows){.values = mean, .frames = 1, .width = hidden->width}, 0, told);
    for (size_t t = 0; t < hidden->frames; t++) {
        for (size_t i = 0; i < hidden->width; i++) {
            hidden->values[t * hidden->width + i] += told[i];
        }
    }
}

static void hidden_run(const struct enhancer *enhancer, const struct rows *inputs, struct rows *hidden,
                       struct rows *scratch)
{
    for (size_t t = 0; t < hidden->frames; t++) {
        float *row = hidden->values + t * hidden->width;
        layer_apply(&enhancer->entry, inputs, t, row);
        positive_part(row, hidden->width);
    }
    for (size_t i = 0; i < enhancer->block_count; i++) {
        block_run(&enhancer->blocks[i], hidden, scratch);
        if (i + 1 == enhancer->block_count / 2) {
            whole_run(&enhancer->whole, hidden);
        }
    }
    positive_part(hidden->values, hidden->frames * hidden->width);
}

/* Adds the straight way from input to cepstra, and puts the mean over speech where the model has it. */
static void outputs_make(const struct enhancer *enhancer, const struct rows *inputs, const struct rows *hidden,
                         float *cepstra, float *speech)
{
    double sum[ENHANCER_CEPSTRA] = {0};
    double weights = 0.0;
    for (size_t t = 0; t < hidden->frames; t++) {
        float out[OUTPUTS] = {0};
        float straight[ENHANCER_CEPSTRA] = {0};
        layer_apply(&enhancer->output, hidden, t, out);
        layer_apply(&enhancer->skip, inputs, t, straight);
        float weight = 1.0F / (1.0F + expf(-out[ENHANCER_CEPSTRA]));
        if (speech != NULL) {
            speech[t] = weight;
        }
        weight += 1e-6F; /* with no speech at all, the plain mean */
        weights += (double)weight;
        for (size_t k = 0; k < ENHANCER_CEPSTRA; k++) {
            float value = straight[k] + out[k];
            cepstra[t * ENHANCER_CEPSTRA + k] = value;
            sum[k] += (double)(weight * value);
        }
    }
    for (size_t t = 0; t < hidden->frames; t++) {
        for (size_t k = 0; k < ENHANCER_CEPSTRA; k++) {
            cepstra[t * ENHANCER_CEPSTRA + k] += enhancer->shift[k] - (float)(sum[k] / weights);
        }
    }
}

int enhancer_process(struct enhancer *enhancer, const float *cleaned, const float *heard, size_t frames, float *cepstra,
                     float *speech)
{
    if (frames > ENHANCER_FRAMES_MAX) {
        return -EMSGSIZE;
    }
    if (frames == 0) {
        return 0;
    }
    struct rows inputs = {calloc(frames * ENTRY_INPUTS, sizeof(float)), frames, ENTRY_INPUTS};
    struct rows hidden = {calloc(frames * enhancer->width, sizeof(float)), frames, enhancer->width};
    struct rows scratch = {calloc(frames * enhancer->width, sizeof(float)), frames, enhancer->width};
    int result = inputs.values == NULL || hidden.values == NULL || scratch.values == NULL ? -ENOMEM : 0;
    if (result == 0) {
        energies_centre(cleaned, &inputs, 0);
        energies_centre(heard, &inputs, ENHANCER_BANDS);
        result = floors_find(&inputs);
    }
    if (result == 0) {
        hidden_run(enhancer, &inputs, &hidden, &scratch);
        outputs_make(enhancer, &inputs, &hidden, cepstra, speech);
    }
    free(inputs.values);
    free(hidden.values);
    free(scratch.values);
    return result;
}
