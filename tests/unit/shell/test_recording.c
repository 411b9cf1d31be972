/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "docent/recording.h"
#include "judging_fixture.h"

static struct voice voice;
static struct judgement judgement;

static struct match match_of(enum match_kind kind, bool is_command, float score)
{
    return (struct match){
        .kind = kind,
        .is_command = is_command,
        .candidates = {{is_command ? &listening_commands[0] : &listening_topics[APPLES], score},
                       {&listening_topics[PEARS], score / 2}},
        .candidate_count = 2,
    };
}

static void add(enum match_kind kind, bool is_command, float score)
{
    const struct match match = match_of(kind, is_command, score);
    judgement_add(&judgement, &match, 3);
}

/* By what it led to, whatever its score. */
static void test_the_better_counts(void **state)
{
    (void)state;
    judgement_init(&judgement);
    judgement.cpu_ns = 7;
    assert_true(judgement.is_silence);
    add(MATCH_NONE, false, 0.9F);
    assert_false(judgement.is_silence);
    assert_null(judgement.topic);
    add(MATCH_CLOSE, false, 0.5F);
    assert_ptr_equal(judgement.close[0], &listening_topics[APPLES]);
    assert_ptr_equal(judgement.close[1], &listening_topics[PEARS]);
    add(MATCH_ONE, true, 0.4F);
    assert_ptr_equal(judgement.command, &listening_commands[0]);
    assert_null(judgement.close[0]);
    add(MATCH_ONE, false, 0.3F);
    assert_ptr_equal(judgement.topic, &listening_topics[APPLES]);
    assert_null(judgement.command);
    add(MATCH_ONE, true, 0.99F);
    add(MATCH_NONE, false, 0.99F);
    assert_ptr_equal(judgement.topic, &listening_topics[APPLES]);
    assert_true(judgement.score < 0.31F);
    add(MATCH_ONE, false, 0.6F);
    assert_true(judgement.score > 0.59F);
    add(MATCH_ONE, false, 0.5F);
    assert_true(judgement.score > 0.59F);
    assert_int_equal(judgement.cpu_ns, 7);
}

static void judge(int times, const char *said)
{
    judging_open(said);
    judging_speak(&voice, times);
    assert_int_equal(recording_judge(&judging, voice.frames, voice.count, &judgement), 0);
    judging_close();
}

static void test_a_question(void **state)
{
    (void)state;
    const char *said = "apples|";
    judge(1, said);
    assert_ptr_equal(judgement.topic, &listening_topics[APPLES]);
    assert_true(judgement.score > 0.4F && judgement.score <= 1.0F);
    assert_false(judgement.is_silence);
    assert_true(judgement.cpu_ns > 0);
}

/* Who goes on after a pause is heard again. */
static void test_of_two_utterances_the_better(void **state)
{
    (void)state;
    const char *command_first = "speak louder|pears|";
    judge(2, command_first);
    assert_ptr_equal(judgement.topic, &listening_topics[PEARS]);
    const char *topic_first = "pears|speak louder|";
    judge(2, topic_first);
    assert_ptr_equal(judgement.topic, &listening_topics[PEARS]);
    const char *command_only = "|speak louder|";
    judge(2, command_only);
    assert_null(judgement.topic);
    assert_ptr_equal(judgement.command, &listening_commands[0]);
}

/* Words that the recogniser makes of an empty room, after what was said, are no question. */
static void test_the_room_afterwards_does_not_count(void **state)
{
    (void)state;
    const char *said = "|apples";
    judge(1, said);
    assert_null(judgement.topic);
}

static void test_nobody_speaks(void **state)
{
    (void)state;
    const char *said = "";
    judge(0, said);
    assert_null(judgement.topic);
    assert_null(judgement.command);
    assert_true(judgement.is_silence);
}

static void test_no_sound_at_all(void **state)
{
    (void)state;
    const char *said = "apples";
    judging_open(said);
    assert_int_equal(recording_judge(&judging, voice.frames, 0, &judgement), 0);
    judging_close();
    assert_null(judgement.topic);
    assert_true(judgement.is_silence);
}

static void test_a_failing_engine(void **state)
{
    (void)state;
    const char *said = "!";
    judging_open(said);
    judging_speak(&voice, 1);
    assert_int_equal(recording_judge(&judging, voice.frames, voice.count, &judgement), -EIO);
    judging_close();
    assert_null(judgement.topic);
}

static void test_wrong_settings(void **state)
{
    (void)state;
    const char *said = "apples";
    judging_open(said);
    judging.content.settings.utterance_max_ms = 0;
    assert_int_equal(recording_judge(&judging, voice.frames, 0, &judgement), -EINVAL);
    judging_close();
}

/* Each says what to do. */
static void test_what_is_wrong(void **state)
{
    (void)state;
    const int errors[] = {-ENOENT, -ENOTDIR, -EACCES, -EISDIR, -EINVAL, -EFBIG, -ENOMEM, -EIO, -EMFILE};
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        assert_non_null(strstr(recording_wrong(errors[i]), ": "));
        for (size_t j = 2; j < i; j++) {
            assert_string_not_equal(recording_wrong(errors[i]), recording_wrong(errors[j]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_better_counts),
        cmocka_unit_test(test_a_question),
        cmocka_unit_test(test_of_two_utterances_the_better),
        cmocka_unit_test(test_the_room_afterwards_does_not_count),
        cmocka_unit_test(test_nobody_speaks),
        cmocka_unit_test(test_no_sound_at_all),
        cmocka_unit_test(test_a_failing_engine),
        cmocka_unit_test(test_wrong_settings),
        cmocka_unit_test(test_what_is_wrong),
    };
    return cmocka_run_group_tests_name("recording", tests, NULL, NULL);
}
