/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "docent/evaluation.h"
#include "judging_fixture.h"

/*
 * What the long stream consists of, and whose a failure is. In place of the ear stands one that notes what it is fed
 * and does as it is told at certain frames of it.
 */

enum {
    SECOND = RECOGNISER_RATE_HZ,
    CLIP = 5 * SECOND, /* what judging_record makes of one utterance */
    NEVER = 1000 * SECOND,
};

struct ear {
    int16_t frames[64 * SECOND];
    size_t count;
    size_t speech_at, fails_at; /* frames */
    int flush_result;
};

static struct ear stand_in;

int ear_create(struct ear **ret_ear, struct recogniser *recogniser, const struct matcher *matcher,
               const struct ear_options *options)
{
    (void)recogniser;
    (void)matcher;
    (void)options;
    *ret_ear = &stand_in;
    return 0;
}

void ear_destroy(struct ear *ear)
{
    (void)ear;
}

void ear_set_mode(struct ear *ear, enum ear_mode mode)
{
    (void)ear;
    assert_int_equal(mode, EAR_OPEN);
}

enum ear_mode ear_mode(const struct ear *ear)
{
    (void)ear;
    return EAR_OPEN;
}

int ear_feed(struct ear *ear, const int16_t *frames, size_t count, size_t *ret_used, enum ear_event_kind *ret_event,
             struct ear_result *ret_result)
{
    (void)ret_result;
    assert_true(count <= sizeof(ear->frames) / sizeof(ear->frames[0]) - ear->count);
    memcpy(ear->frames + ear->count, frames, count * sizeof(*frames));
    size_t before = ear->count;
    ear->count += count;
    *ret_used = count;
    *ret_event = before < ear->speech_at && ear->speech_at <= ear->count ? EAR_SPEECH_BEGAN : EAR_NOTHING;
    return before < ear->fails_at && ear->fails_at <= ear->count ? -EIO : 0;
}

int ear_flush(struct ear *ear, enum ear_event_kind *ret_event, struct ear_result *ret_result)
{
    (void)ret_result;
    *ret_event = EAR_NOTHING;
    return ear->flush_result;
}

enum { ONE, NOWHERE, TWO, RECORDINGS };

static struct folder folder;
static char paths[RECORDINGS][PATH_MAX];
static struct evaluation evaluation;

/* Feed `count` recordings to an ear that hears speech begin at one frame and fails at another. */
static void run(const int *order, size_t count, size_t speech_at, size_t fails_at, int flush_result)
{
    static struct manifest_entry entries[RECORDINGS];
    static struct manifest manifest;
    for (size_t i = 0; i < count; i++) {
        entries[i] = (struct manifest_entry){.shown = paths[order[i]], .path = paths[order[i]]};
    }
    manifest = (struct manifest){.entries = entries, .count = count};
    memset(&stand_in, 0, sizeof(stand_in));
    stand_in.speech_at = speech_at;
    stand_in.fails_at = fails_at;
    stand_in.flush_result = flush_result;
    assert_int_equal(evaluation_init(&evaluation, &judging, &manifest), 0);
    assert_int_equal(evaluation_run_open(&evaluation), 0);
}

static void check_errors(int first, int second, int third)
{
    assert_int_equal(evaluation.clips[0].error, first);
    assert_int_equal(evaluation.clips[1].error, second);
    assert_int_equal(evaluation.clips[2].error, third);
    evaluation_finish(&evaluation);
}

static int setup(void **state)
{
    (void)state;
    static const char *const names[RECORDINGS] = {"one.wav", "nowhere.wav", "two.wav"};
    folder_make(&folder);
    for (size_t i = 0; i < RECORDINGS; i++) {
        folder_path(&folder, names[i], paths[i]);
    }
    judging_record(&folder, names[ONE], 1);
    judging_record(&folder, names[TWO], 1);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    folder_remove(&folder);
    return 0;
}

static void test_no_recordings(void **state)
{
    (void)state;
    run(NULL, 0, NEVER, NEVER, -EIO);
    assert_true(evaluation.is_open);
    assert_int_equal(stand_in.count, 0);
    assert_int_equal(evaluation.gap_frames, 0);
    evaluation_finish(&evaluation);
}

static void test_no_recording_can_be_read(void **state)
{
    (void)state;
    run((int[]){NOWHERE}, 1, NEVER, NEVER, 0);
    assert_int_equal(stand_in.count, 0);
    assert_int_equal(evaluation.clips[0].error, -ENOENT);
    evaluation_finish(&evaluation);
}

/* The stream is a gap, the first, a gap, the second, a gap. */
static void test_failures_in_gaps(void **state)
{
    (void)state;
    static const int order[] = {ONE, TWO, NOWHERE};
    run(order, 3, NEVER, SECOND / 2, 0); /* before anything sounded */
    check_errors(-EIO, 0, -ENOENT);
    run(order, 3, NEVER, SECOND + CLIP + SECOND / 2, 0);
    check_errors(-EIO, 0, -ENOENT);
    run(order, 3, NEVER, SECOND + CLIP + SECOND + SECOND / 2, 0);
    check_errors(0, -EIO, -ENOENT);
    run(order, 3, NEVER, SECOND + CLIP + SECOND + CLIP + SECOND / 2, 0);
    check_errors(0, -EIO, -ENOENT);
}

/* Speech that began in the first recording, and was lost a little way into the next. */
static void test_failures_belong_to_what_was_said(void **state)
{
    (void)state;
    run((int[]){ONE, TWO, NOWHERE}, 3, CLIP, SECOND + CLIP + SECOND + SECOND / 2, 0);
    check_errors(-EIO, 0, -ENOENT);
}

static void test_an_unreadable_one_keeps_its_own_error(void **state)
{
    (void)state;
    run((int[]){NOWHERE, ONE, TWO}, 3, NEVER, SECOND / 2, 0);
    check_errors(-ENOENT, -EIO, 0);
    run((int[]){ONE, NOWHERE, TWO}, 3, NEVER, SECOND + CLIP + SECOND / 2, 0);
    check_errors(-EIO, -ENOENT, 0);
}

static void test_a_failure_at_the_end(void **state)
{
    (void)state;
    run((int[]){ONE, TWO, NOWHERE}, 3, NEVER, NEVER, -EIO);
    check_errors(0, -EIO, -ENOENT);
}

static double power(size_t first)
{
    double sum = 0;
    for (size_t i = first; i < first + SECOND / 4; i++) {
        sum += (double)stand_in.frames[i] * stand_in.frames[i];
    }
    return sum;
}

/* The first gap is as loud as the recording after it, from its first frame on, whatever could not be read before. */
static void test_the_first_gap(void **state)
{
    (void)state;
    static const int orders[][RECORDINGS] = {{ONE, TWO, NOWHERE}, {NOWHERE, ONE, TWO}};
    for (size_t i = 0; i < 2; i++) {
        run(orders[i], RECORDINGS, NEVER, NEVER, 0);
        double ratio = power(0) / power(SECOND - SECOND / 4);
        assert_true(ratio > 0.7 && ratio < 1.4);
        evaluation_finish(&evaluation);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_recordings),
        cmocka_unit_test(test_no_recording_can_be_read),
        cmocka_unit_test(test_failures_in_gaps),
        cmocka_unit_test(test_failures_belong_to_what_was_said),
        cmocka_unit_test(test_an_unreadable_one_keeps_its_own_error),
        cmocka_unit_test(test_a_failure_at_the_end),
        cmocka_unit_test(test_the_first_gap),
    };
    return cmocka_run_group_tests_name("evaluation_open_stream", tests, setup, teardown);
}
