/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/plain_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void check(const char *text, const char *plain)
{
    char *got;
    assert_int_equal(plain_text_fold(text, &got), 0);
    assert_string_equal(got, plain);
    free(got);
}

static void test_folds(void **state)
{
    (void)state;
    check("", "");
    check("As it is!", "As it is!");
    check("\xc3\x80\xc3\x9f\xc3\xbf\xc5\x81\xc5\xbf", "AssyLs");
    check("e\xcc\x81", "e");
    check("\xe2\x80\x99\xe2\x80\x94", "' ");
    check("\xe2\x82\xac\xc2\xa3", "\x01\x02");
    check("\xc2\xb0\xc2\xb0\xc2\xb0", " degrees  degrees  degrees "); /* the longest replacement, many times */
    check("a\tb\nc\x01", "a b c ");
    check("\xe6\x97\xa5\xf0\x9f\x98\x80\xff", "   ");
}

static void test_letters(void **state)
{
    (void)state;
    assert_true(plain_text_is_digit('0') && plain_text_is_digit('9') && !plain_text_is_digit('a'));
    assert_true(plain_text_is_upper('A') && plain_text_is_upper('Z') && !plain_text_is_upper('a'));
    assert_true(plain_text_is_letter('z') && plain_text_is_letter('A') && !plain_text_is_letter('@'));
    assert_false(plain_text_is_letter('\xe9'));
    assert_int_equal(plain_text_lower('Q'), 'q');
    assert_int_equal(plain_text_lower('-'), '-');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folds),
        cmocka_unit_test(test_letters),
    };
    return cmocka_run_group_tests_name("plain_text", tests, NULL, NULL);
}
