/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluation_fixture.h"

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
    assert_int_equal(counts.reprompts, 6);
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
    return cmocka_run_group_tests_name("evaluation", tests, evaluation_setup, evaluation_teardown);
}
