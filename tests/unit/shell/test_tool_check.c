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

static int setup(void **state)
{
    struct folder *folder = malloc(sizeof(*folder));
    assert_non_null(folder);
    exhibition_folder_make(folder);
    *state = folder;
    return 0;
}

static int teardown(void **state)
{
    folder_remove(*state);
    free(*state);
    return 0;
}

static void check(const struct folder *folder, int exit_code, const char *expected_out, const char *expected_err)
{
    PROGRAM_RUN(&program, tool_check, "check", folder->path);
    char *out = folder_leave_out(folder, program.out);
    assert_string_equal(out, expected_out);
    assert_string_equal(program.err, expected_err);
    assert_int_equal(program.exit_code, exit_code);
    free(out);
}

static void test_summary(void **state)
{
    check(*state, 0, ": 2 topics, 3 wordings, 9 words to say; longest answer: agates, 4 words, about 1 s\n", "");
}

static void test_every_mistake_is_printed(void **state)
{
    const struct folder *folder = *state;
    folder_write(folder, "opals.md", "# What is an opal?\n\n## Asked as\n- what is a ruby\n");
    check(folder, 1,
          "/opals.md:1: the topic has no answer: write it as plain paragraphs below the title\n"
          "/rubies.md:10: `what is a ruby` is also asked in opals.md, line 4: change one of the two\n",
          "docent: 2 mistakes found: mend them and check again\n");
}

/* The commands of this tree: one who wants to know what can be asked is told by docent itself. */
static void test_rivals_of_commands(void **state)
{
    const struct folder *folder = *state;
    folder_write(folder, "opals.md", "# What is an opal?\n\nA stone.\n\n## Asked as\n- tell me more\n");
    check(folder, 1, "/opals.md: `tell me more` is also how docent is told `more`: ask it in other words\n",
          "docent: 1 mistake found: mend it and check again\n");
}

static void test_all_mistakes_in_settings_are_printed(void **state)
{
    const struct folder *folder = *state;
    char path[PATH_MAX];
    folder_write(folder, "docent.conf", "[voice]\nrate_wpm = 1\nrate = 2\n");
    folder_path(folder, "docent.conf", path);
    PROGRAM_RUN(&program, tool_check, "check", "--config", path, folder->path);
    char *out = folder_leave_out(folder, program.out);
    assert_string_equal(out, "/docent.conf:2: `1` is no value for rate_wpm: write a whole number from 80 to 450\n"
                             "/docent.conf:3: there is no setting `rate` in [voice]: see docent.conf(5)\n");
    assert_int_equal(program.exit_code, 1);
    free(out);
}

static void test_usage(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, tool_check, "check", "a", "b");
    assert_string_equal(program.err, "docent: `b` is one argument too many: see docent check --help\n");
    assert_int_equal(program.exit_code, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_summary, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_mistake_is_printed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rivals_of_commands, setup, teardown),
        cmocka_unit_test_setup_teardown(test_all_mistakes_in_settings_are_printed, setup, teardown),
        cmocka_unit_test(test_usage),
    };
    return cmocka_run_group_tests_name("tool_check", tests, NULL, NULL);
}
