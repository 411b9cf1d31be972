/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The weights file: the 8 letters "docentE4"; the width and the number of blocks, then each block's step, as
 * little-endian 16-bit numbers; then little-endian IEEE 754 half-precision values, a row for each output, and in it the
 * taps in the order of time, each with all of its inputs: entry matrix and bias; for each block the wide matrix and
 * bias, the back matrix and bias; the matrix and bias for the whole; output matrix and bias (cepstra, then speech);
 * matrix and bias of the states; skip matrix; shift.
 */
#include "docent/enhancer.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/layer.h"

enum {
    OUTPUTS = ENHANCER_CEPSTRA + 1,
    ENTRY_INPUTS = 3 * ENHANCER_BANDS, /* cleaned, as heard, and the floor of what was heard */
    ENTRY_TAPS = 5,
    WIDE_TAPS = 3,
    WIDTH_MAX = LAYER_INPUTS_MAX,
    BLOCKS_MAX = 16,
    STEP_MAX = 128,
    FLOOR_SHARE = 10, /* the floor of a band is what one frame in so many lies under */
};

static const char magic[8] = {'d', 'o', 'c', 'e', 'n', 't', 'E', '4'};
static const float INPUT_SCALE = 1.0F / 3.0F;
/* What sphinxbase's front end writes for no energy at all: the logarithm of its floor, 1e-4. */
static const float SILENCE = -9.2103404F;

struct block {
    struct layer wide, back;
};

struct enhancer {
    size_t width, block_count;
    struct layer entry, whole, output, states, skip;
    struct block blocks[BLOCKS_MAX];
    float shift[ENHANCER_CEPSTRA];
};

/* One question on its way through the network. */
struct utterance {
    struct layer_rows inputs, hidden;
    struct layer_rows wide, back; /* scratch of the blocks */
    struct layer_rows out, states, straight;
};

static void positive_part(struct layer_rows *rows)
{
    for (size_t i = 0; i < rows->frames * rows->width; i++) {
        rows->values[i] = rows->values[i] > 0.0F ? rows->values[i] : 0.0F;
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
        result = layer_number_read(file, &numbers[i]);
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
        result = layer_number_read(file, &step);
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
        result = layer_read(&enhancer->states, file, width, ENHANCER_STATES, 1, false);
    }
    if (result == 0) {
        result = layer_read(&enhancer->skip, file, ENHANCER_BANDS, ENHANCER_CEPSTRA, 1, true);
    }
    for (size_t i = 0; result == 0 && i < ENHANCER_CEPSTRA; i++) {
        result = layer_value_read(file, &enhancer->shift[i]);
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
    layer_finish(&enhancer->states);
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
static void energies_centre(const float *mel, struct layer_rows *inputs, size_t column)
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
static int floors_find(struct layer_rows *inputs)
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

static void block_run(const struct block *block, struct layer_rows *hidden, struct layer_rows *wide,
                      struct layer_rows *back)
{
    layer_apply(&block->wide, hidden, wide);
    positive_part(wide);
    layer_apply(&block->back, wide, back);
    for (size_t i = 0; i < hidden->frames * hidden->width; i++) {
        hidden->values[i] += back->values[i];
    }
}

/* What the whole utterance is like, told to each of its frames. */
static void whole_run(const struct layer *whole, struct layer_rows *hidden)
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
    layer_apply(whole, &(struct layer_rows){.values = mean, .frames = 1, .width = hidden->width},
                &(struct layer_rows){.values = told, .frames = 1, .width = hidden->width});
    for (size_t t = 0; t < hidden->frames; t++) {
        for (size_t i = 0; i < hidden->width; i++) {
            hidden->values[t * hidden->width + i] += told[i];
        }
    }
}

static void hidden_run(const struct enhancer *enhancer, struct utterance *utterance)
{
    struct layer_rows *hidden = &utterance->hidden;
    layer_apply(&enhancer->entry, &utterance->inputs, hidden);
    positive_part(hidden);
    for (size_t i = 0; i < enhancer->block_count; i++) {
        block_run(&enhancer->blocks[i], hidden, &utterance->wide, &utterance->back);
        if (i + 1 == enhancer->block_count / 2) {
            whole_run(&enhancer->whole, hidden);
        }
    }
    positive_part(hidden);
}

/* Adds the straight way from input to cepstra, and puts the mean over speech where the model has it. */
static void outputs_make(const struct enhancer *enhancer, const struct utterance *utterance, float *cepstra,
                         float *speech)
{
    const struct layer_rows *out = &utterance->out;
    double sum[ENHANCER_CEPSTRA] = {0};
    double weights = 0.0;
    for (size_t t = 0; t < out->frames; t++) {
        const float *row = out->values + t * OUTPUTS;
        float weight = 1.0F / (1.0F + expf(-row[ENHANCER_CEPSTRA]));
        if (speech != NULL) {
            speech[t] = weight;
        }
        weight += 1e-6F; /* with no speech at all, the plain mean */
        weights += (double)weight;
        for (size_t k = 0; k < ENHANCER_CEPSTRA; k++) {
            float value = utterance->straight.values[t * ENHANCER_CEPSTRA + k] + row[k];
            cepstra[t * ENHANCER_CEPSTRA + k] = value;
            sum[k] += (double)(weight * value);
        }
    }
    for (size_t t = 0; t < out->frames; t++) {
        for (size_t k = 0; k < ENHANCER_CEPSTRA; k++) {
            cepstra[t * ENHANCER_CEPSTRA + k] += enhancer->shift[k] - (float)(sum[k] / weights);
        }
    }
}

static int rows_make(struct layer_rows *ret_rows, size_t frames, size_t width)
{
    *ret_rows = (struct layer_rows){calloc(frames * width, sizeof(float)), frames, width};
    return ret_rows->values == NULL ? -ENOMEM : 0;
}

static int utterance_make(struct utterance *ret_utterance, size_t frames, size_t width)
{
    bool is_short_of_memory = rows_make(&ret_utterance->inputs, frames, ENTRY_INPUTS) < 0 ||
                              rows_make(&ret_utterance->hidden, frames, width) < 0 ||
                              rows_make(&ret_utterance->wide, frames, width) < 0 ||
                              rows_make(&ret_utterance->back, frames, width) < 0 ||
                              rows_make(&ret_utterance->out, frames, OUTPUTS) < 0 ||
                              rows_make(&ret_utterance->states, frames, ENHANCER_STATES) < 0 ||
                              rows_make(&ret_utterance->straight, frames, ENHANCER_CEPSTRA) < 0;
    return is_short_of_memory ? -ENOMEM : 0;
}

static void utterance_finish(struct utterance *utterance)
{
    free(utterance->inputs.values);
    free(utterance->hidden.values);
    free(utterance->wide.values);
    free(utterance->back.values);
    free(utterance->out.values);
    free(utterance->states.values);
    free(utterance->straight.values);
}

int enhancer_process(struct enhancer *enhancer, const float *cleaned, const float *heard, size_t frames, float *cepstra,
                     float *states, float *speech)
{
    if (frames > ENHANCER_FRAMES_MAX) {
        return -EMSGSIZE;
    }
    if (frames == 0) {
        return 0;
    }
    struct utterance utterance = {0};
    int result = utterance_make(&utterance, frames, enhancer->width);
    if (result == 0) {
        energies_centre(cleaned, &utterance.inputs, 0);
        energies_centre(heard, &utterance.inputs, ENHANCER_BANDS);
        result = floors_find(&utterance.inputs);
    }
    if (result == 0) {
        hidden_run(enhancer, &utterance);
        layer_apply(&enhancer->output, &utterance.hidden, &utterance.out);
        layer_apply(&enhancer->skip, &utterance.inputs, &utterance.straight);
        layer_apply(&enhancer->states, &utterance.hidden, &utterance.states);
        memcpy(states, utterance.states.values, frames * ENHANCER_STATES * sizeof(*states));
        outputs_make(enhancer, &utterance, cepstra, speech);
    }
    utterance_finish(&utterance);
    return result;
}
