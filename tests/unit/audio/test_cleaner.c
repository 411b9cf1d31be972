/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "docent/cleaner.h"

enum { RATE = CLEANER_RATE_HZ, SECONDS = 8, COUNT = SECONDS * RATE };

static const double two_pi = 6.283185307179586;

/* Bursts of a vowel-like sound, harmonics of 140 Hz, half a second on and half a second off. */
static double voice(size_t i)
{
    if (i / (RATE / 2) % 2 == 0)
        return 0;
    double t = (double)i / RATE, sum = 0;
    for (int h = 1; h <= 20; h++)
        sum += sin(two_pi * 140 * h * t) / h;
    return 3000 * sum;
}

static double noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return 1000 * ((double)*state / 2147483648.0 - 1);
}

static int16_t *make_noisy(void)
{
    int16_t *frames = calloc(COUNT, sizeof *frames);
    assert_non_null(frames);
    uint32_t state = 1;
    for (size_t i = 0; i < COUNT; i++)
        frames[i] = (int16_t)lrint(voice(i) + noise(&state));
    return frames;
}

/* Power in the bursts over power in the gaps, of what came out after the first four seconds, keeping 50 ms away from
 * the edges. */
static double contrast_db(const int16_t *frames, size_t delay)
{
    double sum[2] = {0, 0};
    for (size_t i = COUNT / 2; i + delay < COUNT; i++) {
        size_t phase = i % (RATE / 2);
        if (phase > RATE / 20 && phase < RATE / 2 - RATE / 20)
            sum[i / (RATE / 2) % 2] += (double)frames[i + delay] * frames[i + delay];
    }
    return 10 * log10(sum[1] / (sum[0] + 1));
}

static void test_suppression_raises_contrast(void **state)
{
    (void)state;
    int16_t *frames = make_noisy();
    double before = contrast_db(frames, 0);
    struct cleaner *cleaner;
    assert_int_equal(cleaner_create(&cleaner, 15), 0);
    cleaner_process(cleaner, frames, COUNT);
    double gain = contrast_db(frames, cleaner_delay_frames(cleaner)) - before;
    assert_true(gain > 8);
    assert_true(gain < 20);
    cleaner_destroy(cleaner);
    free(frames);
}

static void test_speech_is_kept_and_late_by_the_delay(void **state)
{
    (void)state;
    int16_t *frames = calloc(COUNT, sizeof *frames);
    assert_non_null(frames);
    for (size_t i = 0; i < COUNT; i++)
        frames[i] = (int16_t)lrint(voice(i));
    struct cleaner *cleaner;
    assert_int_equal(cleaner_create(&cleaner, 15), 0);
    cleaner_process(cleaner, frames, COUNT);
    size_t delay = cleaner_delay_frames(cleaner);
    assert_int_equal(delay, RATE / 25);
    double error = 0, power = 0;
    for (size_t i = COUNT / 2; i + delay < COUNT; i++) {
        double difference = frames[i + delay] - voice(i);
        error += difference * difference;
        power += voice(i) * voice(i);
    }
    assert_true(10 * log10(power / error) > 12);
    cleaner_destroy(cleaner);
    free(frames);
}

static void test_off_changes_nothing(void **state)
{
    (void)state;
    int16_t *frames = make_noisy(), *kept = make_noisy();
    struct cleaner *cleaner;
    assert_int_equal(cleaner_create(&cleaner, 0), 0);
    assert_int_equal(cleaner_delay_frames(cleaner), 0);
    cleaner_process(cleaner, frames, COUNT);
    assert_memory_equal(frames, kept, COUNT * sizeof *frames);
    cleaner_destroy(cleaner);
    free(kept);
    free(frames);
}

static void test_pieces_give_the_same_as_the_whole(void **state)
{
    (void)state;
    int16_t *whole = make_noisy(), *pieces = make_noisy();
    struct cleaner *a, *b;
    assert_int_equal(cleaner_create(&a, 12), 0);
    assert_int_equal(cleaner_create(&b, 12), 0);
    cleaner_process(a, whole, COUNT);
    for (size_t at = 0, size = 1; at < COUNT; at += size, size = size * 7 % 997) {
        if (size > COUNT - at)
            size = COUNT - at;
        cleaner_process(b, pieces + at, size);
    }
    assert_memory_equal(whole, pieces, COUNT * sizeof *whole);
    cleaner_destroy(a);
    cleaner_destroy(b);
    free(pieces);
    free(whole);
}

static void test_silence_stays_silent(void **state)
{
    (void)state;
    int16_t frames[4000] = {0};
    struct cleaner *cleaner;
    assert_int_equal(cleaner_create(&cleaner, 20), 0);
    cleaner_process(cleaner, frames, 4000);
    for (size_t i = 0; i < 4000; i++)
        assert_int_equal(frames[i], 0);
    cleaner_destroy(cleaner);
}

static void test_bad_suppression_is_refused(void **state)
{
    (void)state;
    struct cleaner *cleaner;
    assert_int_equal(cleaner_create(&cleaner, -1), -EINVAL);
    assert_null(cleaner);
    assert_int_equal(cleaner_create(&cleaner, CLEANER_SUPPRESSION_MAX_DB + 1), -EINVAL);
    assert_int_equal(cleaner_create(&cleaner, NAN), -EINVAL);
    cleaner_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suppression_raises_contrast), cmocka_unit_test(test_speech_is_kept_and_late_by_the_delay),
        cmocka_unit_test(test_off_changes_nothing),         cmocka_unit_test(test_pieces_give_the_same_as_the_whole),
        cmocka_unit_test(test_silence_stays_silent),        cmocka_unit_test(test_bad_suppression_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
