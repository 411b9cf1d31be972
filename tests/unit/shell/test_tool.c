/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/tool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "program.h"

static const struct tool_usage usage = {.command = "try", .arguments = "[X]", .help = "Tries.\n"};

/* Prints what the tool made of its options: the exit code to end with at once is the program's. */
static int run(int argc, char **argv)
{
    struct tool_options options;
    int result = tool_options_read(&usage, argc, argv, &options);
    if (result >= 0) {
        return result;
    }
    printf("content %s, config %s, %d left", options.content == NULL ? "-" : options.content,
           options.config == NULL ? "-" : options.config, argc - optind);
    return 0;
}

static int run_find(int argc, char **argv)
{
    struct tool_options options;
    static struct tool_content content;
    (void)tool_options_read(&usage, argc, argv, &options);
    int result = tool_content_find(&options, &content, NULL);
    if (result == 0) {
        printf("%s %s", content.folder, content.phrasebook_folder);
    }
    return result;
}

static int run_load(int argc, char **argv)
{
    struct tool_options options;
    static struct tool_content content;
    (void)tool_options_read(&usage, argc, argv, &options);
    int result = tool_content_load(&options, &content);
    if (result == 0) {
        printf("%s", content.exhibit.title);
        tool_content_finish(&content);
    }
    return result;
}

static struct program program;

static void test_options(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, run, "try");
    assert_string_equal(program.out, "content -, config -, 0 left");
    PROGRAM_RUN(&program, run, "try", "a", "--content", "c", "b", "--config=d");
    assert_string_equal(program.out, "content c, config d, 2 left");
    assert_int_equal(program.exit_code, 0);
    PROGRAM_RUN(&program, run, "try", "--", "--content");
    assert_string_equal(program.out, "content -, config -, 1 left");
}

static void test_help(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, run, "try", "--help");
    assert_int_equal(program.exit_code, 0);
    assert_non_null(strstr(program.out, "usage: docent try [X]\nTries.\n"));
    assert_non_null(strstr(program.out, "--content DIR"));
    assert_string_equal(program.err, "");
}

static void check_usage(const char *option, const char *expected)
{
    PROGRAM_RUN(&program, run, "try", option);
    assert_string_equal(program.err, expected);
    assert_string_equal(program.out, "");
    assert_int_equal(program.exit_code, 2);
}

static void test_bad_options(void **state)
{
    (void)state;
    check_usage("--content", "docent: --content needs a value: see docent try --help\n");
    check_usage("--foo", "docent: there is no option --foo: see docent try --help\n");
    check_usage("--help=x", "docent: there is no option --help=x: see docent try --help\n");
    check_usage("-x", "docent: there is no option -x: see docent try --help\n");
    check_usage("-xyz", "docent: there is no option -x: see docent try --help\n");
}

static void test_finds_the_tree(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, run_find, "try");
    assert_string_equal(program.out, DOCENT_SOURCE_DIR "/content/erma " DOCENT_SOURCE_DIR "/content/common/en");
    PROGRAM_RUN(&program, run_find, "try", "--content", "here");
    assert_string_equal(program.out, "here " DOCENT_SOURCE_DIR "/content/common/en");
}

static void check_wrong(program_main *wrong, const char *option, const char *value, const char *expected)
{
    PROGRAM_RUN(&program, wrong, "try", option, value);
    assert_string_equal(program.err, expected);
    assert_int_equal(program.exit_code, 1);
}

static void write_config(const char *text, char *path)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void test_bad_settings(void **state)
{
    (void)state;
    char path[] = "/tmp/docent-test-XXXXXX";
    char expected[256];
    check_wrong(run_find, "--config", "/not-there", "docent: /not-there: there is no such file: check its name\n");
    write_config("[exhibit]\nname = ../x\nlanguage = en\n", path);
    check_wrong(run_find, "--config", path,
                "docent: [exhibit] name = ../x is no folder's name: write one without a slash\n");
    unlink(path);
    write_config("[voice]\nrate_wpm = 1\n", strcpy(path, "/tmp/docent-test-XXXXXX"));
    snprintf(expected, sizeof(expected),
             "docent: %s:2: `1` is no value for rate_wpm: write a whole number from 80 to 450\n", path);
    check_wrong(run_find, "--config", path, expected);
    unlink(path);
}

static void test_loads_or_says_why_not(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, run_load, "try");
    assert_string_equal(program.err, "");
    assert_string_equal(program.out, "The European Raw Materials Alliance");
    check_wrong(run_load, "--content", "/not-there", "docent: /not-there: there is no such folder: check its name\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options),      cmocka_unit_test(test_help),
        cmocka_unit_test(test_bad_options),  cmocka_unit_test(test_finds_the_tree),
        cmocka_unit_test(test_bad_settings), cmocka_unit_test(test_loads_or_says_why_not),
    };
    return cmocka_run_group_tests_name("tool", tests, NULL, NULL);
}
