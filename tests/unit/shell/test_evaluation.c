/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/evaluation.h"
#include "listening_fixture.h"

enum { HOUR_FRAMES = 3600 * RECOGNISER_RATE_HZ, CLIPS = 9 };

static struct exhibition exhibition;
static struct evaluation evaluation;
static struct manifest_entry entries[CLIPS] = {
    {.shown = (char[]){"right"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"wrong"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"none"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"almost"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"astray"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"quiet"}},
    {.shown = (char[]){"taken"}},
    {.shown = (char[]){"command"}},
    {.shown = (char[]){"gone"}, .topic = &listening_topics[APPLES]},
};
static const struct manifest manifest = {.entries = entries, .count = CLIPS};

static int setup(void **state)
{
    (void)state;
    snprintf(exhibition.content.folder, sizeof(exhibition.content.folder), "fruit");
    assert_int_equal(evaluation_init(&evaluation, &exhibition, &manifest), 0);
    struct evaluation_clip *clips = evaluation.clips;
    for (size_t i = 0; i < CLIPS; i++) {
        assert_true(clips[i].judgement.is_silence);
        clips[i].frame_count = HOUR_FRAMES;
        clips[i].judgement.cpu_ns = 36000000000U;
    }
    clips[0].judgement.topic = &listening_topics[APPLES];
    clips[1].judgement.topic = &listening_topics[PEARS];
    clips[3].judgement.close[0] = &listening_topics[PLUMS];
    clips[3].judgement.close[1] = &listening_topics[APPLES];
    clips[4].judgement.close[0] = &listening_topics[PLUMS];
    clips[4].judgement.close[1] = &listening_topics[PEARS];
    clips[6].judgement.topic = &listening_topics[PEARS];
    clips[6].answers = 3;
    clips[7].judgement.command = &listening_commands[0];
    clips[8].error = -2;
    evaluation.gap_frames = HOUR_FRAMES / 2;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    evaluation_finish(&evaluation);
    return 0;
}

static void test_counts(void **state)
{
    (void)state;
    struct evaluation_counts counts;
    evaluation_count(&evaluation, &counts);
    assert_int_equal(counts.asked, 5);
    assert_int_equal(counts.right, 1);
    assert_int_equal(counts.wrong, 1);
    assert_int_equal(counts.none, 3);
    assert_int_equal(counts.asked_back, 1);
    assert_int_equal(counts.talk, 3);
    assert_int_equal(counts.answered, 1);
    assert_int_equal(counts.answers, 3);
    assert_int_equal(counts.commands, 1);
    assert_int_equal(counts.unjudged, 1);
    assert_float_equal((float)counts.talk_hours, 3, 0.001F);
    assert_float_equal((float)counts.hours, 8.5F, 0.001F);
    assert_float_equal((float)counts.cpu_s, 8 * 36, 0.001F);
}

static void test_real_time_factor(void **state)
{
    (void)state;
    struct evaluation_counts counts = {.hours = 2, .cpu_s = 720};
    assert_float_equal((float)evaluation_real_time_factor(&counts), 0.1F, 0.0001F);
    counts.hours = 0;
    assert_float_equal((float)evaluation_real_time_factor(&counts), 0, 0);
}

static size_t told;

static void note(void *user, size_t index, const struct evaluation_clip *clip)
{
    assert_ptr_equal(user, &manifest);
    assert_ptr_equal(clip, &evaluation.clips[index]);
    told = index;
}

static void test_telling(void **state)
{
    (void)state;
    evaluation_tell(&evaluation, 3); /* nobody wants to know */
    struct evaluation watched = evaluation;
    watched.watcher = note;
    watched.watcher_user = (void *)(uintptr_t)&manifest;
    evaluation_tell(&watched, 4);
    assert_int_equal(told, 4);
}

static void test_nothing(void **state)
{
    (void)state;
    evaluation_finish(NULL);
    const struct manifest none = {0};
    struct evaluation empty;
    struct evaluation_counts counts;
    assert_int_equal(evaluation_init(&empty, &exhibition, &none), 0);
    evaluation_count(&empty, &counts);
    assert_int_equal(counts.asked + counts.talk + counts.unjudged, 0);
    evaluation_finish(&empty);
    assert_null(empty.clips);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_real_time_factor),
        cmocka_unit_test(test_telling),
        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests_name("evaluation", tests, setup, teardown);
}
