/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "docent/level.h"

static void nothing_and_silence_are_the_floor(void **state)
{
    (void)state;
    struct level level = {0};
    assert_true(level_rms_dbfs(&level) == LEVEL_FLOOR_DBFS);
    const int16_t zeros[100] = {0};
    level_add(&level, zeros, 100);
    assert_int_equal(level.frames, 100);
    assert_int_equal(level_span(&level), 0);
    assert_int_equal(level.clipped_frames, 0);
    assert_true(level_peak_dbfs(&level) == LEVEL_FLOOR_DBFS);
    assert_true(level_rms_dbfs(&level) == LEVEL_FLOOR_DBFS);
}

static void sine_has_its_known_level(void **state)
{
    (void)state;
    struct level level = {0};
    int16_t frames[1600];
    for (size_t i = 0; i < 1600; i++)
        frames[i] = (int16_t)lrint(16384.0 * sin(2.0 * M_PI * 100.0 * (double)i / 16000.0));
    level_add(&level, frames, 1000);
    level_add(&level, frames + 1000, 600);
    assert_true(fabsf(level_peak_dbfs(&level) + 6.02F) < 0.05F);
    assert_true(fabsf(level_rms_dbfs(&level) + 9.03F) < 0.05F);
    assert_int_equal(level.clipped_frames, 0);
}

static void full_scale_counts_as_clipped(void **state)
{
    (void)state;
    struct level level = {0};
    const int16_t frames[] = {INT16_MAX, INT16_MIN, -INT16_MAX, 32766, 0};
    level_add(&level, frames, 5);
    assert_int_equal(level.clipped_frames, 3);
    assert_int_equal(level_span(&level), 65535);
    assert_int_equal(level.peak, 32768);
    assert_true(level_peak_dbfs(&level) == 0.0F);
}

/* A muted converter may stand at any value near zero, and shake by a bit. */
static void span_is_from_the_lowest_to_the_highest(void **state)
{
    (void)state;
    struct level level = {0};
    const int16_t constant[] = {-3, -3, -3}, shaking[] = {-2, -4, -3}, negative[] = {-300};
    assert_int_equal(level_span(&level), 0);
    level_add(&level, constant, 3);
    assert_int_equal(level_span(&level), 0);
    level_add(&level, shaking, 3);
    assert_int_equal(level_span(&level), 2);
    level_add(&level, negative, 1);
    assert_int_equal(level_span(&level), 298);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_silence_are_the_floor),
        cmocka_unit_test(sine_has_its_known_level),
        cmocka_unit_test(full_scale_counts_as_clipped),
        cmocka_unit_test(span_is_from_the_lowest_to_the_highest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
