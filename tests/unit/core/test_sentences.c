/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/sentences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { STARTS_MAX = 8 };

/* The sentences of `text` must begin where `beginnings` says, in order. */
static void assert_sentences(const char *text, const char *const *beginnings, size_t count)
{
    size_t starts[STARTS_MAX];

    assert_int_equal(sentences_find(text, starts, STARTS_MAX), count);
    for (size_t i = 0; i < count; i++) {
        assert_memory_equal(text + starts[i], beginnings[i], strlen(beginnings[i]));
    }
}

#define assert_begin(text, ...)                                                                                        \
    do {                                                                                                               \
        const char *const beginnings[] = {__VA_ARGS__};                                                                \
        assert_sentences(text, beginnings, sizeof(beginnings) / sizeof(beginnings[0]));                                \
    } while (0)

static void full_stops_question_and_exclamation_marks_end_a_sentence(void **state)
{
    (void)state;
    assert_begin("It is so. Is it? Yes! Good", "It is", "Is it", "Yes", "Good");
}

static void paragraphs_and_lines_end_a_sentence(void **state)
{
    (void)state;
    assert_begin("no stop here\n\nNext one.\n", "no stop", "Next one");
}

static void closing_quotes_belong_to_the_sentence(void **state)
{
    (void)state;
    assert_begin("He said \"stop.\" Then (he went.) Done.", "He said", "Then", "Done");
    assert_begin("It was \xe2\x80\x9cso.\xe2\x80\x9d Now.", "It was", "Now");
}

static void shortened_words_do_not_end_a_sentence(void **state)
{
    (void)state;
    assert_begin("Ask Dr. Smith or J. Jones, e.g. today. Then go.", "Ask", "Then");
}

static void numbers_and_small_letters_go_on(void **state)
{
    (void)state;
    assert_begin("It is 98.5 percent. That is approx. half, etc. and so on. End.", "It is", "That is", "End");
}

static void a_number_or_accented_letter_may_begin_a_sentence(void **state)
{
    (void)state;
    assert_begin("So it was. 17 elements. \xc3\x89mile came.", "So", "17 elements", "\xc3\x89mile");
}

static void nothing_to_say_has_no_sentence(void **state)
{
    size_t starts[STARTS_MAX];

    (void)state;
    assert_int_equal(sentences_find("", starts, STARTS_MAX), 0);
    assert_int_equal(sentences_find(" ... \n -- ?!", starts, STARTS_MAX), 0);
}

static void what_exceeds_the_limit_is_the_last_sentence(void **state)
{
    size_t starts[2];

    (void)state;
    assert_int_equal(sentences_find("One. Two. Three.", starts, 2), 2);
    assert_int_equal(starts[1], 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_stops_question_and_exclamation_marks_end_a_sentence),
        cmocka_unit_test(paragraphs_and_lines_end_a_sentence),
        cmocka_unit_test(closing_quotes_belong_to_the_sentence),
        cmocka_unit_test(shortened_words_do_not_end_a_sentence),
        cmocka_unit_test(numbers_and_small_letters_go_on),
        cmocka_unit_test(a_number_or_accented_letter_may_begin_a_sentence),
        cmocka_unit_test(nothing_to_say_has_no_sentence),
        cmocka_unit_test(what_exceeds_the_limit_is_the_last_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
