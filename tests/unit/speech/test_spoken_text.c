/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "docent/spoken_text.h"

/* A pronunciation in memory of its own, as the content has it. */
#define SAID(written, sounds)                                                                                          \
    {                                                                                                                  \
        .word = (char[]){written}, .sounds_like = (char[])                                                             \
        {                                                                                                              \
            sounds                                                                                                     \
        }                                                                                                              \
    }

static const struct pronunciation list[] = {
    SAID("ERMA", "er ma"),      SAID("NGO", "en gee oh"), SAID("IT", "eye tee"),    SAID("lithium", "lithi um"),
    SAID("EIT Raw", "eye raw"), SAID("EIT", "e i t"),     SAID("NGO", "en jee oh"), SAID("3TG", "three tee gee"),
};
enum { LIST_COUNT = sizeof list / sizeof list[0] };

static void assert_spoken(const char *source, const char *expected)
{
    struct spoken_text text;
    assert_int_equal(spoken_text_init(&text, source, list, LIST_COUNT), 0);
    assert_string_equal(text.spoken, expected);
    assert_int_equal(text.spoken_length, strlen(expected));
    spoken_text_finish(&text);
}

static void test_words_are_replaced_where_they_stand_alone(void **state)
{
    (void)state;
    assert_spoken("", "");
    assert_spoken("What is ERMA?", "What is er ma?");
    assert_spoken("ERMA", "er ma");
    assert_spoken("ERMA-led (ERMA), \"ERMA\"", "er ma-led (er ma), \"er ma\"");
    assert_spoken("GERMAN SHERMAN ERMAN XERMA ERMA1", "GERMAN SHERMAN ERMAN XERMA ERMA1");
    assert_spoken("\xc3\xa9\x45RMA ERMA\xc3\xa9", "\xc3\xa9\x45RMA ERMA\xc3\xa9");
    assert_spoken("ERMA\xe2\x80\x94yes\xe2\x80\xa6", "er ma\xe2\x80\x94yes\xe2\x80\xa6");
}

static void test_capitals_matter_only_when_written(void **state)
{
    (void)state;
    assert_spoken("it is IT, It", "it is eye tee, It");
    assert_spoken("lithium Lithium LITHIUM", "lithi um lithi um lithi um");
}

static void test_possessive_and_plural_keep_their_ending(void **state)
{
    (void)state;
    assert_spoken("ERMA's plan", "er ma's plan");
    assert_spoken("ERMA\xe2\x80\x99s plan", "er ma\xe2\x80\x99s plan");
    assert_spoken("NGOs and 3TGs", "en jee ohs and three tee gees");
    assert_spoken("lithiums", "lithiums");
}

static void test_longest_wins_then_later(void **state)
{
    (void)state;
    assert_spoken("EIT Raw", "eye raw");
    assert_spoken("EIT \n Raw", "eye raw");
    assert_spoken("EIT Rawer", "e i t Rawer");
    assert_spoken("NGO", "en jee oh");
}

static void test_an_empty_word_matches_nothing(void **state)
{
    (void)state;
    struct pronunciation empty = SAID("", "oops");
    struct spoken_text text;
    assert_int_equal(spoken_text_init(&text, "a b", &empty, 1), 0);
    assert_string_equal(text.spoken, "a b");
    spoken_text_finish(&text);
}

static void test_control_characters_become_spaces(void **state)
{
    (void)state;
    assert_spoken("a\x01\x1b\x7f"
                  "b\tc\nd",
                  "a   b c\nd");
    assert_spoken("a\xc2\x85z", "a\xc2\xa0z");
}

/* Follow every character of the spoken text; expect these words of the source, in order, and no others. */
static void assert_words(const char *source, const char *const *expected)
{
    struct spoken_text text;
    struct spoken_cursor cursor = {0};
    assert_int_equal(spoken_text_init(&text, source, list, LIST_COUNT), 0);
    for (size_t character = 0; character < text.spoken_length + 3; character++) {
        size_t offset, length;
        if (spoken_text_follow(&text, &cursor, character, &offset, &length)) {
            assert_non_null(*expected);
            assert_int_equal(length, strlen(*expected));
            assert_memory_equal(source + offset, *expected, length);
            expected++;
        }
    }
    assert_null(*expected);
    spoken_text_finish(&text);
}

static void test_scripts_within_a_word_are_parted(void **state)
{
    (void)state;
    assert_spoken("1'\xe0\xa4\xa8x", "1' \xe0\xa4\xa8 x");
    assert_spoken("\xd0\x90\xd0\xb2 a\xcc\x81\xef\xac\x81 \xe2\x82\xac"
                  "5",
                  "\xd0\x90\xd0\xb2 a\xcc\x81\xef\xac\x81 \xe2\x82\xac"
                  "5");
    assert_words("1'\xe0\xa4\xa8x ERMA\xe0\xa4\xa8",
                 (const char *const[]){"1'\xe0\xa4\xa8x", "ERMA\xe0\xa4\xa8", NULL});
}

static void test_endless_words_are_parted(void **state)
{
    (void)state;
    char word[SPOKEN_TEXT_WORD_CHARACTERS_MAX * 2 + 2], expected[sizeof word + 2];
    memset(word, 'o', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    snprintf(expected, sizeof expected, "%.*s %.*s o", SPOKEN_TEXT_WORD_CHARACTERS_MAX, word,
             SPOKEN_TEXT_WORD_CHARACTERS_MAX, word);
    assert_spoken(word, expected);
    assert_words(word, (const char *const[]){word, NULL});
    struct pronunciation endless = SAID("x", "");
    endless.sounds_like = word;
    struct spoken_text text;
    assert_int_equal(spoken_text_init(&text, "x", &endless, 1), 0);
    assert_string_equal(text.spoken, expected);
    spoken_text_finish(&text);
}

static void test_bad_texts_are_refused(void **state)
{
    (void)state;
    struct spoken_text text;
    assert_int_equal(spoken_text_init(&text, "bad \xff here", list, LIST_COUNT), -EINVAL);
    assert_int_equal(spoken_text_init(&text, "cut \xe2\x80", list, LIST_COUNT), -EINVAL);
    struct pronunciation broken = SAID("x", "\xff");
    assert_int_equal(spoken_text_init(&text, "x", &broken, 1), -EINVAL);
    char *big = malloc(SPOKEN_TEXT_SOURCE_BYTES_MAX + 2);
    assert_non_null(big);
    memset(big, 'a', SPOKEN_TEXT_SOURCE_BYTES_MAX + 1);
    big[SPOKEN_TEXT_SOURCE_BYTES_MAX + 1] = '\0';
    assert_int_equal(spoken_text_init(&text, big, list, LIST_COUNT), -E2BIG);
    big[SPOKEN_TEXT_SOURCE_BYTES_MAX] = '\0';
    assert_int_equal(spoken_text_init(&text, big, list, LIST_COUNT), 0);
    spoken_text_finish(&text);
    memset(big, ' ', SPOKEN_TEXT_SOURCE_BYTES_MAX);
    for (size_t i = 0; i < SPOKEN_TEXT_SOURCE_BYTES_MAX; i += 2) {
        big[i] = 'x';
    }
    struct pronunciation long_one = SAID("x", "a very long way to say something so short");
    assert_int_equal(spoken_text_init(&text, big, &long_one, 1), -E2BIG);
    free(big);
}

static void test_words_are_found_in_the_source(void **state)
{
    (void)state;
    assert_words("", (const char *const[]){NULL});
    assert_words(" \n ", (const char *const[]){NULL});
    assert_words("One  two,\nthree.", (const char *const[]){"One", "two", "three", NULL});
    assert_words("\xe2\x80\x9cNa\xc3\xafve\xe2\x80\x9d (caf\xc3\xa9)\xc2\xa0x\xe2\x80\xa6",
                 (const char *const[]){"Na\xc3\xafve", "caf\xc3\xa9", "x", NULL});
    assert_words("Don't pay 1,234.5 or \xe2\x82\xac"
                 "50 - ok?",
                 (const char *const[]){"Don't", "pay", "1,234.5", "or",
                                       "\xe2\x82\xac"
                                       "50",
                                       "-", "ok", NULL});
}

static void test_replaced_words_are_found_once_and_whole(void **state)
{
    (void)state;
    assert_words("The ERMA's NGOs, too", (const char *const[]){"The", "ERMA's", "NGOs", "too", NULL});
    assert_words("at EIT  Raw, now", (const char *const[]){"at", "EIT  Raw", "now", NULL});
    assert_words("(ERMA)", (const char *const[]){"ERMA", NULL});
}

static void test_following_never_goes_back(void **state)
{
    (void)state;
    struct spoken_text text;
    struct spoken_cursor cursor = {0};
    size_t offset, length;
    assert_int_equal(spoken_text_init(&text, "one two three", NULL, 0), 0);
    assert_true(spoken_text_follow(&text, &cursor, 5, &offset, &length));
    assert_int_equal(offset, 4);
    assert_int_equal(length, 3);
    assert_false(spoken_text_follow(&text, &cursor, 0, &offset, &length));
    assert_false(spoken_text_follow(&text, &cursor, 6, &offset, &length));
    assert_false(spoken_text_follow(&text, &cursor, 7, &offset, &length));
    assert_true(spoken_text_follow(&text, &cursor, 8, &offset, &length));
    assert_false(spoken_text_follow(&text, &cursor, 1000, &offset, &length));
    spoken_text_finish(&text);
    spoken_text_finish(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_are_replaced_where_they_stand_alone),
        cmocka_unit_test(test_capitals_matter_only_when_written),
        cmocka_unit_test(test_possessive_and_plural_keep_their_ending),
        cmocka_unit_test(test_longest_wins_then_later),
        cmocka_unit_test(test_an_empty_word_matches_nothing),
        cmocka_unit_test(test_control_characters_become_spaces),
        cmocka_unit_test(test_scripts_within_a_word_are_parted),
        cmocka_unit_test(test_endless_words_are_parted),
        cmocka_unit_test(test_bad_texts_are_refused),
        cmocka_unit_test(test_words_are_found_in_the_source),
        cmocka_unit_test(test_replaced_words_are_found_once_and_whole),
        cmocka_unit_test(test_following_never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
