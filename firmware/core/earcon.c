/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/earcon.h"

#include <errno.h>
#include <math.h>

enum { NOTES_MAX = 3, EDGE_MS = 8, RATE_MIN_HZ = 8000 };

/* About 14 dB below full scale: as loud as speech is on average, never louder. */
#define AMPLITUDE 6500.0

struct note {
    double hz;
    unsigned sounds_ms, rests_ms;
};

struct recipe {
    struct note notes[NOTES_MAX]; /* ends at a note of no length */
    double third, fifth;          /* strength of these harmonics: roughness */
    double fade;                  /* how much weaker a note is at its end, in natural logarithms */
};

static const struct recipe recipes[DIALOGUE_SOUND_COUNT] = {
    [DIALOGUE_SOUND_LISTENING] = {.notes = {{880.0, 90, 0}}},
    [DIALOGUE_SOUND_HEARD] = {.notes = {{1047.0, 70, 10}, {1397.0, 90, 0}}},
    [DIALOGUE_SOUND_NOT_UNDERSTOOD] = {.notes = {{587.0, 110, 20}, {440.0, 140, 0}}},
    [DIALOGUE_SOUND_END] = {.notes = {{330.0, 180, 0}}, .fade = 3.0},
    [DIALOGUE_SOUND_FAULT] = {.notes = {{220.0, 70, 30}, {220.0, 70, 30}, {220.0, 70, 0}}, .third = 0.6, .fifth = 0.4},
};

static const double two_pi = 6.28318530717958647692;

/* Rises and falls smoothly within EDGE_MS: no click. `at` and `length` in seconds. */
static double edge(double at, double length)
{
    double edge_s = EDGE_MS / 1000.0;
    double from_end = at < length - at ? at : length - at;

    return from_end >= edge_s ? 1.0 : 0.5 - 0.5 * cos(two_pi / 2.0 * from_end / edge_s);
}

static double tone(const struct recipe *recipe, double hz, double at, double length)
{
    double wave = sin(two_pi * hz * at) + recipe->third * sin(two_pi * 3.0 * hz * at) +
                  recipe->fifth * sin(two_pi * 5.0 * hz * at);

    return wave / (1.0 + recipe->third + recipe->fifth) * edge(at, length) * exp(-recipe->fade * at / length);
}

int earcon_make(struct earcon *ret_earcon, enum dialogue_sound sound, unsigned rate_hz)
{
    if ((unsigned)sound >= DIALOGUE_SOUND_COUNT || rate_hz < RATE_MIN_HZ || rate_hz > EARCON_RATE_MAX_HZ) {
        return -EINVAL;
    }
    const struct recipe *recipe = &recipes[sound];
    ret_earcon->count = 0;
    for (size_t i = 0; i < NOTES_MAX && recipe->notes[i].sounds_ms > 0; i++) {
        const struct note *note = &recipe->notes[i];
        size_t sounds = (size_t)note->sounds_ms * rate_hz / 1000, rests = (size_t)note->rests_ms * rate_hz / 1000;
        double length = (double)sounds / rate_hz;
        for (size_t k = 0; k < sounds + rests; k++) {
            double at = (double)k / rate_hz;
            double value = k < sounds ? tone(recipe, note->hz, at, length) : 0.0;
            ret_earcon->frames[ret_earcon->count++] = (int16_t)lrint(AMPLITUDE * value);
        }
    }
    return 0;
}
