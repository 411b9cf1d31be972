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
    struct capture_report capture = {.state = CAPTURE_RUNNING, .second_frames = SECOND_FRAMES, .second_span = 9};

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

static void the_buttons_are_another_s_business(void **state)
{
    const unsigned buttons = 1U << DIALOGUE_FAULT_BUTTONS;
    struct devices devices = {.faults = buttons};
    struct capture_report capture = {.state = CAPTURE_RUNNING, .second_frames = SECOND_FRAMES, .second_span = 100};

    (void)state;
    assert_int_equal(check_again(&devices, &capture, 3), 0);
    assert_int_equal(devices.faults, buttons);
    devices.faults = 0;
    assert_int_equal(check_again(&devices, &capture, 3), 0);
    assert_int_equal(devices.faults, 0);
}

static void noise_of_the_last_bit_alone_is_a_muted_microphone(void **state)
{
    struct devices devices = {0};
    struct capture_report capture = {
        .state = CAPTURE_RUNNING, .second_frames = SECOND_FRAMES, .second_span = DEVICES_SILENT_SPAN};

    (void)state;
    assert_int_equal(check_again(&devices, &capture, DEVICES_LEVEL_CHECKS - 1), 0);
    assert_int_equal(check_again(&devices, &capture, 1), silent);
    capture.second_span = DEVICES_SILENT_SPAN + 1;
    assert_int_equal(check_again(&devices, &capture, 1), silent);
    assert_int_equal(devices.faults, 0);
}

/* A microphone with a noise gate must not be announced as broken every few minutes of a quiet night. */
static void silence_that_keeps_ending_by_itself_has_to_last_longer(void **state)
{
    struct devices devices = {0};
    struct capture_report capture = {.state = CAPTURE_RUNNING, .second_frames = SECOND_FRAMES};
    const struct playback_report playback = {.state = PLAYBACK_READY};

    (void)state;
    for (unsigned checks = DEVICES_LEVEL_CHECKS; checks < DEVICES_SILENT_CHECKS_MAX; checks *= 2) {
        capture.second_span = 0;
        assert_int_equal(check_again(&devices, &capture, checks - 1), 0);
        assert_int_equal(check_again(&devices, &capture, 1), silent);
        capture.second_span = 1000;
        assert_int_equal(check_again(&devices, &capture, 1), silent);
    }
    capture.second_span = 0;
    assert_int_equal(check_again(&devices, &capture, DEVICES_SILENT_CHECKS_MAX), silent);
    /* What is plugged in next is judged afresh. */
    capture.state = CAPTURE_LOST;
    assert_int_equal(devices_check(&devices, &capture, &playback), microphone | silent);
    capture.state = CAPTURE_RUNNING;
    assert_int_equal(check_again(&devices, &capture, DEVICES_LEVEL_CHECKS - 1), microphone);
    assert_int_equal(check_again(&devices, &capture, 1), silent);
}

static void a_capture_that_stands_still_is_not_called_muted(void **state)
{
    struct devices devices = {0};
    const struct playback_report playback = {.state = PLAYBACK_READY};
    const struct capture_report capture = {
        .state = CAPTURE_RUNNING, .delivered_frames = 5, .second_frames = SECOND_FRAMES};

    (void)state;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(devices_check(&devices, &capture, &playback), 0);
    }
}

static void full_scale_again_and_again_is_clipping(void **state)
{
    struct devices devices = {0};
    struct capture_report capture = {.state = CAPTURE_RUNNING,
                                     .second_frames = SECOND_FRAMES,
                                     .second_clipped_frames = SECOND_FRAMES / 20,
                                     .second_span = 65535};

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
        cmocka_unit_test(the_buttons_are_another_s_business),
        cmocka_unit_test(noise_of_the_last_bit_alone_is_a_muted_microphone),
        cmocka_unit_test(silence_that_keeps_ending_by_itself_has_to_last_longer),
        cmocka_unit_test(a_capture_that_stands_still_is_not_called_muted),
        cmocka_unit_test(full_scale_again_and_again_is_clipping),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
