/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/complain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "program.h"

static int run_complain(int argc, char **argv)
{
    return complain("%s: %d arguments", argv[0], argc);
}

static int run_complain_usage(int argc, char **argv)
{
    return complain_usage(argc > 1 ? argv[1] : NULL, "no");
}

static int run_complain_problems(int argc, char **argv)
{
    struct problems problems = {0};
    for (int i = 1; i < argc; i++) {
        problems_add(&problems, "a.md", 3, "%s", argv[i]);
    }
    int result = complain_problems(&problems);
    problems_finish(&problems);
    return result;
}

static void check(program_main *run, const char *const *arguments, int exit_code, const char *expected)
{
    static struct program program;
    program_run(&program, run, arguments);
    assert_string_equal(program.err, expected);
    assert_string_equal(program.out, "");
    assert_int_equal(program.exit_code, exit_code);
}

#define CHECK(run, exit_code, expected, ...) check(run, (const char *const[]){"name", __VA_ARGS__}, exit_code, expected)

static void test_one_line_and_exit_code(void **state)
{
    (void)state;
    CHECK(run_complain, 1, "docent: name: 2 arguments\n", "x", NULL);
    CHECK(run_complain_usage, 2, "docent: no: see docent ask --help\n", "ask", NULL);
    CHECK(run_complain_usage, 2, "docent: no: see docent --help\n", NULL);
    CHECK(run_complain_problems, 1, "docent: a.md:3: one: mend it\n", "one: mend it", NULL);
    CHECK(run_complain_problems, 1, "docent: a.md:3: one (and 2 more: run docent check)\n", "one", "two", "three",
          NULL);
    CHECK(run_complain_problems, 1, "docent: out of memory: stop other programs, or use a machine with more\n", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_line_and_exit_code)};
    return cmocka_run_group_tests_name("complain", tests, NULL, NULL);
}
