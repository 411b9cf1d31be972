/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "docent/vocabulary.h"

static void same_word_same_number(void **state)
{
    (void)state;
    struct vocabulary vocabulary = {0};
    uint32_t first = 9;
    uint32_t second = 9;
    uint32_t again = 9;
    assert_int_equal(vocabulary_intern(&vocabulary, "mine", &first), 0);
    assert_int_equal(vocabulary_intern(&vocabulary, "mines", &second), 0);
    assert_int_equal(vocabulary_intern(&vocabulary, "mine", &again), 0);
    assert_int_equal(first, 0);
    assert_int_equal(second, 1);
    assert_int_equal(again, 0);
    assert_string_equal(vocabulary.words[1], "mines");
    vocabulary_finish(&vocabulary);
}

static void unknown_word_is_not_found(void **state)
{
    (void)state;
    struct vocabulary vocabulary = {0};
    assert_int_equal(vocabulary_find(&vocabulary, "mine"), -ENOENT);
    uint32_t number = 0;
    assert_int_equal(vocabulary_intern(&vocabulary, "mine", &number), 0);
    assert_int_equal(vocabulary_find(&vocabulary, "mine"), 0);
    assert_int_equal(vocabulary_find(&vocabulary, "min"), -ENOENT);
    vocabulary_finish(&vocabulary);
}

static void numbers_survive_growth(void **state)
{
    (void)state;
    struct vocabulary vocabulary = {0};
    char word[16];
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t number = 0;
        snprintf(word, sizeof(word), "w%u", i);
        assert_int_equal(vocabulary_intern(&vocabulary, word, &number), 0);
        assert_int_equal(number, i);
    }
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(word, sizeof(word), "w%u", i);
        assert_int_equal(vocabulary_find(&vocabulary, word), i);
    }
    vocabulary_finish(&vocabulary);
    assert_int_equal(vocabulary.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_word_same_number),
        cmocka_unit_test(unknown_word_is_not_found),
        cmocka_unit_test(numbers_survive_growth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
