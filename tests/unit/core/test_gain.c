/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "docent/gain.h"

static void decibels_are_amplitude(void **state)
{
    (void)state;
    assert_true(gain_from_db(0.0F) == 1.0F);
    assert_true(fabsf(gain_from_db(20.0F) - 10.0F) < 1e-4F);
    assert_true(fabsf(gain_from_db(-6.0206F) - 0.5F) < 1e-5F);
}

static void unity_changes_nothing(void **state)
{
    (void)state;
    int16_t frames[] = {INT16_MIN, -1, 0, 1, INT16_MAX};
    const int16_t wanted[] = {INT16_MIN, -1, 0, 1, INT16_MAX};
    gain_apply(frames, 5, 1.0F, 1.0F);
    assert_memory_equal(frames, wanted, sizeof wanted);
}

static void louder_is_cut_off_not_wrapped(void **state)
{
    (void)state;
    int16_t frames[] = {INT16_MIN, -20000, -100, 0, 100, 20000, INT16_MAX};
    const int16_t wanted[] = {INT16_MIN, INT16_MIN, -200, 0, 200, INT16_MAX, INT16_MAX};
    gain_apply(frames, 7, 2.0F, 2.0F);
    assert_memory_equal(frames, wanted, sizeof wanted);
}

static void ramp_is_even_and_ends_at_its_end(void **state)
{
    (void)state;
    int16_t frames[100];
    for (size_t i = 0; i < 100; i++)
        frames[i] = 10000;
    gain_apply(frames, 100, 1.0F, 0.0F);
    assert_int_equal(frames[0], 9900);
    assert_int_equal(frames[49], 5000);
    assert_int_equal(frames[99], 0);
    gain_apply(NULL, 0, 1.0F, 0.5F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decibels_are_amplitude),
        cmocka_unit_test(unity_changes_nothing),
        cmocka_unit_test(louder_is_cut_off_not_wrapped),
        cmocka_unit_test(ramp_is_even_and_ends_at_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
