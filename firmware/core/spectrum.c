/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/spectrum.h"

#include <math.h>
#include <string.h>

enum {
    SIZE = SPECTRUM_WINDOW_FRAMES,
    RATE_HZ = 16000,
    LAG_MIN = RATE_HZ / 400, /* the highest pitch looked for */
    LAG_MAX = RATE_HZ / 80,  /* the lowest */
};

static const double two_pi = 6.283185307179586;

static const short band_edges_hz[SPECTRUM_BANDS + 1] = {200,  300,  400,  510,  630,  770,  920,  1080, 1270,
                                                        1480, 1720, 2000, 2320, 2700, 3150, 3700, 4400, 6400};

struct complex_buffer {
    float re[SIZE];
    float im[SIZE];
};

static void swap(float *a, float *b)
{
    float kept = *a;
    *a = *b;
    *b = kept;
}

/* Radix-2 decimation in time, in place (Cooley and Tukey, 1965). The signals here are real or symmetric, so the sign of
 * the exponent makes no difference to what is read from the result. */
static void transform(const struct spectrum_plan *plan, struct complex_buffer *x)
{
    for (unsigned i = 1, j = 0; i < SIZE; i++) {
        unsigned bit = SIZE / 2;
        for (; j & bit; bit >>= 1)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            swap(&x->re[i], &x->re[j]);
            swap(&x->im[i], &x->im[j]);
        }
    }
    for (unsigned half = 1; half < SIZE; half *= 2) {
        unsigned stride = SIZE / (2 * half);
        for (unsigned start = 0; start < SIZE; start += 2 * half) {
            for (unsigned k = 0; k < half; k++) {
                unsigned a = start + k, b = a + half;
                float c = plan->cosine[k * stride], s = plan->sine[k * stride];
                float re = x->re[b] * c + x->im[b] * s;
                float im = x->im[b] * c - x->re[b] * s;
                x->re[b] = x->re[a] - re;
                x->im[b] = x->im[a] - im;
                x->re[a] += re;
                x->im[a] += im;
            }
        }
    }
}

void spectrum_plan_init(struct spectrum_plan *plan)
{
    double energy = 0;
    for (int i = 0; i < SIZE; i++) {
        double w = 0.5 - 0.5 * cos(two_pi * (i + 0.5) / SIZE);
        plan->window[i] = (float)w;
        energy += w * w;
    }
    for (int i = 0; i < SIZE / 2; i++) {
        plan->cosine[i] = (float)cos(two_pi * i / SIZE);
        plan->sine[i] = (float)sin(two_pi * i / SIZE);
        double sum = 0;
        for (int k = 0; k + i < SIZE; k++)
            sum += (double)plan->window[k] * (double)plan->window[k + i];
        plan->window_correlation[i] = (float)(sum / energy);
    }
    plan->power_scale = (float)(2.0 / (SIZE * energy));
}

static int bin_of(int hz)
{
    return (hz * SIZE + RATE_HZ / 2) / RATE_HZ;
}

/* Inverse transform of the power spectrum: the window's length is twice the longest lag, so what wraps around is
 * weighted by the Hann window's edges and small. */
static float periodicity(const struct spectrum_plan *plan, const float *power)
{
    struct complex_buffer x;
    memset(&x, 0, sizeof x);
    for (int k = bin_of(100); k < bin_of(1000); k++)
        x.re[k] = x.re[SIZE - k] = power[k];
    transform(plan, &x);
    if (x.re[0] <= 0)
        return 0;
    float best = 0;
    for (int lag = LAG_MIN; lag <= LAG_MAX; lag++) {
        float value = x.re[lag] / (x.re[0] * plan->window_correlation[lag]);
        if (value > best)
            best = value;
    }
    return best < 1 ? best : 1;
}

void spectrum_measure(const struct spectrum_plan *plan, const float *samples, struct spectrum *ret_spectrum)
{
    struct complex_buffer x;
    float mean = 0;
    for (int i = 0; i < SIZE; i++)
        mean += samples[i] / SIZE;
    for (int i = 0; i < SIZE; i++)
        x.re[i] = (samples[i] - mean) * plan->window[i];
    memset(x.im, 0, sizeof x.im);
    transform(plan, &x);

    float power[SIZE / 2];
    for (int k = 0; k < SIZE / 2; k++)
        power[k] = (x.re[k] * x.re[k] + x.im[k] * x.im[k]) * plan->power_scale;
    for (int b = 0; b < SPECTRUM_BANDS; b++) {
        float sum = 0;
        for (int k = bin_of(band_edges_hz[b]); k < bin_of(band_edges_hz[b + 1]); k++)
            sum += power[k];
        ret_spectrum->band_power[b] = sum;
    }
    ret_spectrum->periodicity = periodicity(plan, power);
}
