/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void check_line(const struct problem *problem, const char *expected)
{
    char *line = problem_line(problem);
    assert_string_equal(line, expected);
    free(line);
}

static void test_add_and_print(void **state)
{
    (void)state;
    struct problems problems = {0};
    assert_true(problems_are_none(&problems));
    problems_add(&problems, "a.md", 12, "%d things: %s", 2, "mend them");
    problems_add(&problems, "folder", 0, "empty");
    assert_false(problems_are_none(&problems));
    check_line(&problems.items[0], "a.md:12: 2 things: mend them");
    check_line(&problems.items[1], "folder: empty");
    problems_finish(&problems);
    assert_true(problems_are_none(&problems));
}

static void test_control_characters_are_tamed(void **state)
{
    (void)state;
    struct problems problems = {0};
    problems_add(&problems, "a\nb.md", 1, "`\033[2J\x7f\t` is caf\xc3\xa9");
    check_line(&problems.items[0], "a?b.md:1: `?[2J??` is caf\xc3\xa9");
    problems_finish(&problems);
}

static void test_sort_is_by_file_then_line_and_stable(void **state)
{
    (void)state;
    struct problems problems = {0};
    problems_add(&problems, "b", 1, "4");
    problems_add(&problems, "a", 10, "3");
    problems_add(&problems, "a", 2, "1");
    problems_add(&problems, "a", 2, "2");
    problems_sort(&problems);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(atoi(problems.items[i].text), i + 1);
    }
    problems_finish(&problems);
}

static void test_too_many_are_only_counted(void **state)
{
    (void)state;
    struct problems problems = {0};
    for (int i = 0; i < PROBLEMS_MAX + 3; i++) {
        problems_add(&problems, "a", 1, "%d", i);
    }
    assert_int_equal(problems.count, PROBLEMS_MAX);
    assert_int_equal(problems.unlisted_count, 3);
    problems_finish(&problems);
    problems_finish(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_add_and_print),
        cmocka_unit_test(test_control_characters_are_tamed),
        cmocka_unit_test(test_sort_is_by_file_then_line_and_stable),
        cmocka_unit_test(test_too_many_are_only_counted),
    };
    return cmocka_run_group_tests_name("problem", tests, NULL, NULL);
}
