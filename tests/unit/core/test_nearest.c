/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const known[] = {"more", NULL, "keywords", "asked as", "no"};

static const char *nearest(const char *word)
{
    return nearest_word(word, known, sizeof(known) / sizeof(known[0]));
}

static void test_finds_slips(void **state)
{
    (void)state;
    assert_string_equal(nearest("keywords"), "keywords");
    assert_string_equal(nearest("Keyword"), "keywords");  /* left out, and a capital */
    assert_string_equal(nearest("mmore"), "more");        /* put in */
    assert_string_equal(nearest("mone"), "more");         /* changed */
    assert_string_equal(nearest("mroe"), "more");         /* swapped */
    assert_string_equal(nearest("asekd sa"), "asked as"); /* swapped twice */
    assert_string_equal(nearest("n"), "no");
}

static void test_leaves_other_words_alone(void **state)
{
    (void)state;
    assert_null(nearest("elephants"));
    assert_null(nearest("mzzz"));
    assert_null(nearest(""));
    assert_null(nearest_word("more", NULL, 0));
}

static void test_long_words_have_no_neighbour(void **state)
{
    (void)state;
    char word[65];
    memset(word, 'a', sizeof(word) - 1);
    word[64] = '\0';
    const char *const words[] = {word};
    assert_null(nearest_word(word, words, 1));
    word[63] = '\0';
    assert_ptr_equal(nearest_word(word, words, 1), word);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_slips),
        cmocka_unit_test(test_leaves_other_words_alone),
        cmocka_unit_test(test_long_words_have_no_neighbour),
    };
    return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
