/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "docent/sample.h"

enum { FRAMES = 6 };

static const int16_t EDGES[FRAMES] = {INT16_MIN, -12345, -1, 0, 1, INT16_MAX};

/* Whatever the device's type and channel count, what is played comes back the same. */
static void up_and_down_is_the_same(void **state)
{
    (void)state;
    const enum sample_type types[] = {SAMPLE_S16, SAMPLE_S32, SAMPLE_S24, SAMPLE_FLOAT};
    for (size_t t = 0; t < sizeof types / sizeof types[0]; t++) {
        for (size_t channels = 1; channels <= 7; channels++) {
            int32_t samples[FRAMES * 7];
            int16_t frames[FRAMES] = {0};
            sample_from_mono(types[t], channels, EDGES, samples, FRAMES);
            sample_to_mono(types[t], channels, samples, frames, FRAMES);
            assert_memory_equal(frames, EDGES, sizeof EDGES);
        }
    }
    assert_int_equal(sample_bytes(SAMPLE_S16), 2);
    assert_int_equal(sample_bytes(SAMPLE_S24), 4);
}

static void every_channel_gets_the_sample(void **state)
{
    (void)state;
    int32_t samples[3];
    const int16_t frame = 0x1234;
    sample_from_mono(SAMPLE_S32, 3, &frame, samples, 1);
    for (size_t c = 0; c < 3; c++)
        assert_int_equal(samples[c], 0x12340000);
    sample_from_mono(SAMPLE_S24, 3, &frame, samples, 1);
    assert_int_equal(samples[2], 0x00123400);
}

static void down_is_the_mean(void **state)
{
    (void)state;
    const int16_t stereo[] = {100, 300, -32768, -32768, 32767, 32767, 32767, -32768};
    int16_t frames[4];
    sample_to_mono(SAMPLE_S16, 2, stereo, frames, 4);
    const int16_t wanted[] = {200, -32768, 32767, 0};
    assert_memory_equal(frames, wanted, sizeof wanted);
}

static void junk_is_tamed(void **state)
{
    (void)state;
    const float floats[] = {NAN, INFINITY, -INFINITY, 1.5F, -1.5F, 0.5F};
    int16_t frames[6];
    sample_to_mono(SAMPLE_FLOAT, 1, floats, frames, 6);
    const int16_t wanted[] = {0, INT16_MAX, INT16_MIN, INT16_MAX, INT16_MIN, 16384};
    assert_memory_equal(frames, wanted, sizeof wanted);

    /* The top byte of 24 in 32 bits is not ours to believe. */
    const uint32_t padded[] = {0xAA123400U, 0x00FFFF00U};
    sample_to_mono(SAMPLE_S24, 1, padded, frames, 2);
    assert_int_equal(frames[0], 0x1234);
    assert_int_equal(frames[1], -1);
    const int32_t rounded[] = {0x00007FFF, 0x00008000, INT32_MAX};
    sample_to_mono(SAMPLE_S32, 1, rounded, frames, 3);
    assert_int_equal(frames[0], 0);
    assert_int_equal(frames[1], 1);
    assert_int_equal(frames[2], INT16_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(up_and_down_is_the_same),
        cmocka_unit_test(every_channel_gets_the_sample),
        cmocka_unit_test(down_is_the_mean),
        cmocka_unit_test(junk_is_tamed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
