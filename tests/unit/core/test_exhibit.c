/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/exhibit.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void append(struct text_list *list, const char *text)
{
    assert_int_equal(text_list_append(list, text, strlen(text)), 0);
}

static char *copy(const char *text)
{
    char *result = strdup(text);
    assert_non_null(result);
    return result;
}

static int setup(void **state)
{
    struct exhibit *exhibit = calloc(1, sizeof(*exhibit));
    assert_non_null(exhibit);
    exhibit->title = copy("Raw materials");
    append(&exhibit->greeting, "Ask me.");
    exhibit->topics = calloc(2, sizeof(*exhibit->topics));
    assert_non_null(exhibit->topics);
    exhibit->topic_count = 2;
    exhibit->topics[0].id = copy("deep-sea");
    exhibit->topics[0].title = copy("What about mining in the deep sea?");
    append(&exhibit->topics[0].answer, "Not yet.");
    append(&exhibit->topics[0].answer, "Perhaps later.");
    append(&exhibit->topics[0].keywords, "deep sea");
    append(&exhibit->topics[0].keywords, "sea bed");
    exhibit->topics[1].id = copy("governance");
    exhibit->topics[1].title = copy("Governance");
    exhibit->pronunciations = calloc(1, sizeof(*exhibit->pronunciations));
    assert_non_null(exhibit->pronunciations);
    exhibit->pronunciation_count = 1;
    exhibit->pronunciations[0].word = copy("ERMA");
    exhibit->pronunciations[0].sounds_like = copy("er ma");
    *state = exhibit;
    return 0;
}

static int teardown(void **state)
{
    exhibit_finish(*state);
    free(*state);
    return 0;
}

static void test_find(void **state)
{
    assert_int_equal(exhibit_find(*state, "deep-sea"), 0);
    assert_int_equal(exhibit_find(*state, "Governance"), 1);
    assert_int_equal(exhibit_find(*state, "deep"), -ENOENT);
    assert_int_equal(exhibit_find(*state, ""), -ENOENT);
}

static void test_name_is_the_first_keyword_or_the_title(void **state)
{
    const struct exhibit *exhibit = *state;
    assert_string_equal(topic_name(&exhibit->topics[0]), "deep sea");
    assert_string_equal(topic_name(&exhibit->topics[1]), "Governance");
}

static void test_speech_has_a_blank_line_between_paragraphs(void **state)
{
    const struct exhibit *exhibit = *state;
    char *text;
    assert_int_equal(exhibit_speech(&exhibit->topics[0].answer, &text), 0);
    assert_string_equal(text, "Not yet.\n\nPerhaps later.");
    free(text);
}

static void test_whole_words(void **state)
{
    struct text_list words = {0};
    assert_int_equal(exhibit_whole_words(*state, &words), 0);
    assert_int_equal(words.count, 1);
    assert_string_equal(words.items[0], "ERMA");
    text_list_finish(&words);
}

static void test_finish_empties_and_takes_null(void **state)
{
    (void)state;
    struct exhibit exhibit = {0};
    exhibit_finish(NULL);
    exhibit_finish(&exhibit);
    exhibit_finish(&exhibit);
    assert_null(exhibit.topics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_find, setup, teardown),
        cmocka_unit_test_setup_teardown(test_name_is_the_first_keyword_or_the_title, setup, teardown),
        cmocka_unit_test_setup_teardown(test_speech_has_a_blank_line_between_paragraphs, setup, teardown),
        cmocka_unit_test_setup_teardown(test_whole_words, setup, teardown),
        cmocka_unit_test(test_finish_empties_and_takes_null),
    };
    return cmocka_run_group_tests_name("exhibit", tests, NULL, NULL);
}
