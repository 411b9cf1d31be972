/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/noise_floor.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void feed(struct noise_floor *floor, float power, int steps)
{
    float band_power[SPECTRUM_BANDS];
    for (int b = 0; b < SPECTRUM_BANDS; b++)
        band_power[b] = power * (float)(b + 1);
    for (int i = 0; i < steps; i++)
        noise_floor_update(floor, band_power);
}

static void assert_floor(const struct noise_floor *floor, float power)
{
    for (int b = 0; b < SPECTRUM_BANDS; b++)
        assert_true(fabsf(floor->minimum[b] / (power * (float)(b + 1)) - 1) < 0.01f);
}

static void test_first_step_is_the_floor(void **state)
{
    (void)state;
    struct noise_floor floor;
    noise_floor_init(&floor);
    feed(&floor, 0.5f, 1);
    assert_floor(&floor, 0.5f);
}

static void test_falls_at_once(void **state)
{
    (void)state;
    struct noise_floor floor;
    noise_floor_init(&floor);
    feed(&floor, 0.5f, 10);
    feed(&floor, 0.001f, 80);
    assert_floor(&floor, 0.001f);
}

static void test_a_phrase_does_not_raise_it(void **state)
{
    (void)state;
    struct noise_floor floor;
    noise_floor_init(&floor);
    for (int i = 0; i < 10; i++) {
        feed(&floor, 0.001f, 70);
        feed(&floor, 0.5f, 60);
        assert_floor(&floor, 0.001f);
    }
}

static void test_a_rise_is_believed_after_the_window(void **state)
{
    (void)state;
    struct noise_floor floor;
    noise_floor_init(&floor);
    feed(&floor, 0.001f, 300);
    feed(&floor, 0.1f, NOISE_FLOOR_STEPS - NOISE_FLOOR_SLOT_STEPS - 1);
    assert_floor(&floor, 0.001f);
    feed(&floor, 0.1f, 2 * NOISE_FLOOR_SLOT_STEPS);
    for (int b = 0; b < SPECTRUM_BANDS; b++)
        assert_true(floor.minimum[b] > 0.09f * (float)(b + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_step_is_the_floor),
        cmocka_unit_test(test_falls_at_once),
        cmocka_unit_test(test_a_phrase_does_not_raise_it),
        cmocka_unit_test(test_a_rise_is_believed_after_the_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
