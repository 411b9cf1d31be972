/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/tool.h"
#include "exhibition_folder.h"
#include "program.h"

static struct program program;
static struct folder folder;

static int setup(void **state)
{
    (void)state;
    exhibition_folder_make(&folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    folder_remove(&folder);
    return 0;
}

static void test_prints_what_is_spoken(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, tool_answer, "answer", "--content", folder.path, "agates");
    assert_string_equal(program.out, "A stone.\n\nWith bands.\n");
    assert_int_equal(program.exit_code, 0);
    PROGRAM_RUN(&program, tool_answer, "answer", "Rubies", "--more", "--content", folder.path);
    assert_string_equal(program.out, "Very hard.\n");
    assert_int_equal(program.exit_code, 0);
}

static void check_wrong(int exit_code, const char *topic, const char *option, const char *expected)
{
    PROGRAM_RUN(&program, tool_answer, "answer", "--content", folder.path, topic, option);
    assert_string_equal(program.err, expected);
    assert_string_equal(program.out, "");
    assert_int_equal(program.exit_code, exit_code);
}

static void test_says_what_is_wrong(void **state)
{
    (void)state;
    check_wrong(1, "rubbies", NULL, "docent: there is no topic rubbies: did you mean rubies?\n");
    check_wrong(1, "elephants", NULL, "docent: there is no topic elephants: docent topics lists them\n");
    check_wrong(1, "agates", "--more", "docent: topic agates has nothing more to say: leave out --more\n");
    check_wrong(2, NULL, NULL, "docent: one topic is wanted: see docent answer --help\n");
    check_wrong(2, "agates", "rubies", "docent: one topic is wanted: see docent answer --help\n");
    check_wrong(2, "agates", "--less", "docent: there is no option --less: see docent answer --help\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prints_what_is_spoken),
        cmocka_unit_test(test_says_what_is_wrong),
    };
    return cmocka_run_group_tests_name("tool_answer", tests, setup, teardown);
}
