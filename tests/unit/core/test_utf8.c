/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/utf8.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void check_decode(const char *text, int32_t character, size_t length)
{
    size_t got = 99;
    assert_int_equal(utf8_decode(text, strlen(text), &got), character);
    assert_int_equal(got, length);
}

static void test_decode(void **state)
{
    (void)state;
    check_decode("a", 'a', 1);
    check_decode("\xc3\xa9t", 0xe9, 2);
    check_decode("\xe2\x82\xac", 0x20ac, 3);
    check_decode("\xf0\x9f\x98\x80", 0x1f600, 4);
    check_decode("\xf4\x8f\xbf\xbf", 0x10ffff, 4);
}

static void test_decode_refuses(void **state)
{
    (void)state;
    check_decode("\x80", -EILSEQ, 1);             /* continuation byte alone */
    check_decode("\xc3", -EILSEQ, 1);             /* cut short */
    check_decode("\xc3(", -EILSEQ, 1);            /* not continued */
    check_decode("\xc0\xaf", -EILSEQ, 1);         /* overlong slash */
    check_decode("\xe0\x80\x80", -EILSEQ, 1);     /* overlong NUL */
    check_decode("\xed\xa0\x80", -EILSEQ, 1);     /* surrogate */
    check_decode("\xf4\x90\x80\x80", -EILSEQ, 1); /* above U+10FFFF */
    check_decode("\xff", -EILSEQ, 1);
}

static void test_find_invalid(void **state)
{
    (void)state;
    assert_int_equal(utf8_find_invalid("", 0), 0);
    assert_int_equal(utf8_find_invalid("caf\xc3\xa9!", 6), 6);
    assert_int_equal(utf8_find_invalid("a\0b", 3), 3);
    assert_int_equal(utf8_find_invalid("caf\xe9!", 5), 3);
    assert_int_equal(utf8_find_invalid("caf\xc3\xa9", 4), 3); /* the length counts, not a terminator */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decode),
        cmocka_unit_test(test_decode_refuses),
        cmocka_unit_test(test_find_invalid),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
