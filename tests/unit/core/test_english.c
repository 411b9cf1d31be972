/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/english.h"

static const struct english_word words[] = {{"mine", -3.5F}, {"the", -1.2F}, {"lithium", -6.0F}, {"a", -1.4F}};

static void commonest_first(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_create(&english, words, 4), 0);
    assert_int_equal(english_count(english), 4);
    assert_string_equal(english_word_at(english, 0).text, "the");
    assert_string_equal(english_word_at(english, 3).text, "lithium");
    english_destroy(english);
}

static void probability_of_listed_and_of_unknown(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_create(&english, words, 4), 0);
    assert_float_equal(english_log10_probability(english, "mine"), -3.5, 1e-6);
    assert_float_equal(english_log10_probability(english, "xylophone"), -6.0, 1e-6);
    assert_float_equal(english_log10_probability(NULL, "mine"), -4.0, 1e-6);
    assert_int_equal(english_place(english, "mine"), 2);
    assert_int_equal(english_place(english, "xylophone"), -1);
    english_destroy(english);
}

static void nothing_and_too_much_are_refused(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_create(&english, words, 0), -EINVAL);
    assert_int_equal(english_create(&english, words, ENGLISH_WORDS_MAX + 1), -EINVAL);
    assert_null(english);
    english_destroy(NULL);
}

static void pairs_come_in_order_and_within_the_list(void **state)
{
    (void)state;
    const struct english_pair pairs[] = {{1, 0, -0.5F}, {0, 3, -2.0F}, {0, 1, -1.0F}};
    const struct english_pair beyond = {0, 4, -1.0F};
    struct english *english = NULL;
    assert_int_equal(english_create(&english, words, 4), 0);
    assert_int_equal(english_pair_count(english), 0);
    assert_int_equal(english_set_pairs(english, pairs, 3), 0);
    assert_int_equal(english_pair_count(english), 3);
    assert_int_equal(english_pair_at(english, 0).second, 1);
    assert_int_equal(english_pair_at(english, 1).second, 3);
    assert_float_equal(english_pair_at(english, 2).log10_probability, -0.5, 1e-6);
    assert_int_equal(english_set_pairs(english, &beyond, 1), -EINVAL);
    assert_int_equal(english_set_pairs(english, pairs, ENGLISH_PAIRS_MAX + 1), -EINVAL);
    assert_int_equal(english_pair_count(english), 0);
    english_destroy(english);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commonest_first),
        cmocka_unit_test(probability_of_listed_and_of_unknown),
        cmocka_unit_test(pairs_come_in_order_and_within_the_list),
        cmocka_unit_test(nothing_and_too_much_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
