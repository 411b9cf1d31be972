/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>

#include <sphinxbase/err.h>
#include <sphinxbase/fe.h>

#include "docent/enhancer.h"
#include "docent/front.h"

enum {
    SHIFT_SAMPLES = 160,
    ROWS_MORE = 2, /* a last frame may be padded */
};

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
    float *cepstra;
    float **cepstra_rows;
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
    if (front->cepstra != NULL) {
        front->cepstra_rows = rows_make(front->cepstra, front->rows_max, ENHANCER_CEPSTRA);
    }
    int result = front->cepstra_rows == NULL ? -ENOMEM : enhancer_create(&front->enhancer, weights_path);
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
    free(front->cepstra_rows);
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

int front_process(struct front *front, const int16_t *samples, size_t count, float ***ret_rows, size_t *ret_row_count)
{
    *ret_rows = front->cepstra_rows;
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
                                  NULL);
    }
    if (result == 0) {
        *ret_row_count = rows;
    }
    return result;
}
