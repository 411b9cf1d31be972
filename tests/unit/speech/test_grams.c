/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "docent/grams.h"

static void each_is_kept_once(void **state)
{
    (void)state;
    struct grams grams = {0};
    const uint32_t words[] = {7, 1, 7, 1};
    assert_int_equal(grams_add(&grams, words, 2, 1.0), 0);
    assert_int_equal(grams_add(&grams, words + 1, 2, 0.5), 0);
    assert_int_equal(grams_add(&grams, words + 2, 2, 0.25), 0);
    assert_int_equal(grams_add(&grams, words, 3, 4.0), 0); /* other words than those of the pair */
    assert_int_equal(grams.count, 3);
    assert_float_equal(grams.list[0].weight, 1.25, 0);
    assert_float_equal(grams.list[1].weight, 0.5, 0);
    assert_int_equal(grams.list[2].words[2], 7);
    grams_finish(&grams);
    assert_int_equal(grams.count, 0);
}

static void many_are_sorted_and_found(void **state)
{
    (void)state;
    enum { SIDE = 150 }; /* more than the first tables hold */
    struct grams grams = {0};
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < SIDE * SIDE; i++) {
            const uint32_t words[] = {(SIDE * SIDE - i) / SIDE, i % SIDE};
            assert_int_equal(grams_add(&grams, words, 2, i), 0);
        }
    }
    size_t count = grams.count;
    assert_int_equal(grams_sort(&grams), 0);
    for (size_t i = 1; i < count; i++) {
        const uint32_t *left = grams.list[i - 1].words;
        const uint32_t *right = grams.list[i].words;
        assert_true(left[0] < right[0] || (left[0] == right[0] && left[1] < right[1]));
    }
    const uint32_t there[] = {SIDE, 0};
    const uint32_t elsewhere[] = {SIDE + 1, 0};
    const struct gram *found = grams_find(grams.list, count, there, 2);
    assert_non_null(found);
    assert_float_equal(found->weight, 0, 0);
    assert_null(grams_find(grams.list, count, elsewhere, 2));
    assert_null(grams_find(found + 1, count - (size_t)(found + 1 - grams.list), there, 2));
    grams_finish(&grams);
}

static void by_their_last_words_too(void **state)
{
    (void)state;
    static const uint32_t words[][3] = {{2, 9, 1}, {1, 9, 1}, {5, 0, 1}, {3, 3, 0}};
    static const uint32_t firsts[] = {3, 5, 1, 2};
    struct grams grams = {0};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(grams_add(&grams, words[i], 3, 1.0), 0);
    }
    const struct gram **list = NULL;
    assert_int_equal(grams_list_by_last(&grams, &list), 0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(list[i]->words[0], firsts[i]);
    }
    assert_ptr_equal(list[3], &grams.list[0]); /* it stays where it is */
    free(list);
    grams_finish(&grams);
}

static void nothing_is_in_nothing(void **state)
{
    (void)state;
    struct grams grams = {0};
    const uint32_t word = 0;
    assert_int_equal(grams_sort(&grams), 0);
    assert_null(grams_find(grams.list, grams.count, &word, 1));
    grams_finish(&grams);
    grams_finish(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_kept_once),
        cmocka_unit_test(many_are_sorted_and_found),
        cmocka_unit_test(by_their_last_words_too),
        cmocka_unit_test(nothing_is_in_nothing),
    };
    return cmocka_run_group_tests_name("grams", tests, NULL, NULL);
}
