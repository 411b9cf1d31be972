/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/spectrum.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SIZE = SPECTRUM_WINDOW_FRAMES };

static const double two_pi = 6.283185307179586;

static struct spectrum_plan plan;
static float samples[SIZE];

static int set_up(void **state)
{
    (void)state;
    spectrum_plan_init(&plan);
    for (int i = 0; i < SIZE; i++)
        samples[i] = 0;
    return 0;
}

static void add_tone(double hz, double peak)
{
    for (int i = 0; i < SIZE; i++)
        samples[i] += (float)(peak * sin(two_pi * hz * i / 16000));
}

static float total(const struct spectrum *spectrum)
{
    float sum = 0;
    for (int b = 0; b < SPECTRUM_BANDS; b++)
        sum += spectrum->band_power[b];
    return sum;
}

static void assert_near(double value, double wanted, double tolerance)
{
    assert_true(fabs(value - wanted) <= tolerance);
}

static void test_tone_is_in_its_band_with_its_power(void **state)
{
    (void)state;
    struct spectrum spectrum;
    add_tone(1375, 0.5);
    spectrum_measure(&plan, samples, &spectrum);
    assert_near(total(&spectrum), 0.125, 0.001);
    assert_near(spectrum.band_power[8], 0.125, 0.002); /* 1270 to 1480 Hz */
}

static void test_offset_and_mains_hum_do_not_count(void **state)
{
    (void)state;
    struct spectrum spectrum;
    add_tone(50, 0.5);
    for (int i = 0; i < SIZE; i++)
        samples[i] += 0.3f;
    spectrum_measure(&plan, samples, &spectrum);
    assert_true(total(&spectrum) < 0.0005f);
}

static void test_silence_has_no_power_and_no_period(void **state)
{
    (void)state;
    struct spectrum spectrum;
    spectrum_measure(&plan, samples, &spectrum);
    assert_true(total(&spectrum) <= 0);
    assert_true(spectrum.periodicity <= 0);
}

static void test_voice_is_periodic_at_any_pitch(void **state)
{
    (void)state;
    static const double pitches[] = {88, 110, 150, 220, 300, 390};
    for (size_t p = 0; p < sizeof pitches / sizeof *pitches; p++) {
        struct spectrum spectrum;
        set_up(NULL);
        for (int h = 1; h * pitches[p] < 4000; h++)
            add_tone(h * pitches[p], 0.2 / h);
        spectrum_measure(&plan, samples, &spectrum);
        assert_true(spectrum.periodicity > 0.9f);
    }
}

static void test_noise_is_not_periodic(void **state)
{
    (void)state;
    uint32_t seed = 5;
    float sum = 0;
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < SIZE; i++) {
            seed = seed * 1664525u + 1013904223u;
            samples[i] = (float)seed / 4294967296.0f - 0.5f;
        }
        struct spectrum spectrum;
        spectrum_measure(&plan, samples, &spectrum);
        assert_true(spectrum.periodicity < 0.9f);
        sum += spectrum.periodicity;
    }
    assert_true(sum / 50 < 0.6f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_tone_is_in_its_band_with_its_power, set_up),
        cmocka_unit_test_setup(test_offset_and_mains_hum_do_not_count, set_up),
        cmocka_unit_test_setup(test_silence_has_no_power_and_no_period, set_up),
        cmocka_unit_test_setup(test_voice_is_periodic_at_any_pitch, set_up),
        cmocka_unit_test_setup(test_noise_is_not_periodic, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
