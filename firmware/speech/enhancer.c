/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The weights file: the 8 letters "docentE1"; the widths of the dense layer and of the first and second recurrent
 * layers as little-endian 16-bit numbers; then little-endian IEEE 754 half-precision values, matrices row by row, a row
 * for each output: dense matrix and bias; for each recurrent layer, forwards then backwards: the input matrix (reset,
 * update, new), the state matrix, the input bias, the state bias; output matrix and bias (cepstra, then speech); skip.
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
    LANES = 16, /* outputs computed together: four registers of 128 bits on amd64 and arm64 */
    WIDTH_MAX = 256,
    WIDTH_STEP = 16,
    DIRECTIONS = 2,
};

static const char magic[8] = {'d', 'o', 'c', 'e', 'n', 't', 'E', '1'};
static const float input_scale = 1.0F / 3.0F;
/* What sphinxbase's front end writes for no energy at all: the logarithm of its floor, 1e-4. */
static const float silence = -9.2103404F;

/* A matrix and a bias, kept for the inner loop: LANES outputs at a time, for each input their LANES weights. */
struct affine {
    size_t inputs, outputs, blocks;
    float *bias;
    float *weights;
};

struct gated {
    size_t width;
    struct affine input, state;
};

struct enhancer {
    size_t dense_width, first_width, second_width;
    struct affine dense, skip, output[DIRECTIONS];
    struct gated first[DIRECTIONS], second[DIRECTIONS];
};

static float half_to_float(uint16_t half)
{
    int exponent = (half >> 10) & 31;
    float fraction = (float)(half & 1023) / 1024.0F;
    float value = exponent ? ldexpf(1.0F + fraction, exponent - 15) : ldexpf(fraction, -14);
    return half & 0x8000 ? -value : value;
}

static int read_number(FILE *file, uint16_t *ret_number)
{
    unsigned char bytes[2];
    if (fread(bytes, 1, sizeof bytes, file) != sizeof bytes)
        return ferror(file) ? -EIO : -EBADMSG;
    *ret_number = (uint16_t)(bytes[0] | bytes[1] << 8);
    return 0;
}

static int read_value(FILE *file, float *ret_value)
{
    uint16_t half;
    int r = read_number(file, &half);
    if (r < 0)
        return r;
    if (((half >> 10) & 31) == 31) /* infinite or not a number */
        return -EBADMSG;
    *ret_value = half_to_float(half);
    return 0;
}

static int affine_init(struct affine *affine, size_t inputs, size_t outputs)
{
    affine->inputs = inputs;
    affine->outputs = outputs;
    affine->blocks = (outputs + LANES - 1) / LANES;
    affine->bias = calloc(affine->blocks * LANES, sizeof *affine->bias);
    affine->weights = calloc(affine->blocks * LANES * inputs, sizeof *affine->weights);
    return affine->bias && affine->weights ? 0 : -ENOMEM;
}

static void affine_finish(struct affine *affine)
{
    free(affine->bias);
    free(affine->weights);
}

static float *weight_at(struct affine *affine, size_t output, size_t input)
{
    size_t block = output / LANES;
    return &affine->weights[(block * affine->inputs + input) * LANES + output % LANES];
}

/* Rows of `inputs` values from the file, into the columns of `affine` that begin at `first_input`. */
static int affine_read_row(struct affine *affine, size_t output, FILE *file)
{
    int r = 0;
    for (size_t i = 0; i < affine->inputs && r >= 0; i++)
        r = read_value(file, weight_at(affine, output, i));
    return r;
}

static int affine_read_weights(struct affine *affine, FILE *file)
{
    int r = 0;
    for (size_t o = 0; o < affine->outputs && r >= 0; o++)
        r = affine_read_row(affine, o, file);
    return r;
}

static int affine_read_bias(struct affine *affine, FILE *file)
{
    int r = 0;
    for (size_t o = 0; o < affine->outputs && r >= 0; o++)
        r = read_value(file, &affine->bias[o]);
    return r;
}

static int gated_init(struct gated *gated, size_t inputs, size_t width)
{
    gated->width = width;
    int r = affine_init(&gated->input, inputs, 3 * width);
    return r < 0 ? r : affine_init(&gated->state, width, 3 * width);
}

static int gated_read(struct gated *gated, FILE *file)
{
    int r = affine_read_weights(&gated->input, file);
    if (r >= 0)
        r = affine_read_weights(&gated->state, file);
    if (r >= 0)
        r = affine_read_bias(&gated->input, file);
    return r < 0 ? r : affine_read_bias(&gated->state, file);
}

static void gated_finish(struct gated *gated)
{
    affine_finish(&gated->input);
    affine_finish(&gated->state);
}

static int enhancer_init(struct enhancer *e, FILE *file)
{
    char letters[sizeof magic];
    uint16_t widths[3];
    if (fread(letters, 1, sizeof letters, file) != sizeof letters)
        return ferror(file) ? -EIO : -EBADMSG;
    if (memcmp(letters, magic, sizeof magic) != 0)
        return -EBADMSG;
    for (int i = 0; i < 3; i++) {
        int r = read_number(file, &widths[i]);
        if (r < 0)
            return r;
        if (widths[i] == 0 || widths[i] > WIDTH_MAX || widths[i] % WIDTH_STEP != 0)
            return -EBADMSG;
    }
    e->dense_width = widths[0];
    e->first_width = widths[1];
    e->second_width = widths[2];
    int r = affine_init(&e->dense, ENHANCER_BANDS, e->dense_width);
    for (int d = 0; d < DIRECTIONS && r >= 0; d++) {
        r = gated_init(&e->first[d], e->dense_width, e->first_width);
        if (r >= 0)
            r = gated_init(&e->second[d], DIRECTIONS * e->first_width, e->second_width);
        if (r >= 0)
            r = affine_init(&e->output[d], e->second_width, OUTPUTS);
    }
    return r < 0 ? r : affine_init(&e->skip, ENHANCER_BANDS, ENHANCER_CEPSTRA);
}

/* A row of the output matrix spans both directions; the bias counts once. */
static int read_output(struct enhancer *e, FILE *file)
{
    int r = 0;
    for (size_t o = 0; o < OUTPUTS && r >= 0; o++) {
        for (int d = 0; d < DIRECTIONS && r >= 0; d++)
            r = affine_read_row(&e->output[d], o, file);
    }
    return r < 0 ? r : affine_read_bias(&e->output[0], file);
}

static int enhancer_read(struct enhancer *e, FILE *file)
{
    int r = enhancer_init(e, file);
    if (r >= 0)
        r = affine_read_weights(&e->dense, file);
    if (r >= 0)
        r = affine_read_bias(&e->dense, file);
    for (int d = 0; d < DIRECTIONS && r >= 0; d++)
        r = gated_read(&e->first[d], file);
    for (int d = 0; d < DIRECTIONS && r >= 0; d++)
        r = gated_read(&e->second[d], file);
    if (r >= 0)
        r = read_output(e, file);
    if (r >= 0)
        r = affine_read_weights(&e->skip, file);
    if (r >= 0 && fgetc(file) != EOF)
        r = -EBADMSG;
    return r;
}

int enhancer_create(struct enhancer **ret_enhancer, const char *path)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return -errno;
    struct enhancer *e = calloc(1, sizeof *e);
    int r = e ? enhancer_read(e, file) : -ENOMEM;
    fclose(file);
    if (r < 0) {
        enhancer_destroy(e);
        return r;
    }
    *ret_enhancer = e;
    return 0;
}

void enhancer_destroy(struct enhancer *e)
{
    if (!e)
        return;
    affine_finish(&e->dense);
    affine_finish(&e->skip);
    for (int d = 0; d < DIRECTIONS; d++) {
        affine_finish(&e->output[d]);
        gated_finish(&e->first[d]);
        gated_finish(&e->second[d]);
    }
    free(e);
}

/* out = bias + weights * in; `out` has room for whole blocks. */
static void affine_apply(const struct affine *affine, const float *in, float *out)
{
    const float *w = affine->weights;
    for (size_t block = 0; block < affine->blocks; block++) {
        float sum[LANES];
        memcpy(sum, &affine->bias[block * LANES], sizeof sum);
        for (size_t i = 0; i < affine->inputs; i++, w += LANES) {
            for (int lane = 0; lane < LANES; lane++)
                sum[lane] += w[lane] * in[i];
        }
        memcpy(&out[block * LANES], sum, sizeof sum);
    }
}

static float sigmoid(float x)
{
    return 1.0F / (1.0F + expf(-x));
}

/* One step: `state` becomes the next state. */
static void gated_step(const struct gated *gated, const float *in, float *state)
{
    float from_input[3 * WIDTH_MAX] = {0}, from_state[3 * WIDTH_MAX] = {0};
    size_t width = gated->width;
    affine_apply(&gated->input, in, from_input);
    affine_apply(&gated->state, state, from_state);
    for (size_t i = 0; i < width; i++) {
        float reset = sigmoid(from_input[i] + from_state[i]);
        float keep = sigmoid(from_input[width + i] + from_state[width + i]);
        float fresh = tanhf(from_input[2 * width + i] + reset * from_state[2 * width + i]);
        state[i] = fresh + keep * (state[i] - fresh);
    }
}

static float mean_level(const float *mel, size_t frames)
{
    double sum = 0;
    for (size_t i = 0; i < frames * ENHANCER_BANDS; i++)
        sum += (double)(isfinite(mel[i]) ? mel[i] : silence);
    return (float)(sum / (double)(frames * ENHANCER_BANDS));
}

static void input_frame(const float *mel, float level, float *x)
{
    for (int b = 0; b < ENHANCER_BANDS; b++)
        x[b] = ((isfinite(mel[b]) ? mel[b] : silence) - level) * input_scale;
}

/* The first recurrent layer in one direction, into that direction's half of every row of `hidden`. */
static void run_first(const struct enhancer *e, int direction, const float *mel, size_t frames, float level,
                      float *hidden)
{
    float x[ENHANCER_BANDS], dense[WIDTH_MAX] = {0}, state[WIDTH_MAX] = {0};
    size_t row = DIRECTIONS * e->first_width, half = (size_t)direction * e->first_width;
    for (size_t i = 0; i < frames; i++) {
        size_t t = direction ? frames - 1 - i : i;
        input_frame(&mel[t * ENHANCER_BANDS], level, x);
        affine_apply(&e->dense, x, dense);
        for (size_t k = 0; k < e->dense_width; k++)
            dense[k] = fmaxf(dense[k], 0.0F);
        gated_step(&e->first[direction], dense, state);
        memcpy(&hidden[t * row + half], state, e->first_width * sizeof *state);
    }
}

/* The second layer in one direction, and what it adds to the outputs. */
static void run_second(const struct enhancer *e, int direction, const float *hidden, size_t frames, float *outputs)
{
    float state[WIDTH_MAX] = {0}, part[LANES] = {0};
    size_t row = DIRECTIONS * e->first_width;
    for (size_t i = 0; i < frames; i++) {
        size_t t = direction ? frames - 1 - i : i;
        gated_step(&e->second[direction], &hidden[t * row], state);
        affine_apply(&e->output[direction], state, part);
        for (size_t k = 0; k < OUTPUTS; k++)
            outputs[t * OUTPUTS + k] += part[k];
    }
}

/* Adds the straight way from input to cepstra, and takes off the mean over speech. */
static void finish_outputs(const struct enhancer *e, const float *mel, size_t frames, float level, const float *outputs,
                           float *cepstra, float *speech)
{
    double sum[ENHANCER_CEPSTRA] = {0}, weights = 0;
    for (size_t t = 0; t < frames; t++) {
        float x[ENHANCER_BANDS], straight[LANES] = {0};
        input_frame(&mel[t * ENHANCER_BANDS], level, x);
        affine_apply(&e->skip, x, straight);
        const float *out = &outputs[t * OUTPUTS];
        float weight = sigmoid(out[ENHANCER_CEPSTRA]);
        if (speech)
            speech[t] = weight;
        weight += 1e-6F; /* with no speech at all, the plain mean */
        weights += (double)weight;
        for (int k = 0; k < ENHANCER_CEPSTRA; k++) {
            float value = straight[k] + out[k];
            cepstra[t * ENHANCER_CEPSTRA + (size_t)k] = value;
            sum[k] += (double)(weight * value);
        }
    }
    for (size_t t = 0; t < frames; t++) {
        for (int k = 0; k < ENHANCER_CEPSTRA; k++)
            cepstra[t * ENHANCER_CEPSTRA + (size_t)k] -= (float)(sum[k] / weights);
    }
}

int enhancer_process(struct enhancer *e, const float *mel, size_t frames, float *cepstra, float *speech)
{
    if (frames > ENHANCER_FRAMES_MAX)
        return -EMSGSIZE;
    if (frames == 0)
        return 0;
    float *hidden = calloc(frames * DIRECTIONS * e->first_width, sizeof *hidden);
    float *outputs = calloc(frames * OUTPUTS, sizeof *outputs);
    if (!hidden || !outputs) {
        free(hidden);
        free(outputs);
        return -ENOMEM;
    }
    float level = mean_level(mel, frames);
    for (int d = 0; d < DIRECTIONS; d++)
        run_first(e, d, mel, frames, level, hidden);
    for (int d = 0; d < DIRECTIONS; d++)
        run_second(e, d, hidden, frames, outputs);
    finish_outputs(e, mel, frames, level, outputs, cepstra, speech);
    free(hidden);
    free(outputs);
    return 0;
}
