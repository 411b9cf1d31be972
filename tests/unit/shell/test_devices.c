/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/devices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { SECOND_FRAMES = 48000 };

static const unsigned microphone = 1U << DIALOGUE_FAULT_MICROPHONE;
static const unsigned silent = 1U << DIALOGUE_FAULT_MICROPHONE_SILENT;
static const unsigned clipping = 1U << DIALOGUE_FAULT_MICROPHONE_CLIPPING;
static const unsigned speaker = 1U << DIALOGUE_FAULT_SPEAKER;

/* A second check after another second of sound. */
static unsigned check_again(struct devices *devices, struct capture_report *capture, unsigned times)
{
    const struct playback_report playback = {.state = PLAYBACK_READY};
    unsigned changed = 0;

    for (unsigned i = 0; i < times; i++) {
        capture->delivered_frames += 8000;
        changed |= devices_check(devices, capture, &playback);
    }
    return changed;
}

static void working_devices_have_no_fault(void **state)
{
    struct devices devices = {0};
    struct capture_report capture = {.state = CAPTURE_RUNNING, .second_frames = SECOND_FRAMES, .second_zero_frames = 9};

    (void)state;
    assert_int_equal(check_again(&devices, &capture, 100), 0);
    assert_int_equal(devices.faults, 0);
}

static void a_lost_device_is_a_fault_until_it_is_back(void **state)
{
    struct devices devices = {0};
    struct capture_report capture = {.state = CAPTURE_LOST};
    struct playback_report playback = {.state = PLAYBACK_LOST};

    (void)state;
    assert_int_equal(devices_check(&devices, &capture, &playback), microphone | speaker);
    assert_int_equal(devices.faults, microphone | speaker);
    assert_int_equal(devices_check(&devices, &capture, &playback), 0);
    capture.state = CAPTURE_RUNNING;
    assert_int_equal(devices_check(&devices, &capture, &playback), microphone);
    assert_int_equal(devices.faults, speaker);
    playback.state = PLAYBACK_READY;
    assert_int_equal(devices_check(&devices, &capture, &playback), speaker);
}

static void nothing_but_zeros_is_a_muted_microphone(void **state)
{
    struct devices devices = {0};
    struct capture_report capture = {
        .state = CAPTURE_RUNNING, .second_frames = SECOND_FRAMES, .second_zero_frames = SECOND_FRAMES};

    (void)state;
    assert_int_equal(check_again(&devices, &capture, DEVICES_LEVEL_CHECKS - 1), 0);
    assert_int_equal(check_again(&devices, &capture, 1), silent);
    capture.second_zero_frames = SECOND_FRAMES - 1;
    assert_int_equal(check_again(&devices, &capture, 1), silent);
    assert_int_equal(devices.faults, 0);
}

static void a_capture_that_stands_still_is_not_called_muted(void **state)
{
    struct devices devices = {0};
    const struct playback_report playback = {.state = PLAYBACK_READY};
    const struct capture_report capture = {.state = CAPTURE_RUNNING,
                                           .delivered_frames = 5,
                                           .second_frames = SECOND_FRAMES,
                                           .second_zero_frames = SECOND_FRAMES};

    (void)state;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(devices_check(&devices, &capture, &playback), 0);
    }
}

static void full_scale_again_and_again_is_clipping(void **state)
{
    struct devices devices = {0};
    struct capture_report capture = {
        .state = CAPTURE_RUNNING, .second_frames = SECOND_FRAMES, .second_clipped_frames = SECOND_FRAMES / 20};

    (void)state;
    assert_int_equal(check_again(&devices, &capture, DEVICES_LEVEL_CHECKS), clipping);
    /* A shout now and then is none. */
    devices = (struct devices){0};
    for (int i = 0; i < 10; i++) {
        capture.second_clipped_frames = SECOND_FRAMES / 20;
        assert_int_equal(check_again(&devices, &capture, DEVICES_LEVEL_CHECKS / 2), 0);
        capture.second_clipped_frames = 0;
        assert_int_equal(check_again(&devices, &capture, 1), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(working_devices_have_no_fault),
        cmocka_unit_test(a_lost_device_is_a_fault_until_it_is_back),
        cmocka_unit_test(nothing_but_zeros_is_a_muted_microphone),
        cmocka_unit_test(a_capture_that_stands_still_is_not_called_muted),
        cmocka_unit_test(full_scale_again_and_again_is_clipping),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
