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

static void test_lists_in_spoken_order(void **state)
{
    (void)state;
    struct folder folder;
    exhibition_folder_make(&folder);
    PROGRAM_RUN(&program, tool_topics, "topics", "--content", folder.path);
    assert_string_equal(program.out, "rubies\tWhat is a ruby?\nagates\tWhat is an agate?\n");
    assert_string_equal(program.err, "");
    assert_int_equal(program.exit_code, 0);
    folder_remove(&folder);
}

static void test_takes_no_argument(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, tool_topics, "topics", "rubies");
    assert_string_equal(program.err, "docent: `rubies` is one argument too many: see docent topics --help\n");
    assert_int_equal(program.exit_code, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists_in_spoken_order),
        cmocka_unit_test(test_takes_no_argument),
    };
    return cmocka_run_group_tests_name("tool_topics", tests, NULL, NULL);
}
