/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_NOISE_FLOOR_H
#define DOCENT_NOISE_FLOOR_H

/*
 * The power of the background in each band, tracked through speech: the minimum of the smoothed power over the last
 * second or two. Someone speaking leaves each band alone for a moment that often, so the minimum is the noise; and a
 * noise that rises for good is believed once the window has passed. After R. Martin, "Noise power spectral density
 * estimation based on optimal smoothing and minimum statistics", IEEE Trans. Speech and Audio Processing 9 (5), 2001,
 * with a fixed smoothing instead of the optimal one and without bias compensation: the endpointer measures the bias
 * itself, as the usual distance between signal and floor.
 *
 * Pure; belongs to one thread at a time.
 */

#include <stdbool.h>

#include "docent/spectrum.h"

enum {
    NOISE_FLOOR_SLOTS = 8,
    NOISE_FLOOR_SLOT_STEPS = 20, /* 10 ms each: a window of 1.4 to 1.6 s */
    NOISE_FLOOR_STEPS = NOISE_FLOOR_SLOTS * NOISE_FLOOR_SLOT_STEPS,
};

struct noise_floor {
    float smoothed[SPECTRUM_BANDS];
    float slot_minimum[NOISE_FLOOR_SLOTS][SPECTRUM_BANDS];
    float minimum[SPECTRUM_BANDS]; /* over all slots: the floor */
    unsigned slot;
    unsigned slot_steps;
    bool has_input;
};

/* Knows nothing yet: the floor is that of the first step until quieter ones come. */
void noise_floor_init(struct noise_floor *floor);

/* One step of 10 ms. */
void noise_floor_update(struct noise_floor *floor, const float *band_power);

#endif
