/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/noise_floor.h"

#include <float.h>
#include <string.h>

/* Per 10 ms; 60 ms time constant. Shorter and the minimum is that of single periodograms, far below the mean; longer
 * and the gaps between syllables fill up. */
static const float smoothing = 0.85f;

void noise_floor_init(struct noise_floor *floor)
{
    memset(floor, 0, sizeof *floor);
    for (int b = 0; b < SPECTRUM_BANDS; b++) {
        floor->minimum[b] = FLT_MAX;
        for (unsigned s = 0; s < NOISE_FLOOR_SLOTS; s++)
            floor->slot_minimum[s][b] = FLT_MAX;
    }
}

static void recompute(struct noise_floor *floor)
{
    for (int b = 0; b < SPECTRUM_BANDS; b++) {
        float least = FLT_MAX;
        for (unsigned s = 0; s < NOISE_FLOOR_SLOTS; s++) {
            if (floor->slot_minimum[s][b] < least)
                least = floor->slot_minimum[s][b];
        }
        floor->minimum[b] = least;
    }
}

void noise_floor_update(struct noise_floor *floor, const float *band_power)
{
    float *lowest = floor->slot_minimum[floor->slot];
    for (int b = 0; b < SPECTRUM_BANDS; b++) {
        float keep = floor->has_input ? smoothing : 0;
        floor->smoothed[b] = keep * floor->smoothed[b] + (1 - keep) * band_power[b];
        if (floor->smoothed[b] < lowest[b])
            lowest[b] = floor->smoothed[b];
        if (floor->smoothed[b] < floor->minimum[b])
            floor->minimum[b] = floor->smoothed[b];
    }
    floor->has_input = true;
    if (++floor->slot_steps < NOISE_FLOOR_SLOT_STEPS)
        return;
    floor->slot_steps = 0;
    floor->slot = (floor->slot + 1) % NOISE_FLOOR_SLOTS;
    for (int b = 0; b < SPECTRUM_BANDS; b++)
        floor->slot_minimum[floor->slot][b] = FLT_MAX;
    recompute(floor);
}
