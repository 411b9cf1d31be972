/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "docent/evaluation.h"
#include "judging_fixture.h"

static struct folder folder;
static struct evaluation evaluation;
static char paths[4][PATH_MAX];
static struct manifest_entry entries[4] = {
    {.shown = (char[]){"one.wav"}, .path = paths[0], .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"room.wav"}, .path = paths[1]},
    {.shown = (char[]){"nowhere.wav"}, .path = paths[2], .topic = &listening_topics[PEARS]},
    {.shown = (char[]){"two.wav"}, .path = paths[3], .topic = &listening_topics[PLUMS]},
};
static const struct manifest manifest = {.entries = entries, .count = 4};
static size_t told;

static void count_told(void *user, size_t index, const struct evaluation_clip *clip)
{
    assert_ptr_equal(user, &told);
    assert_int_equal(index, told);
    assert_ptr_equal(clip, &evaluation.clips[index]);
    told++;
}

static int setup(void **state)
{
    (void)state;
    folder_make(&folder);
    for (size_t i = 0; i < 4; i++) {
        folder_path(&folder, entries[i].shown, paths[i]);
    }
    judging_record(&folder, "one.wav", 1);
    judging_record(&folder, "room.wav", 0);
    judging_record(&folder, "two.wav", 2);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    folder_remove(&folder);
    return 0;
}

static void open_evaluation(const char *said)
{
    judging_open(said);
    assert_int_equal(evaluation_init(&evaluation, &judging, &manifest), 0);
    evaluation.watcher = count_told;
    evaluation.watcher_user = &told;
    told = 0;
}

static void close_evaluation(void)
{
    evaluation_finish(&evaluation);
    judging_close();
}

static void test_one_stream(void **state)
{
    (void)state;
    const char *said = "apples";
    open_evaluation(said);
    assert_int_equal(evaluation_run_open(&evaluation), 0);
    assert_int_equal(told, 4);
    assert_true(evaluation.is_open);
    assert_int_equal(evaluation.gap_frames, 4 * RECOGNISER_RATE_HZ); /* before each of three, after the last */
    const struct evaluation_clip *clips = evaluation.clips;
    assert_int_equal(clips[0].frame_count, 5 * RECOGNISER_RATE_HZ);
    assert_ptr_equal(clips[0].judgement.topic, &listening_topics[APPLES]);
    assert_int_equal(clips[0].answers, 1);
    assert_null(clips[1].judgement.topic);
    assert_int_equal(clips[1].answers, 0);
    assert_int_equal(clips[2].error, -ENOENT);
    assert_int_equal(clips[2].answers, 0);
    assert_int_equal(clips[3].answers, 2);
    assert_true(clips[0].judgement.cpu_ns > 0);
    close_evaluation();
}

/* What is heard belongs to the recording it was said in, though it is known only later. */
static void test_each_to_its_own(void **state)
{
    (void)state;
    const char *said = "pears|plums|speak louder";
    open_evaluation(said);
    assert_int_equal(evaluation_run_open(&evaluation), 0);
    assert_ptr_equal(evaluation.clips[0].judgement.topic, &listening_topics[PEARS]);
    assert_ptr_equal(evaluation.clips[3].judgement.topic, &listening_topics[PLUMS]);
    assert_int_equal(evaluation.clips[3].answers, 1); /* a command is no answer */
    close_evaluation();
}

/* The stream goes on: what comes after a failure is judged. */
static void test_a_failing_engine(void **state)
{
    (void)state;
    const char *said = "!|plums";
    open_evaluation(said);
    assert_int_equal(evaluation_run_open(&evaluation), 0);
    assert_int_equal(told, 4);
    assert_int_equal(evaluation.clips[0].error, -EIO);
    assert_int_equal(evaluation.clips[0].answers, 0);
    assert_int_equal(evaluation.clips[1].error, 0);
    assert_int_equal(evaluation.clips[3].error, 0);
    assert_int_equal(evaluation.clips[3].answers, 2);
    close_evaluation();
}

static void test_wrong_settings(void **state)
{
    (void)state;
    const char *said = "apples";
    open_evaluation(said);
    judging.content.settings.utterance_max_ms = 0;
    assert_int_equal(evaluation_run_open(&evaluation), -EINVAL);
    assert_int_equal(told, 0);
    close_evaluation();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_stream),
        cmocka_unit_test(test_each_to_its_own),
        cmocka_unit_test(test_a_failing_engine),
        cmocka_unit_test(test_wrong_settings),
    };
    return cmocka_run_group_tests_name("evaluation_open", tests, setup, teardown);
}
