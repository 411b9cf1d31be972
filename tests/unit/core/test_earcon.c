/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/earcon.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RATE_HZ = 22050, BANDS = 24, PARTS = 3, WIDTH = BANDS * PARTS };

/* The power in BANDS bands a sixth of an octave wide from 180 Hz on, in each of PARTS parts of 100 ms: scaled so that a
 * sound compared with itself gives 1. */
static void fingerprint(const struct earcon *earcon, double ret_print[WIDTH])
{
    double sum = 0.0;

    for (size_t part = 0; part < PARTS; part++) {
        size_t from = part * RATE_HZ / 10, until = (part + 1) * RATE_HZ / 10;
        for (size_t band = 0; band < BANDS; band++) {
            double hz = 180.0 * pow(2.0, (double)band / 6.0), re = 0.0, im = 0.0;
            for (size_t i = from; i < until && i < earcon->count; i++) {
                double phase = 6.283185307179586 * hz * (double)i / RATE_HZ;
                re += earcon->frames[i] * cos(phase);
                im += earcon->frames[i] * sin(phase);
            }
            ret_print[part * BANDS + band] = sqrt(re * re + im * im);
            sum += re * re + im * im;
        }
    }
    for (size_t i = 0; i < WIDTH; i++) {
        ret_print[i] /= sqrt(sum);
    }
}

static void each_is_short_and_neither_clicks_nor_shouts(void **state)
{
    struct earcon *earcon = calloc(1, sizeof(*earcon));

    (void)state;
    assert_non_null(earcon);
    for (int sound = 0; sound < DIALOGUE_SOUND_COUNT; sound++) {
        for (unsigned rate_hz = 8000; rate_hz <= EARCON_RATE_MAX_HZ; rate_hz *= 2) {
            int peak = 0;
            assert_int_equal(earcon_make(earcon, (enum dialogue_sound)sound, rate_hz), 0);
            assert_true(earcon->count > rate_hz / 20 && earcon->count < rate_hz * 3 / 10);
            for (size_t i = 0; i < earcon->count; i++) {
                peak = abs(earcon->frames[i]) > peak ? abs(earcon->frames[i]) : peak;
            }
            assert_in_range(peak, 3000, 8200);
            assert_in_range(abs(earcon->frames[0]) + abs(earcon->frames[earcon->count - 1]), 0, 200);
        }
    }
    free(earcon);
}

static void each_is_unlike_the_others(void **state)
{
    struct earcon *earcon = calloc(1, sizeof(*earcon));
    double prints[DIALOGUE_SOUND_COUNT][WIDTH];

    (void)state;
    assert_non_null(earcon);
    for (int sound = 0; sound < DIALOGUE_SOUND_COUNT; sound++) {
        assert_int_equal(earcon_make(earcon, (enum dialogue_sound)sound, RATE_HZ), 0);
        fingerprint(earcon, prints[sound]);
    }
    for (int a = 0; a < DIALOGUE_SOUND_COUNT; a++) {
        for (int b = 0; b < a; b++) {
            double alike = 0.0;
            for (size_t i = 0; i < WIDTH; i++) {
                alike += prints[a][i] * prints[b][i];
            }
            print_message("%s and %s are alike by %.2f\n", dialogue_sound_name((enum dialogue_sound)a),
                          dialogue_sound_name((enum dialogue_sound)b), alike);
            assert_true(alike < 0.5);
        }
    }
    free(earcon);
}

static void listening_is_too_short_for_speech(void **state)
{
    struct earcon *earcon = calloc(1, sizeof(*earcon));

    (void)state;
    assert_non_null(earcon);
    /* endpoint.h: pressed_speech_min_ms is 120. */
    assert_int_equal(earcon_make(earcon, DIALOGUE_SOUND_LISTENING, RATE_HZ), 0);
    assert_true(earcon->count < RATE_HZ * 120 / 1000);
    free(earcon);
}

static void nonsense_is_refused(void **state)
{
    struct earcon *earcon = calloc(1, sizeof(*earcon));

    (void)state;
    assert_non_null(earcon);
    assert_int_equal(earcon_make(earcon, DIALOGUE_SOUND_COUNT, RATE_HZ), -EINVAL);
    assert_int_equal(earcon_make(earcon, DIALOGUE_SOUND_END, 7999), -EINVAL);
    assert_int_equal(earcon_make(earcon, DIALOGUE_SOUND_END, EARCON_RATE_MAX_HZ + 1), -EINVAL);
    free(earcon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_short_and_neither_clicks_nor_shouts),
        cmocka_unit_test(each_is_unlike_the_others),
        cmocka_unit_test(listening_is_too_short_for_speech),
        cmocka_unit_test(nonsense_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
