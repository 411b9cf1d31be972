/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/text_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_append_copies_the_first_bytes(void **state)
{
    (void)state;
    struct text_list list = {0};
    char text[] = "first of all";
    assert_int_equal(text_list_append(&list, text, 5), 0);
    text[0] = 'x';
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0], "first");
    text_list_finish(&list);
}

static void test_list_grows(void **state)
{
    (void)state;
    struct text_list list = {0};
    char text[16];
    for (int i = 0; i < 1000; i++) {
        int length = snprintf(text, sizeof(text), "%d", i);
        assert_int_equal(text_list_append(&list, text, (size_t)length), 0);
    }
    assert_int_equal(list.count, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(atoi(list.items[i]), i);
    }
    text_list_finish(&list);
    assert_int_equal(list.count, 0);
    assert_null(list.items);
}

static void test_join(void **state)
{
    (void)state;
    struct text_list list = {0};
    char *text;
    assert_int_equal(text_list_join(&list, ", ", &text), 0);
    assert_string_equal(text, "");
    free(text);
    assert_int_equal(text_list_append(&list, "one", 3), 0);
    assert_int_equal(text_list_append(&list, "", 0), 0);
    assert_int_equal(text_list_append(&list, "three", 5), 0);
    assert_int_equal(text_list_join(&list, ", ", &text), 0);
    assert_string_equal(text, "one, , three");
    free(text);
    text_list_finish(&list);
}

static void test_finish_takes_null_and_twice(void **state)
{
    (void)state;
    struct text_list list = {0};
    text_list_finish(NULL);
    text_list_finish(&list);
    text_list_finish(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_append_copies_the_first_bytes),
        cmocka_unit_test(test_list_grows),
        cmocka_unit_test(test_join),
        cmocka_unit_test(test_finish_takes_null_and_twice),
    };
    return cmocka_run_group_tests_name("text_list", tests, NULL, NULL);
}
