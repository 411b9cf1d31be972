/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "docent/enhancer.h"
#include "docent/front.h"

#define WEIGHTS DOCENT_SOURCE_DIR "/models/enhancer.weights"

enum { SECOND_SAMPLES = 16000 };

static int setup(void **state)
{
    struct front *front = NULL;
    int result = front_create(&front, WEIGHTS, 2 * SECOND_SAMPLES);
    *state = front;
    return result;
}

static int teardown(void **state)
{
    front_destroy(*state);
    return 0;
}

/* A buzz that begins after a quarter of the time, over faint noise. */
static void sound_make(int16_t *samples, size_t count, double loudness)
{
    uint32_t dice = 1;
    for (size_t i = 0; i < count; i++) {
        dice = dice * 1664525U + 1013904223U;
        double noise = (double)(dice >> 16) / 65536.0 - 0.5;
        double buzz = i > count / 4 ? (double)(i % 133) / 133.0 - 0.5 : 0.0;
        samples[i] = (int16_t)(loudness * (buzz + 0.01 * noise));
    }
}

/* What the front makes of a second of it: in the front's own memory. */
static float **second_process(struct front *front, double loudness, size_t *ret_count)
{
    int16_t samples[SECOND_SAMPLES];
    float **rows = NULL;
    sound_make(samples, SECOND_SAMPLES, loudness);
    assert_int_equal(front_process(front, samples, SECOND_SAMPLES, &rows, ret_count), 0);
    return rows;
}

static void a_second_is_a_hundred_rows(void **state)
{
    size_t count = 0;
    float **rows = second_process(*state, 8000.0, &count);
    assert_in_range(count, FRONT_FRAMES_PER_SECOND - 2, FRONT_FRAMES_PER_SECOND);
    for (size_t t = 0; t < count; t++) {
        for (size_t k = 0; k < FRONT_VALUES; k++) {
            assert_true(isfinite(rows[t][k]));
        }
    }
}

static void cepstra_are_followed_by_their_differences(void **state)
{
    size_t count = 0;
    float **rows = second_process(*state, 8000.0, &count);
    for (size_t t = 3; t + 3 < count; t++) {
        const float *first = rows[t] + ENHANCER_CEPSTRA;
        const float *second = first + ENHANCER_CEPSTRA;
        for (size_t k = 0; k < ENHANCER_CEPSTRA; k++) {
            assert_float_equal(first[k], rows[t + 2][k] - rows[t - 2][k], 1e-4);
            assert_float_equal(second[k], rows[t + 1][ENHANCER_CEPSTRA + k] - rows[t - 1][ENHANCER_CEPSTRA + k], 1e-4);
        }
    }
    for (size_t k = 0; k < ENHANCER_CEPSTRA; k++) { /* what lies outside is like the first and the last frame */
        assert_float_equal(rows[0][ENHANCER_CEPSTRA + k], rows[2][k] - rows[0][k], 1e-4);
        assert_float_equal(rows[count - 1][ENHANCER_CEPSTRA + k], rows[count - 1][k] - rows[count - 3][k], 1e-4);
    }
}

static void the_likeliest_state_is_at_no_distance(void **state)
{
    size_t count = 0;
    float **rows = second_process(*state, 8000.0, &count);
    for (size_t t = 0; t < count; t++) {
        const float *distances = rows[t] + FRONT_VALUES - ENHANCER_STATES;
        float least = INFINITY;
        for (size_t i = 0; i < ENHANCER_STATES; i++) {
            assert_in_range((int)distances[i], 0,
                            6); /* far from where no state's Gaussian is: docent/acoustic_model.h */
            least = fminf(least, distances[i]);
        }
        assert_float_equal(least, 0.0F, 1e-6);
    }
}

static void what_came_before_does_not_matter(void **state)
{
    int16_t other[SECOND_SAMPLES];
    float **rows = NULL;
    size_t count = 0;
    float before = second_process(*state, 8000.0, &count)[50][1];
    sound_make(other, SECOND_SAMPLES, 30000.0);
    assert_int_equal(front_process(*state, other, SECOND_SAMPLES / 2, &rows, &count), 0);
    assert_float_equal(second_process(*state, 8000.0, &count)[50][1], before, 1e-6);
}

static void level_matters_little(void **state)
{
    size_t count = 0;
    float quiet = second_process(*state, 4000.0, &count)[60][0];
    float loud = second_process(*state, 16000.0, &count)[60][0];
    assert_float_equal(loud, quiet, 3.0); /* four times louder moves a plain cepstrum by 14 */
}

static void lengths(void **state)
{
    int16_t *samples = calloc(3 * SECOND_SAMPLES, sizeof(*samples));
    float **rows = NULL;
    size_t count = 1;
    assert_non_null(samples);
    assert_int_equal(front_process(*state, samples, 0, &rows, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(front_process(*state, samples, 100, &rows, &count), 0);
    assert_in_range(count, 0, 1);
    assert_int_equal(front_process(*state, samples, 2 * SECOND_SAMPLES, &rows, &count), 0);
    assert_int_equal(front_process(*state, samples, 3 * SECOND_SAMPLES, &rows, &count), -EMSGSIZE);
    free(samples);
}

static void without_weights_there_is_no_front(void **state)
{
    struct front *front = NULL;
    (void)state;
    assert_int_equal(front_create(&front, "/nowhere/enhancer.weights", SECOND_SAMPLES), -ENOENT);
    assert_null(front);
    front_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_second_is_a_hundred_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(cepstra_are_followed_by_their_differences, setup, teardown),
        cmocka_unit_test_setup_teardown(the_likeliest_state_is_at_no_distance, setup, teardown),
        cmocka_unit_test_setup_teardown(what_came_before_does_not_matter, setup, teardown),
        cmocka_unit_test_setup_teardown(level_matters_little, setup, teardown),
        cmocka_unit_test_setup_teardown(lengths, setup, teardown),
        cmocka_unit_test(without_weights_there_is_no_front),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
