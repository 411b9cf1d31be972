/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "docent/playback.h"
#include "docent/sound_file.h"

enum { SPEECH_FRAMES = 40000, RATE_HZ = 22050 };

struct fixture {
    char folder[40], path[64], device[80];
    int16_t speech[SPEECH_FRAMES];
};

static int fixture_make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (fixture == NULL)
        return -1;
    *state = fixture;
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/docent-playback-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        return -1;
    snprintf(fixture->path, sizeof fixture->path, "%s/out.wav", fixture->folder);
    snprintf(fixture->device, sizeof fixture->device, "file:%s", fixture->path);
    for (size_t i = 0; i < SPEECH_FRAMES; i++)
        fixture->speech[i] = (int16_t)(i * 40503U | 1U); /* never zero: told apart from padding */
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

/* Compare the file with `wanted`, followed by nothing but silence. */
static void check_file(const struct fixture *fixture, const int16_t *wanted, size_t count)
{
    int16_t *frames;
    size_t got;
    assert_int_equal(sound_file_read(fixture->path, RATE_HZ, &frames, &got), 0);
    assert_true(got >= count);
    assert_memory_equal(frames, wanted, count * sizeof *wanted);
    for (size_t i = count; i < got; i++)
        assert_int_equal(frames[i], 0);
    free(frames);
}

static void utterance_is_played_whole(void **state)
{
    struct fixture *fixture = *state;
    const struct playback_options options = {.device = fixture->device, .rate_hz = RATE_HZ, .ring_ms = 100};
    struct playback *playback;
    assert_int_equal(playback_create(&playback, &options), 0);
    playback_begin(playback);
    assert_int_equal(playback_played_frames(playback), 0);
    assert_int_equal(playback_write(playback, fixture->speech, 30000), 0);
    assert_int_equal(playback_write(playback, fixture->speech + 30000, 10000), 0);
    assert_int_equal(playback_drain(playback), 0);
    assert_int_equal(playback_played_frames(playback), SPEECH_FRAMES);
    struct playback_report report;
    playback_report(playback, &report);
    assert_int_equal(report.state, PLAYBACK_READY);
    assert_int_equal(report.device_rate_hz, RATE_HZ);
    assert_int_equal(report.underruns, 0);
    assert_int_equal(report.losses, 0);
    playback_destroy(playback);
    check_file(fixture, fixture->speech, SPEECH_FRAMES);
}

static void utterance_may_go_on_after_drain(void **state)
{
    struct fixture *fixture = *state;
    struct playback *playback;
    assert_int_equal(
        playback_create(&playback, &(struct playback_options){.device = fixture->device, .rate_hz = RATE_HZ}), 0);
    playback_begin(playback);
    assert_int_equal(playback_drain(playback), 0);
    assert_int_equal(playback_write(playback, fixture->speech, 1000), 0);
    assert_int_equal(playback_drain(playback), 0);
    assert_int_equal(playback_drain(playback), 0);
    assert_int_equal(playback_write(playback, fixture->speech, 1), 0);
    playback_end(playback);
    while (playback_played_frames(playback) < 1001)
        (void)sched_yield();
    assert_int_equal(playback_drain(playback), 0);
    assert_int_equal(playback_played_frames(playback), 1001);
    playback_begin(playback);
    assert_int_equal(playback_played_frames(playback), 0);
    playback_destroy(playback);
}

static void gain_is_applied(void **state)
{
    struct fixture *fixture = *state;
    struct playback *playback;
    const struct playback_options options = {.device = fixture->device, .rate_hz = RATE_HZ, .gain_db = -6.0206F};
    assert_int_equal(playback_create(&playback, &options), 0);
    int16_t frames[2000], half[2000];
    for (size_t i = 0; i < 2000; i++) {
        frames[i] = (int16_t)(2 * (int)i);
        half[i] = (int16_t)i;
    }
    playback_begin(playback);
    assert_int_equal(playback_write(playback, frames, 2000), 0);
    assert_int_equal(playback_drain(playback), 0);
    playback_destroy(playback);
    check_file(fixture, half, 2000);
}

static void nothing_without_begin(void **state)
{
    struct fixture *fixture = *state;
    struct playback *playback;
    assert_int_equal(
        playback_create(&playback, &(struct playback_options){.device = fixture->device, .rate_hz = RATE_HZ}), 0);
    assert_int_equal(playback_write(playback, fixture->speech, 100), -ECANCELED);
    assert_int_equal(playback_drain(playback), -ECANCELED);
    playback_begin(playback);
    playback_stop(playback);
    playback_stop(playback);
    assert_int_equal(playback_write(playback, fixture->speech, 100), -ECANCELED);
    assert_int_equal(playback_drain(playback), -ECANCELED);
    playback_begin(playback);
    assert_int_equal(playback_write(playback, fixture->speech, 100), 0);
    assert_int_equal(playback_drain(playback), 0);
    playback_destroy(playback);
    check_file(fixture, fixture->speech, 100);
}

/* A visitor who presses stop over and over again while someone keeps speaking. */
struct stopper {
    struct playback *playback;
    atomic_bool enough;
};

static void *stop_again_and_again(void *argument)
{
    struct stopper *stopper = argument;
    while (!atomic_load(&stopper->enough)) {
        playback_stop(stopper->playback);
        playback_set_gain_db(stopper->playback, 0.0F);
        (void)playback_played_frames(stopper->playback);
    }
    return NULL;
}

/* Property: however stops fall among writes, nobody hangs, and after the last stop an utterance is whole and alone. */
static void stops_never_hang_or_leak(void **state)
{
    struct fixture *fixture = *state;
    struct stopper stopper = {.playback = NULL};
    assert_int_equal(playback_create(&stopper.playback,
                                     &(struct playback_options){.device = "null:", .rate_hz = RATE_HZ, .ring_ms = 10}),
                     0);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, stop_again_and_again, &stopper), 0);
    for (int i = 0; i < 300; i++) {
        playback_begin(stopper.playback);
        int r = playback_write(stopper.playback, fixture->speech, 1000);
        assert_true(r == 0 || r == -ECANCELED);
        r = playback_drain(stopper.playback);
        assert_true(r == 0 || r == -ECANCELED);
        assert_true(playback_played_frames(stopper.playback) <= 1000);
    }
    atomic_store(&stopper.enough, true);
    assert_int_equal(pthread_join(thread, NULL), 0);
    playback_begin(stopper.playback);
    assert_int_equal(playback_write(stopper.playback, fixture->speech, 3000), 0);
    assert_int_equal(playback_drain(stopper.playback), 0);
    assert_int_equal(playback_played_frames(stopper.playback), 3000);
    playback_destroy(stopper.playback);
}

static void absent_device_hangs_nobody(void **state)
{
    struct fixture *fixture = *state;
    struct playback *playback;
    const struct playback_options options = {
        .device = "file:/nowhere/at/all.wav", .rate_hz = RATE_HZ, .reopen_ms = 5, .ring_ms = 10};
    assert_int_equal(playback_create(&playback, &options), 0);
    playback_begin(playback);
    assert_int_equal(playback_write(playback, fixture->speech, 2000), 0);
    assert_int_equal(playback_drain(playback), 0);
    assert_int_equal(playback_played_frames(playback), 2000);
    struct playback_report report;
    playback_report(playback, &report);
    assert_int_equal(report.state, PLAYBACK_LOST);
    assert_int_equal(report.error, -ENOENT);
    playback_begin(playback);
    assert_int_equal(playback_write(playback, fixture->speech, 2000), 0);
    playback_destroy(playback);
}

static void refuses_nonsense(void **state)
{
    (void)state;
    struct playback *playback;
    assert_int_equal(playback_create(&playback, &(struct playback_options){.rate_hz = RATE_HZ}), -EINVAL);
    assert_int_equal(playback_create(&playback, &(struct playback_options){.device = "null:"}), -EINVAL);
    assert_int_equal(playback_create(&playback, &(struct playback_options){.device = "null:", .rate_hz = 1 << 20}),
                     -EINVAL);
    assert_null(playback);
    playback_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utterance_is_played_whole), cmocka_unit_test(utterance_may_go_on_after_drain),
        cmocka_unit_test(gain_is_applied),           cmocka_unit_test(nothing_without_begin),
        cmocka_unit_test(stops_never_hang_or_leak),  cmocka_unit_test(absent_device_hangs_nobody),
        cmocka_unit_test(refuses_nonsense),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
