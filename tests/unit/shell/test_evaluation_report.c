/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "evaluation_fixture.h"

static void check_heard(size_t index, bool shows_commands, const char *expected)
{
    char heard[32];
    evaluation_heard(&evaluation.clips[index].judgement, shows_commands, heard, sizeof(heard));
    assert_string_equal(heard, expected);
}

static void test_heard(void **state)
{
    (void)state;
    check_heard(0, false, "apples");
    check_heard(2, true, "-");
    check_heard(3, true, "-");
    check_heard(7, false, "-");
    check_heard(7, true, "command:louder");
    char cut[4];
    evaluation_heard(&evaluation.clips[0].judgement, false, cut, sizeof(cut));
    assert_string_equal(cut, "app");
}

static char *printed(const struct evaluation_counts *counts)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    evaluation_print(stream, counts, 51200);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static void test_printed(void **state)
{
    (void)state;
    struct evaluation_counts counts;
    evaluation_count(&evaluation, &counts);
    char *text = printed(&counts);
    assert_non_null(strstr(text, "right              1 of 5 = 20.0 % (95 %: 3.6 to 62.4)\n"));
    assert_non_null(strstr(text, "none               3 of 5 = 60.0 %"));
    assert_non_null(strstr(text, "almost             1 of none, asking back which of two is meant\n"));
    assert_non_null(strstr(text, "false answers      1 of 3 = 33.3 %"));
    assert_non_null(strstr(text, "an hour          1.0 (95 %: 0.2 to 2.9), 3 in 3.000 hours\n"));
    assert_non_null(strstr(text, "asked again      2.0 (95 %: 0.7 to 4.4), 6 in 3.000 hours\n"));
    assert_non_null(strstr(text, "commands           1\n"));
    assert_non_null(strstr(text, "not judged         1\n"));
    assert_non_null(strstr(text, "audio              8.500 hours\n"));
    assert_non_null(strstr(text, "real time          0.009 CPU seconds a second\n"));
    assert_non_null(strstr(text, "memory              50.0 MB at most\n"));
    free(text);
}

/* No share of nothing, no division by it. */
static void test_nothing_printed_of_nothing(void **state)
{
    (void)state;
    const struct evaluation_counts counts = {0};
    char *text = printed(&counts);
    assert_null(strstr(text, "right"));
    assert_null(strstr(text, "an hour"));
    assert_null(strstr(text, "asked again"));
    assert_null(strstr(text, "nan"));
    assert_non_null(strstr(text, "audio              0.000 hours\n"));
    free(text);
}

static void test_json(void **state)
{
    (void)state;
    char *text = NULL;
    assert_int_equal(evaluation_json(&evaluation, "a \"list\".tsv", 51200, &text), 0);
    assert_non_null(strstr(text, "\"manifest\":\"a \\\"list\\\".tsv\",\"content\":\"fruit\",\"listening\":\"button\""));
    assert_non_null(strstr(text, "\"questions\":{\"count\":5,\"right\":1,\"wrong\":1,\"none\":3,\"asked_back\":1,"
                                 "\"right_percent\":{\"value\":20.000,\"low\":3.622,\"high\":62.447}"));
    assert_non_null(strstr(text, "\"talk\":{\"count\":3,\"answered\":1,"));
    assert_non_null(strstr(text, "\"reprompts\":6,\"reprompts_per_hour\":{\"value\":2.000,"));
    assert_non_null(strstr(text, "\"peak_memory_kb\":51200"));
    assert_non_null(strstr(text, "{\"path\":\"command\",\"expected\":\"-\",\"heard\":\"command:louder\","));
    assert_non_null(strstr(text, "{\"path\":\"gone\",\"expected\":\"apples\",\"error\":\"there is no such file: "
                                 "check its name\"}"));
    assert_int_equal(strchr(text, '\n') - text + 1, strlen(text));
    free(text);
}

/* Names that need six bytes for each of theirs still fit. */
static void test_json_has_room(void **state)
{
    (void)state;
    enum { NAME_BYTES = 3000 };
    char *name = calloc(NAME_BYTES + 1, 1);
    assert_non_null(name);
    memset(name, 1, NAME_BYTES);
    char *shown = entries[0].shown;
    entries[0].shown = name;
    char *text = NULL;
    assert_int_equal(evaluation_json(&evaluation, name, 1, &text), 0);
    assert_true(strlen(text) > (size_t)12 * NAME_BYTES);
    entries[0].shown = shown;
    free(text);
    free(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heard),
        cmocka_unit_test(test_printed),
        cmocka_unit_test(test_nothing_printed_of_nothing),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_has_room),
    };
    return cmocka_run_group_tests_name("evaluation_report", tests, evaluation_setup, evaluation_teardown);
}
