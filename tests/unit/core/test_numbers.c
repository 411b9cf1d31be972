/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/numbers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef int say_function(const char *digits, size_t count, struct text_list *ret_words);

static void check(say_function *say, int (*change)(struct text_list *), const char *digits, const char *spoken)
{
    struct text_list words = {0};
    char *text;
    assert_int_equal(say(digits, strlen(digits), &words), 0);
    if (change != NULL) {
        assert_int_equal(change(&words), 0);
    }
    assert_int_equal(text_list_join(&words, " ", &text), 0);
    assert_string_equal(text, spoken);
    free(text);
    text_list_finish(&words);
}

static void test_cardinals(void **state)
{
    (void)state;
    check(numbers_say_cardinal, NULL, "0", "zero");
    check(numbers_say_cardinal, NULL, "13", "thirteen");
    check(numbers_say_cardinal, NULL, "40", "forty");
    check(numbers_say_cardinal, NULL, "999", "nine hundred and ninety nine");
    check(numbers_say_cardinal, NULL, "1001", "one thousand and one");
    check(numbers_say_cardinal, NULL, "1100", "one thousand one hundred");
    check(numbers_say_cardinal, NULL, "1000000", "one million");
    check(numbers_say_cardinal, NULL, "1000001", "one million and one");
    check(numbers_say_cardinal, NULL, "5000000000", "five billion");
    check(numbers_say_cardinal, NULL, "100000000000000", "one hundred trillion");
    check(numbers_say_cardinal, NULL, "1000000000000000",
          "one zero zero zero zero zero zero zero zero zero zero zero zero "
          "zero zero zero");
    check(numbers_say_cardinal, NULL, "00", "zero zero");
}

static void test_years(void **state)
{
    (void)state;
    check(numbers_say_year, NULL, "1099", "one thousand and ninety nine");
    check(numbers_say_year, NULL, "1100", "eleven hundred");
    check(numbers_say_year, NULL, "1999", "nineteen ninety nine");
    check(numbers_say_year, NULL, "2009", "two thousand and nine");
    check(numbers_say_year, NULL, "2010", "twenty ten");
    check(numbers_say_year, NULL, "2099", "twenty ninety nine");
    check(numbers_say_year, NULL, "2100", "two thousand one hundred");
    check(numbers_say_year, NULL, "01999", "zero one nine nine nine");
}

static void test_ordinals_and_plurals(void **state)
{
    (void)state;
    static const char *const ordinals[] = {"zeroth",  "first",  "second", "third", "fourth",   "fifth",   "sixth",
                                           "seventh", "eighth", "ninth",  "tenth", "eleventh", "twelfth", "thirteenth"};
    for (size_t i = 0; i < sizeof(ordinals) / sizeof(ordinals[0]); i++) {
        char digits[3] = {(char)('0' + i), '\0', '\0'};
        if (i >= 10) {
            digits[0] = '1';
            digits[1] = (char)('0' + i - 10);
        }
        check(numbers_say_cardinal, numbers_make_ordinal, digits, ordinals[i]);
    }
    check(numbers_say_cardinal, numbers_make_ordinal, "30", "thirtieth");
    check(numbers_say_cardinal, numbers_make_ordinal, "1000", "one thousandth");
    check(numbers_say_year, numbers_make_plural, "1990", "nineteen nineties");
    check(numbers_say_year, numbers_make_plural, "1900", "nineteen hundreds");
    check(numbers_say_cardinal, numbers_make_plural, "6", "sixes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cardinals),
        cmocka_unit_test(test_years),
        cmocka_unit_test(test_ordinals_and_plurals),
    };
    return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
