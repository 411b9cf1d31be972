/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "docent/capture.h"
#include "docent/sound_file.h"

enum { SPEECH_FRAMES = 50000 };

struct fixture {
    char folder[40], path[64], device[80];
    int16_t speech[SPEECH_FRAMES];
    int16_t heard[SPEECH_FRAMES + 1];
};

static int fixture_make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (fixture == NULL)
        return -1;
    *state = fixture;
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/docent-capture-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        return -1;
    snprintf(fixture->path, sizeof fixture->path, "%s/in.wav", fixture->folder);
    snprintf(fixture->device, sizeof fixture->device, "file:%s", fixture->path);
    for (size_t i = 0; i < SPEECH_FRAMES; i++)
        fixture->speech[i] = (int16_t)(i * 40503U);
    return 0;
}

static int fixture_remove(void **state)
{
    struct fixture *fixture = *state;
    (void)unlink(fixture->path);
    int r = rmdir(fixture->folder);
    free(fixture);
    return r;
}

static void wait_for_news(struct capture *capture)
{
    struct pollfd polled = {.fd = capture_fd(capture), .events = POLLIN};
    assert_int_equal(poll(&polled, 1, -1), 1);
}

/* Read until the stream has ended; returns how many frames there were. */
static size_t read_to_the_end(struct capture *capture, int16_t *frames, size_t max)
{
    size_t count = 0;
    for (;;) {
        struct capture_report report;
        capture_report(capture, &report);
        size_t got;
        while ((got = capture_read(capture, frames + count, max - count < 333 ? max - count : 333)) > 0)
            count += got;
        if (report.state == CAPTURE_ENDED)
            return count;
        wait_for_news(capture);
    }
}

static void file_arrives_whole(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(sound_file_write(fixture->path, 16000, fixture->speech, SPEECH_FRAMES), 0);
    const struct capture_options options = {.device = fixture->device, .ring_ms = 100};
    struct capture *capture;
    assert_int_equal(capture_create(&capture, &options), 0);
    /* The ring holds a thirtieth of it: this fails when a full ring drops frames. */
    assert_int_equal(read_to_the_end(capture, fixture->heard, SPEECH_FRAMES + 1), SPEECH_FRAMES);
    assert_memory_equal(fixture->heard, fixture->speech, sizeof fixture->speech);
    struct capture_report report;
    capture_report(capture, &report);
    assert_int_equal(report.error, 0);
    assert_int_equal(report.device_rate_hz, 16000);
    assert_int_equal(report.delivered_frames, SPEECH_FRAMES);
    assert_int_equal(report.overruns, 0);
    assert_int_equal(report.losses, 0);
    assert_int_equal(report.second_frames, 16000);
    assert_true(report.peak_dbfs > -0.1F);
    assert_true(report.rms_dbfs < -4.0F && report.rms_dbfs > -6.0F);
    capture_destroy(capture);
}

static void other_rate_is_resampled_to_the_last_frame(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(sound_file_write(fixture->path, 48000, fixture->speech, 48000), 0);
    int16_t *wanted;
    size_t wanted_count;
    assert_int_equal(sound_file_read(fixture->path, 16000, &wanted, &wanted_count), 0);
    const struct capture_options options = {.device = fixture->device};
    struct capture *capture;
    assert_int_equal(capture_create(&capture, &options), 0);
    size_t count = read_to_the_end(capture, fixture->heard, SPEECH_FRAMES);
    assert_int_equal(count, wanted_count);
    assert_memory_equal(fixture->heard, wanted, count * sizeof *wanted);
    free(wanted);
    capture_destroy(capture);
}

static void absent_device_is_tried_again(void **state)
{
    struct fixture *fixture = *state;
    (void)unlink(fixture->path);
    const struct capture_options options = {.device = fixture->device, .reopen_ms = 1};
    struct capture *capture;
    assert_int_equal(capture_create(&capture, &options), 0);
    struct capture_report report;
    do {
        wait_for_news(capture);
        assert_int_equal(capture_read(capture, fixture->heard, 1), 0);
        capture_report(capture, &report);
    } while (report.state != CAPTURE_LOST);
    assert_int_equal(report.error, -ENOENT);
    assert_int_equal(report.losses, 0);

    char aside[96];
    snprintf(aside, sizeof aside, "%s.new", fixture->path);
    assert_int_equal(sound_file_write(aside, 16000, fixture->speech, 4000), 0);
    assert_int_equal(rename(aside, fixture->path), 0);
    assert_int_equal(read_to_the_end(capture, fixture->heard, SPEECH_FRAMES), 4000);
    capture_report(capture, &report);
    assert_int_equal(report.error, 0);
    capture_destroy(capture);
}

static void muted_microphone_shows(void **state)
{
    (void)state;
    const struct capture_options options = {.device = "null:", .ring_ms = 100};
    struct capture *capture;
    assert_int_equal(capture_create(&capture, &options), 0);
    int16_t frames[1600];
    struct capture_report report;
    do {
        wait_for_news(capture);
        (void)capture_read(capture, frames, 1600);
        capture_report(capture, &report);
    } while (report.second_frames == 0);
    assert_int_equal(report.second_span, 0);
    assert_true(report.peak_dbfs <= -99.0F);
    assert_int_equal(report.state, CAPTURE_RUNNING);
    capture_destroy(capture);
}

/* Stopping must not hang, whatever the thread is doing: waiting for room, for a device, or just beginning. */
static void stops_at_any_moment(void **state)
{
    (void)state;
    const char *devices[] = {"null:", "file:/nowhere/at/all.wav"};
    for (int i = 0; i < 200; i++) {
        const struct capture_options options = {.device = devices[i % 2], .ring_ms = 1};
        struct capture *capture;
        assert_int_equal(capture_create(&capture, &options), 0);
        if (i % 4 >= 2)
            wait_for_news(capture);
        capture_destroy(capture);
    }
    capture_destroy(NULL);
}

static void refuses_nonsense(void **state)
{
    (void)state;
    struct capture *capture;
    assert_int_equal(capture_create(&capture, &(struct capture_options){.device = NULL}), -EINVAL);
    assert_int_equal(capture_create(&capture, &(struct capture_options){.device = ""}), -EINVAL);
    assert_int_equal(capture_create(&capture, &(struct capture_options){.device = "null:", .ring_ms = 1U << 31}),
                     -EINVAL);
    assert_null(capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_arrives_whole),           cmocka_unit_test(other_rate_is_resampled_to_the_last_frame),
        cmocka_unit_test(absent_device_is_tried_again), cmocka_unit_test(muted_microphone_shows),
        cmocka_unit_test(stops_at_any_moment),          cmocka_unit_test(refuses_nonsense),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
