/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/log.h"
#include "journal.h"
#include "program.h"

static struct program program;

static int say_something(int argc, char **argv)
{
    (void)argc;
    log_line(LOG_INFO, "%s is %d", argv[0], 3);
    log_heard("apples", 0.5F, 120, 900);
    log_answered("apples", 0.5F, 140);
    return 0;
}

static int say_much(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    char text[5000];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    log_line(LOG_ERR, "%s", text);
    return 0;
}

static int say_to_the_journal(int argc, char **argv)
{
    int result = journal_open() < 0 ? 1 : say_something(argc, argv);
    fputs(journal, stdout);
    return result;
}

static int say_beside_the_journal(int argc, char **argv)
{
    setenv("JOURNAL_STREAM", "1:2", 1);
    return say_something(argc, argv);
}

static const char something[] = "docentd: three is 3\n"
                                "docentd: heard apples, score 0.50, 900 ms of speech, decoded in 120 ms\n"
                                "docentd: answers apples, score 0.50, first sound after 140 ms\n";

static void test_lines(void **state)
{
    (void)state;
    unsetenv("JOURNAL_STREAM");
    PROGRAM_RUN(&program, say_something, "three");
    assert_string_equal(program.err, something);
    assert_string_equal(program.out, "");
}

static void test_a_long_line_is_cut(void **state)
{
    (void)state;
    unsetenv("JOURNAL_STREAM");
    PROGRAM_RUN(&program, say_much, "much");
    size_t length = strlen(program.err);
    assert_int_equal(length, strlen("docentd: ") + 1023 + 1);
    assert_int_equal(program.err[length - 1], '\n');
}

/* What the journal takes with its fields would be there twice if it also came through stderr. */
static void test_not_twice_in_the_journal(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, say_to_the_journal, "three");
    assert_int_equal(program.exit_code, 0);
    assert_string_equal(program.err, "");
    assert_non_null(strstr(program.out, "MESSAGE=heard apples, score 0.50\nPRIORITY=6\nDOCENT_TOPIC=apples\n"
                                        "DOCENT_SCORE=0.500\nDOCENT_DECODE_MS=120\nDOCENT_SPEECH_MS=900\n"
                                        "MESSAGE=answers apples, first sound after 140 ms\nPRIORITY=6\n"
                                        "DOCENT_TOPIC=apples\nDOCENT_SCORE=0.500\nDOCENT_LATENCY_MS=140\n"));
}

/* The variable is inherited by programs whose stderr goes elsewhere. */
static void test_stderr_that_is_not_the_journal(void **state)
{
    (void)state;
    PROGRAM_RUN(&program, say_beside_the_journal, "three");
    assert_string_equal(program.err, something);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_a_long_line_is_cut),
        cmocka_unit_test(test_not_twice_in_the_journal),
        cmocka_unit_test(test_stderr_that_is_not_the_journal),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
