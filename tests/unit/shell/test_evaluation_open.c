/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "evaluation_run_fixture.h"

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
    return cmocka_run_group_tests_name("evaluation_open", tests, evaluation_setup, evaluation_teardown);
}
