/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LAYER_H
#define DOCENT_LAYER_H

/*
 * One layer of a neural network: a convolution over time, some taps a number of frames apart. Known to the enhancer
 * (docent/enhancer.h), which says how layers are put together, only.
 *
 * A layer is read-only once read: any thread may apply it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    LAYER_TAPS_MAX = 5,
    LAYER_INPUTS_MAX = 256,
    LAYER_LANES = 8,  /* outputs computed together: two registers of 128 bits on arm64, one of 256 on amd64 */
    LAYER_FRAMES = 4, /* in so many frames at once: enough sums that none waits for the one before */
};

/* What LAYER_LANES outputs have in one frame. Allocated memory is aligned to 16 bytes only. */
typedef float layer_lanes __attribute__((vector_size(LAYER_LANES * sizeof(float)), aligned(16)));

/* Values of one width, a row for each frame. */
struct layer_rows {
    float *values;
    size_t frames, width;
};

struct layer;
struct layer_taps;
typedef void layer_sum_fn(const struct layer *layer, const struct layer_taps *taps, size_t group,
                          layer_lanes *ret_sums);

struct layer {
    size_t inputs, outputs, taps;
    size_t step; /* frames from one tap to the next: for the owner to fill in */
    layer_sum_fn *sum;
    layer_lanes *bias;    /* by group of LAYER_LANES outputs */
    layer_lanes *weights; /* by group, tap and input */
};

/* Little-endian 16-bit number. Returns 0, -EBADMSG at the end of the file, -EIO. */
int layer_number_read(FILE *file, uint16_t *ret_number);

/* Little-endian IEEE 754 half-precision value, which must be finite (-EBADMSG); other errors as above. */
int layer_value_read(FILE *file, float *ret_value);

/*
 * Reads the matrix of at most LAYER_INPUTS_MAX inputs and LAYER_TAPS_MAX taps, a row for each output and in it the taps
 * in the order of time, each with all of its inputs; then, unless `is_bare`, the bias. To be ended with layer_finish(),
 * after errors too (a zeroed layer needs nothing). Errors: as above, -ENOMEM.
 */
int layer_read(struct layer *layer, FILE *file, size_t inputs, size_t outputs, size_t taps, bool is_bare);
void layer_finish(struct layer *layer);

/*
 * All frames through the layer; before and after the first and last, inputs are 0. `ret_out` has as many rows as `in`,
 * at least as wide as the layer has outputs. It must not be `in`.
 */
void layer_apply(const struct layer *layer, const struct layer_rows *in, struct layer_rows *ret_out);

#endif
