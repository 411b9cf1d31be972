/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SPECTRUM_H
#define DOCENT_SPECTRUM_H

/*
 * What a short piece of sound is made of: power in the ear's critical bands, and how periodic it is. The endpointer's
 * only view of the signal.
 *
 * The caller keeps a window of the last SPECTRUM_WINDOW_FRAMES frames at 16 kHz and asks as often as it likes (every
 * 10 ms). Pure; the plan is read-only once made, so any number of threads may share it.
 */

enum {
    SPECTRUM_WINDOW_FRAMES = 512, /* 32 ms: two and a half periods of an 80 Hz voice */
    SPECTRUM_BANDS = 17,
};

/* Sines, window and the window's own autocorrelation, computed once. About 9 KB. */
struct spectrum_plan {
    float cosine[SPECTRUM_WINDOW_FRAMES / 2];
    float sine[SPECTRUM_WINDOW_FRAMES / 2];
    float window[SPECTRUM_WINDOW_FRAMES];                 /* Hann */
    float window_correlation[SPECTRUM_WINDOW_FRAMES / 2]; /* of the window, 1 at lag 0 */
    float power_scale;                                    /* makes a full-scale square wave's power 1 over all bins */
};

struct spectrum {
    /* Mean power in each band, full scale 1. Edges are Zwicker's critical bands from 200 to 6400 Hz ("Subdivision of
     * the audible frequency range into critical bands", J. Acoust. Soc. Am. 33, 1961). What lies below 200 Hz, mains
     * hum, handling noise and a converter's DC offset, is left out on purpose. */
    float band_power[SPECTRUM_BANDS];
    /* Highest normalised autocorrelation at a pitch of 80 to 400 Hz, of what lies between 100 and 1000 Hz. 0: noise, 1:
     * a steady tone. Divided by the window's own autocorrelation as Boersma does ("Accurate short-term analysis of the
     * fundamental frequency", IFA Proceedings 17, 1993). */
    float periodicity;
};

void spectrum_plan_init(struct spectrum_plan *plan);

/* Looks at SPECTRUM_WINDOW_FRAMES samples, full scale 1. */
void spectrum_measure(const struct spectrum_plan *plan, const float *samples, struct spectrum *ret_spectrum);

#endif
