/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <sphinxbase/err.h>
#include <sphinxbase/fe.h>

#include "docent/enhancer.h"
#include "docent/front.h"

enum {
    SHIFT_SAMPLES = 160,
    ROWS_MORE = 2, /* a last frame may be padded */
    DIFFERENCES = 3 * ENHANCER_CEPSTRA,
};

/* Of a logarithm, so that no state is ever out of the question; and how much it counts beside those of the acoustic
 * model's own three streams. Both measured with bench_match: tests/bench/HEARING.md. */
static const float BEHIND_MOST = 15.0F;
static const float STATES_WORTH = 0.6F;

/* One way of looking at the sound. */
struct view {
    fe_t *end;
    float *energies;
    float **rows;
};

struct front {
    struct enhancer *enhancer;
    size_t rows_max;
    struct view cleaned, heard;
    float *cepstra, *states;
    float *values;
    float **value_rows;
};

static float **rows_make(float *values, size_t count, size_t width)
{
    float **rows = calloc(count, sizeof(*rows));
    for (size_t i = 0; rows != NULL && i < count; i++) {
        rows[i] = values + i * width;
    }
    return rows;
}

/* What the enhancer was trained on (docent/enhancer.h). */
static fe_t *end_open(const char *removes_noise)
{
    cmd_ln_t *config = cmd_ln_init(NULL, fe_get_args(), TRUE, "-logspec", "yes", "-lifter", "0", "-lowerf", "130",
                                   "-upperf", "6800", "-nfilt", "25", "-transform", "dct", "-remove_noise",
                                   removes_noise, "-remove_silence", "no", NULL);
    if (config == NULL) {
        return NULL;
    }
    fe_t *end = fe_init_auto_r(config);
    cmd_ln_free_r(config);
    return end;
}

static int view_init(struct view *view, const char *removes_noise, size_t rows)
{
    view->energies = calloc(rows * ENHANCER_BANDS, sizeof(*view->energies));
    if (view->energies != NULL) {
        view->rows = rows_make(view->energies, rows, ENHANCER_BANDS);
    }
    if (view->rows == NULL) {
        return -ENOMEM;
    }
    view->end = end_open(removes_noise);
    return view->end == NULL || fe_get_output_size(view->end) != ENHANCER_BANDS ? -EINVAL : 0;
}

static void view_finish(struct view *view)
{
    fe_free(view->end);
    free(view->energies);
    free(view->rows);
}

int front_create(struct front **ret_front, const char *weights_path, size_t samples_max)
{
    *ret_front = NULL;
    err_set_logfp(NULL);
    struct front *front = calloc(1, sizeof(*front));
    if (front == NULL) {
        return -ENOMEM;
    }
    front->rows_max = samples_max / SHIFT_SAMPLES + ROWS_MORE;
    front->cepstra = calloc(front->rows_max * ENHANCER_CEPSTRA, sizeof(*front->cepstra));
    front->states = calloc(front->rows_max * ENHANCER_STATES, sizeof(*front->states));
    front->values = calloc(front->rows_max * FRONT_VALUES, sizeof(*front->values));
    if (front->values != NULL) {
        front->value_rows = rows_make(front->values, front->rows_max, FRONT_VALUES);
    }
    bool is_short_of_memory = front->cepstra == NULL || front->states == NULL || front->value_rows == NULL;
    int result = is_short_of_memory ? -ENOMEM : enhancer_create(&front->enhancer, weights_path);
    if (result == 0) {
        result = view_init(&front->cleaned, "yes", front->rows_max);
    }
    if (result == 0) {
        result = view_init(&front->heard, "no", front->rows_max);
    }
    if (result < 0) {
        front_destroy(front);
        return result;
    }
    *ret_front = front;
    return 0;
}

void front_destroy(struct front *front)
{
    if (front == NULL) {
        return;
    }
    view_finish(&front->cleaned);
    view_finish(&front->heard);
    enhancer_destroy(front->enhancer);
    free(front->cepstra);
    free(front->states);
    free(front->values);
    free(front->value_rows);
    free(front);
}

/* A stream of its own, so that the noise estimate begins anew: what was heard before must not matter. */
static int view_make(struct view *view, size_t rows_max, const int16_t *samples, size_t count, size_t *ret_rows)
{
    int32 rows = (int32)rows_max - ROWS_MORE;
    int32 last = 0;
    fe_start_stream(view->end);
    if (fe_start_utt(view->end) < 0 || fe_process_frames(view->end, &samples, &count, view->rows, &rows, NULL) < 0 ||
        count > 0 || fe_end_utt(view->end, view->rows[rows], &last) < 0) {
        return -EIO;
    }
    *ret_rows = (size_t)rows + (size_t)last;
    return 0;
}

/* The cepstra of a frame; those of the first and the last go on for ever. */
static const float *cepstra_at(const struct front *front, size_t rows, size_t row, int offset)
{
    size_t before = offset < 0 ? (size_t)-offset : 0;
    size_t at = row < before ? 0 : row + (size_t)(offset < 0 ? 0 : offset) - before;
    return front->cepstra + (at < rows ? at : rows - 1) * ENHANCER_CEPSTRA;
}

/* Cepstra and their differences, as sphinxbase's feature type 1s_c_d_dd has them. */
static void differences_make(const struct front *front, size_t rows, size_t row, float *values)
{
    const float *now = cepstra_at(front, rows, row, 0);
    const float *before[] = {cepstra_at(front, rows, row, -1), cepstra_at(front, rows, row, -2),
                             cepstra_at(front, rows, row, -3)};
    const float *after[] = {cepstra_at(front, rows, row, 1), cepstra_at(front, rows, row, 2),
                            cepstra_at(front, rows, row, 3)};
    for (size_t k = 0; k < ENHANCER_CEPSTRA; k++) {
        values[k] = now[k];
        values[ENHANCER_CEPSTRA + k] = after[1][k] - before[1][k];
        values[2 * ENHANCER_CEPSTRA + k] = (after[2][k] - before[0][k]) - (after[0][k] - before[2][k]);
    }
}

/* How far each state is behind the likeliest, as docent/acoustic_model.h wants it. */
static void distances_make(const float *states, float *values)
{
    float best = states[0];
    for (size_t i = 1; i < ENHANCER_STATES; i++) {
        best = states[i] > best ? states[i] : best;
    }
    for (size_t i = 0; i < ENHANCER_STATES; i++) {
        float behind = fminf(best - states[i], BEHIND_MOST);
        values[i] = sqrtf(2.0F * STATES_WORTH * behind);
    }
}

int front_process(struct front *front, const int16_t *samples, size_t count, float ***ret_rows, size_t *ret_row_count)
{
    *ret_rows = front->value_rows;
    *ret_row_count = 0;
    if (count / SHIFT_SAMPLES + ROWS_MORE > front->rows_max) {
        return -EMSGSIZE;
    }
    size_t rows = 0;
    size_t heard_rows = 0;
    int result = view_make(&front->cleaned, front->rows_max, samples, count, &rows);
    if (result == 0) {
        result = view_make(&front->heard, front->rows_max, samples, count, &heard_rows);
    }
    rows = rows < heard_rows ? rows : heard_rows;
    if (result == 0) {
        result = enhancer_process(front->enhancer, front->cleaned.energies, front->heard.energies, rows, front->cepstra,
                                  front->states, NULL);
    }
    for (size_t row = 0; result == 0 && row < rows; row++) {
        differences_make(front, rows, row, front->value_rows[row]);
        distances_make(front->states + row * ENHANCER_STATES, front->value_rows[row] + DIFFERENCES);
    }
    if (result == 0) {
        *ret_row_count = rows;
    }
    return result;
}
