/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The sound threads against a card that comes and goes, stalls and runs over: through libasound, by the test card (see
 * testcard.c), at fifty times real time. Nothing here depends on how long anything takes.
 */

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "docent/capture.h"
#include "docent/playback.h"
#include "docent/resample.h"
#include "docent/sound_file.h"

enum { SPEECH_FRAMES = 30000, SPEAKER_HZ = 22050 };

struct fixture {
    char folder[40];
    char sound[64];       /* what the microphone hears, or the speaker said */
    char switch_path[64]; /* of the card under test */
    int16_t speech[SPEECH_FRAMES];
};

static int fixture_make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (fixture == NULL)
        return -1;
    *state = fixture;
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/docent-devices-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        return -1;
    snprintf(fixture->sound, sizeof fixture->sound, "%s/sound.wav", fixture->folder);
    snprintf(fixture->switch_path, sizeof fixture->switch_path, "%s/switch", fixture->folder);
    for (size_t i = 0; i < SPEECH_FRAMES; i++)
        fixture->speech[i] = (int16_t)(i * 40503U | 1U);
    if (setenv("ALSA_CONFIG_PATH", DOCENT_BUILD_DIR "/tests/asound.conf", 1) != 0 ||
        setenv("TESTCARD_MICROPHONE", fixture->sound, 1) != 0 || setenv("TESTCARD_SPEAKER", fixture->sound, 1) != 0 ||
        setenv("TESTCARD_MICROPHONE_SWITCH", fixture->switch_path, 1) != 0 ||
        setenv("TESTCARD_SPEAKER_SWITCH", fixture->switch_path, 1) != 0 ||
        setenv("TESTCARD_SPEAKER_RATE", "22050", 1) != 0 || setenv("TESTCARD_SPEAKER_CHANNELS", "1", 1) != 0 ||
        setenv("TESTCARD_SPEED", "50", 1) != 0)
        return -1;
    return 0;
}

static int fixture_remove(void **state)
{
    struct fixture *fixture = *state;
    (void)unlink(fixture->sound);
    (void)unlink(fixture->switch_path);
    int r = rmdir(fixture->folder);
    free(fixture);
    return r;
}

static void switch_set(const struct fixture *fixture, const char *word)
{
    char aside[80];
    snprintf(aside, sizeof aside, "%s.new", fixture->switch_path);
    FILE *file = fopen(aside, "w");
    assert_non_null(file);
    assert_true(fputs(word, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rename(aside, fixture->switch_path), 0);
}

static void switch_clear(const struct fixture *fixture)
{
    (void)unlink(fixture->switch_path);
}

/* --- microphone --------------------------------------------------------------------------------------------------- */

static struct capture *microphone_open(const struct fixture *fixture, unsigned rate_hz)
{
    switch_clear(fixture);
    assert_int_equal(sound_file_write(fixture->sound, rate_hz, fixture->speech, SPEECH_FRAMES), 0);
    struct capture *capture;
    assert_int_equal(capture_create(&capture, &(struct capture_options){.device = "test_microphone", .reopen_ms = 1}),
                     0);
    return capture;
}

static void microphone_hear(struct capture *capture, int16_t *frames, size_t count)
{
    for (size_t done = 0; done < count;) {
        size_t got = capture_read(capture, frames + done, count - done);
        done += got;
        struct pollfd polled = {.fd = capture_fd(capture), .events = POLLIN};
        if (got == 0)
            assert_int_equal(poll(&polled, 1, -1), 1);
    }
}

/* Go on hearing until the report is as wanted. */
static void microphone_wait(struct capture *capture, enum capture_state state, uint64_t overruns)
{
    struct capture_report report;
    int16_t frames[1000];
    for (;;) {
        while (capture_read(capture, frames, 1000) > 0)
            continue;
        capture_report(capture, &report);
        if (report.state == state && report.overruns >= overruns)
            return;
        struct pollfd polled = {.fd = capture_fd(capture), .events = POLLIN};
        assert_int_equal(poll(&polled, 1, -1), 1);
    }
}

static void microphone_is_heard(void **state)
{
    struct fixture *fixture = *state;
    const unsigned rates_hz[] = {16000, 48000, 44100};
    for (size_t i = 0; i < 3; i++) {
        struct capture *capture = microphone_open(fixture, rates_hz[i]);
        int16_t *wanted, *heard;
        size_t count;
        assert_int_equal(sound_file_read(fixture->sound, 16000, &wanted, &count), 0);
        heard = calloc(count, sizeof *heard);
        assert_non_null(heard);
        microphone_hear(capture, heard, count);
        assert_memory_equal(heard, wanted, count * sizeof *wanted);
        struct capture_report report;
        capture_report(capture, &report);
        assert_int_equal(report.device_rate_hz, rates_hz[i]);
        assert_int_equal(report.overruns, 0);
        free(wanted);
        free(heard);
        capture_destroy(capture);
    }
}

static void check_microphone_returns(struct fixture *fixture, const char *fault, int error)
{
    struct capture *capture = microphone_open(fixture, 16000);
    int16_t heard[4000];
    microphone_hear(capture, heard, 4000);
    assert_memory_equal(heard, fixture->speech, sizeof heard);
    for (uint64_t losses = 1; losses <= 3; losses++) {
        switch_set(fixture, fault);
        microphone_wait(capture, CAPTURE_LOST, 0);
        struct capture_report report;
        capture_report(capture, &report);
        assert_int_equal(report.losses, losses);
        assert_int_equal(report.error, error);
        switch_clear(fixture);
        /* The card begins its file anew, and nothing of before is left over. */
        microphone_hear(capture, heard, 4000);
        assert_memory_equal(heard, fixture->speech, sizeof heard);
        capture_report(capture, &report);
        assert_int_equal(report.state, CAPTURE_RUNNING);
    }
    capture_destroy(capture);
}

static void unplugged_microphone_returns(void **state)
{
    check_microphone_returns(*state, "absent", -ENODEV);
}

static void overrun_is_survived_and_counted(void **state)
{
    struct fixture *fixture = *state;
    struct capture *capture = microphone_open(fixture, 16000);
    const char *faults[] = {"xrun", "suspend", "xrun"};
    for (size_t i = 0; i < 3; i++) {
        switch_set(fixture, faults[i]);
        microphone_wait(capture, CAPTURE_RUNNING, i + 1);
    }
    struct capture_report report;
    capture_report(capture, &report);
    assert_int_equal(report.overruns, 3);
    assert_int_equal(report.losses, 0);
    int16_t heard[1000];
    microphone_hear(capture, heard, 1000);
    capture_destroy(capture);
}

/* A device that has crashed without leaving, and one whose transfers fail: both are as good as gone. */
static void dead_microphone_is_lost(void **state)
{
    struct fixture *fixture = *state;
    const char *faults[] = {"stall", "broken"};
    for (size_t i = 0; i < 2; i++) {
        struct capture *capture = microphone_open(fixture, 16000);
        int16_t heard[1000];
        microphone_hear(capture, heard, 1000);
        switch_set(fixture, faults[i]);
        microphone_wait(capture, CAPTURE_LOST, 0);
        switch_clear(fixture);
        microphone_wait(capture, CAPTURE_RUNNING, 0);
        capture_destroy(capture);
    }
}

static void busy_microphone_is_waited_for(void **state)
{
    struct fixture *fixture = *state;
    switch_set(fixture, "busy");
    struct capture *capture;
    assert_int_equal(capture_create(&capture, &(struct capture_options){.device = "test_microphone", .reopen_ms = 1}),
                     0);
    microphone_wait(capture, CAPTURE_LOST, 0);
    struct capture_report report;
    capture_report(capture, &report);
    assert_int_equal(report.error, -EBUSY);
    assert_int_equal(report.losses, 0);
    switch_clear(fixture);
    microphone_wait(capture, CAPTURE_RUNNING, 0);
    capture_destroy(capture);
}

/* --- speaker ------------------------------------------------------------------------------------------------------ */

static struct playback *speaker_open(const struct fixture *fixture)
{
    switch_clear(fixture);
    (void)unlink(fixture->sound);
    struct playback *playback;
    const struct playback_options options = {.device = "test_speaker", .rate_hz = SPEAKER_HZ, .reopen_ms = 1};
    assert_int_equal(playback_create(&playback, &options), 0);
    return playback;
}

static void speaker_say(struct playback *playback, const int16_t *frames, size_t count)
{
    playback_begin(playback);
    assert_int_equal(playback_write(playback, frames, count), 0);
    assert_int_equal(playback_drain(playback), 0);
    assert_int_equal(playback_played_frames(playback), count);
}

static void speaker_wait(const struct playback *playback, enum playback_state state)
{
    struct playback_report report;
    do {
        (void)sched_yield();
        playback_report(playback, &report);
    } while (report.state != state);
}

/* Close, and give what was heard without the silence that pads it: no frame of the speech is zero. */
static size_t speaker_heard(const struct fixture *fixture, struct playback *playback, int16_t **ret_frames)
{
    playback_destroy(playback);
    size_t count, kept = 0;
    assert_int_equal(sound_file_read(fixture->sound, SPEAKER_HZ, ret_frames, &count), 0);
    for (size_t i = 0; i < count; i++)
        if ((*ret_frames)[i] != 0)
            (*ret_frames)[kept++] = (*ret_frames)[i];
    return kept;
}

static void speaker_says_all(void **state)
{
    struct fixture *fixture = *state;
    struct playback *playback = speaker_open(fixture);
    speaker_say(playback, fixture->speech, SPEECH_FRAMES);
    speaker_say(playback, fixture->speech, 1);
    struct playback_report report;
    playback_report(playback, &report);
    assert_int_equal(report.losses, 0);
    int16_t *heard;
    assert_int_equal(speaker_heard(fixture, playback, &heard), SPEECH_FRAMES + 1);
    assert_memory_equal(heard, fixture->speech, sizeof fixture->speech);
    assert_int_equal(heard[SPEECH_FRAMES], fixture->speech[0]);
    free(heard);
}

static void speaker_of_other_rate_is_resampled_for(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(setenv("TESTCARD_SPEAKER_RATE", "48000", 1), 0);
    assert_int_equal(setenv("TESTCARD_SPEAKER_CHANNELS", "2", 1), 0);
    struct playback *playback = speaker_open(fixture);
    speaker_say(playback, fixture->speech, SPEECH_FRAMES);
    playback_destroy(playback);
    assert_int_equal(setenv("TESTCARD_SPEAKER_RATE", "22050", 1), 0);
    assert_int_equal(setenv("TESTCARD_SPEAKER_CHANNELS", "1", 1), 0);

    size_t room = SPEECH_FRAMES * 3, used = SPEECH_FRAMES, made = room, count;
    int16_t *wanted = calloc(room, sizeof *wanted), *heard;
    assert_non_null(wanted);
    struct resampler *resampler;
    assert_int_equal(resampler_create(&resampler, SPEAKER_HZ, 48000), 0);
    resampler_run(resampler, fixture->speech, &used, wanted, &made);
    assert_int_equal(used, SPEECH_FRAMES);
    made += resampler_flush(resampler, wanted + made, room - made);
    resampler_destroy(resampler);
    assert_int_equal(sound_file_read(fixture->sound, 48000, &heard, &count), 0);
    assert_true(count >= made);
    assert_memory_equal(heard, wanted, made * sizeof *wanted);
    free(wanted);
    free(heard);
}

/* The card's time stands still, so that nothing of the first utterance has been heard when it is stopped. */
static void stop_silences_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct playback *playback = speaker_open(fixture);
    speaker_wait(playback, PLAYBACK_READY);
    switch_set(fixture, "stall");
    playback_begin(playback);
    assert_int_equal(playback_write(playback, fixture->speech, 8000), 0);
    playback_stop(playback);
    assert_int_equal(playback_write(playback, fixture->speech, 8000), -ECANCELED);
    assert_int_equal(playback_drain(playback), -ECANCELED);
    playback_begin(playback);
    switch_clear(fixture);
    assert_int_equal(playback_write(playback, fixture->speech + 10000, 5000), 0);
    assert_int_equal(playback_drain(playback), 0);
    int16_t *heard;
    assert_int_equal(speaker_heard(fixture, playback, &heard), 5000);
    assert_memory_equal(heard, fixture->speech + 10000, 5000 * sizeof *heard);
    free(heard);
}

static void check_speaker_returns(struct fixture *fixture, const char *fault)
{
    struct playback *playback = speaker_open(fixture);
    speaker_say(playback, fixture->speech, 2000);
    switch_set(fixture, fault);
    /* Longer than ring and buffer hold: the writer would hang if nobody took the frames. */
    speaker_say(playback, fixture->speech, SPEECH_FRAMES);
    struct playback_report report;
    playback_report(playback, &report);
    assert_int_equal(report.state, PLAYBACK_LOST);
    assert_int_equal(report.losses, 1);
    switch_clear(fixture);
    speaker_wait(playback, PLAYBACK_READY);
    speaker_say(playback, fixture->speech + 3000, 2000);
    int16_t *heard;
    size_t count = speaker_heard(fixture, playback, &heard);
    assert_true(count >= 4000);
    assert_memory_equal(heard, fixture->speech, 2000 * sizeof *heard);
    assert_memory_equal(heard + count - 2000, fixture->speech + 3000, 2000 * sizeof *heard);
    free(heard);
}

static void unplugged_speaker_returns(void **state)
{
    check_speaker_returns(*state, "absent");
}

static void idle_speaker_is_missed(void **state)
{
    struct fixture *fixture = *state;
    struct playback *playback = speaker_open(fixture);
    for (int i = 0; i < 3; i++) {
        speaker_wait(playback, PLAYBACK_READY);
        speaker_say(playback, fixture->speech, 1000);
        switch_set(fixture, "absent");
        speaker_wait(playback, PLAYBACK_LOST);
        switch_clear(fixture);
    }
    speaker_wait(playback, PLAYBACK_READY);
    playback_destroy(playback);
}

static void underrun_is_survived_and_counted(void **state)
{
    struct fixture *fixture = *state;
    struct playback *playback = speaker_open(fixture);
    const char *faults[] = {"xrun", "suspend"};
    for (size_t i = 0; i < 2; i++) {
        struct playback_report before, after;
        playback_report(playback, &before);
        switch_set(fixture, faults[i]);
        speaker_say(playback, fixture->speech, SPEECH_FRAMES);
        playback_report(playback, &after);
        assert_true(after.underruns > before.underruns);
        assert_int_equal(after.losses, 0);
    }
    speaker_say(playback, fixture->speech + 3000, 2000);
    int16_t *heard;
    size_t count = speaker_heard(fixture, playback, &heard);
    assert_true(count >= 2000);
    assert_memory_equal(heard + count - 2000, fixture->speech + 3000, 2000 * sizeof *heard);
    free(heard);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(microphone_is_heard),
        cmocka_unit_test(unplugged_microphone_returns),
        cmocka_unit_test(overrun_is_survived_and_counted),
        cmocka_unit_test(dead_microphone_is_lost),
        cmocka_unit_test(busy_microphone_is_waited_for),
        cmocka_unit_test(speaker_says_all),
        cmocka_unit_test(speaker_of_other_rate_is_resampled_for),
        cmocka_unit_test(stop_silences_at_once),
        cmocka_unit_test(unplugged_speaker_returns),
        cmocka_unit_test(idle_speaker_is_missed),
        cmocka_unit_test(underrun_is_survived_and_counted),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
