/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_FRONT_H
#define DOCENT_FRONT_H

/*
 * From the sound of one utterance to what the recogniser compares with its model: sphinxbase's front end, and the
 * enhancer behind it (docent/enhancer.h), in the streams of docent/acoustic_model.h.
 *
 * A front belongs to one thread at a time.
 */

#include <stddef.h>
#include <stdint.h>

#include "docent/acoustic_model.h"

enum {
    FRONT_FRAMES_PER_SECOND = 100,
    /* Of a row: cepstra, their first and second differences over time, and of each state of each phone how far it is
     * behind the likeliest. */
    FRONT_VALUES = 3 * ACOUSTIC_MODEL_CEPSTRA + ACOUSTIC_MODEL_NAMED,
};

struct front;

/* Sound is 16-bit mono at 16 kHz; `weights_path` is the enhancer's file, `samples_max` the longest utterance. Returns
 * 0, what enhancer_create returns, -EINVAL (sphinxbase refuses), -ENOMEM. */
int front_create(struct front **ret_front, const char *weights_path, size_t samples_max);

/* NULL-safe. */
void front_destroy(struct front *front);

/* All of an utterance at once: rows of FRONT_VALUES values, which belong to the front and hold until the next call.
 * Returns 0, -EMSGSIZE (longer than was said), -ENOMEM, -EIO. */
int front_process(struct front *front, const int16_t *samples, size_t count, float ***ret_rows, size_t *ret_row_count);

#endif
