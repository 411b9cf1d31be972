/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEST_VOICE_H
#define DOCENT_TEST_VOICE_H

/* 16 kHz sound, made piece by piece: a quiet room, and something like a voice in it. */

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { VOICE_RATE_HZ = 16000, VOICE_SECONDS_MAX = 40, VOICE_FRAMES_MAX = VOICE_SECONDS_MAX * VOICE_RATE_HZ };

struct voice {
    int16_t frames[VOICE_FRAMES_MAX];
    size_t count;
    uint32_t seed;
};

static inline int16_t voice_noise(struct voice *voice)
{
    voice->seed = voice->seed * 1664525U + 1013904223U;
    return (int16_t)((int)(voice->seed >> 27) - 16);
}

static inline void voice_add_room(struct voice *voice, double seconds)
{
    for (size_t left = (size_t)(seconds * VOICE_RATE_HZ); left > 0 && voice->count < VOICE_FRAMES_MAX; left--) {
        voice->frames[voice->count++] = voice_noise(voice);
    }
}

/* Syllables, five a second: a buzz whose pitch glides, through the resonances of an open vowel. */
static inline void voice_add_speech(struct voice *voice, double seconds)
{
    double phase = 0;
    double first[2] = {0};
    double second[2] = {0};
    size_t frames = (size_t)(seconds * VOICE_RATE_HZ);
    for (size_t i = 0; i < frames && voice->count < VOICE_FRAMES_MAX; i++) {
        double t = (double)i / VOICE_RATE_HZ;
        double within = fmod(t, 0.2) / 0.16;
        phase += (120 + 20 * sin(9 * t)) / VOICE_RATE_HZ;
        double pulse = 0;
        if (phase >= 1) {
            phase -= 1;
            pulse = 1;
        }
        double low = pulse + 1.87 * first[0] - 0.95 * first[1]; /* about 650 Hz */
        first[1] = first[0];
        first[0] = low;
        double high = low + 1.68 * second[0] - 0.93 * second[1]; /* about 1300 Hz */
        second[1] = second[0];
        second[0] = high;
        double envelope = within < 1 ? sin(3.14159265 * within) : 0;
        voice->frames[voice->count++] = (int16_t)fmax(-32000, fmin(32000, 300 * envelope * high + voice_noise(voice)));
    }
}

#endif
