/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/asking_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static size_t add(struct asking_index *index, const char *text, size_t owner, unsigned line)
{
    size_t words;
    assert_int_equal(asking_index_add(index, text, NULL, owner, line, &words), 0);
    return words;
}

static void test_finds_rivals_of_other_owners(void **state)
{
    (void)state;
    struct asking_index index = {0};
    const struct asking *first;
    const struct asking *rival;
    struct asking_rivals walk = {0};
    assert_int_equal(add(&index, "Why, though?", 2, 9), 2);
    assert_int_equal(add(&index, "how", 1, 4), 1);
    assert_int_equal(add(&index, "why though", 1, 7), 2);
    assert_int_equal(add(&index, "why though", 1, 3), 2);
    assert_int_equal(add(&index, "Why Though!", 3, 1), 2);
    assert_int_equal(add(&index, "how", 1, 5), 1);
    asking_index_sort(&index);
    assert_true(asking_index_next_rival(&index, &walk, &first, &rival));
    assert_string_equal(rival->spoken, "why though");
    assert_int_equal(first->owner, 1);
    assert_int_equal(first->line, 3);
    assert_int_equal(rival->owner, 2);
    assert_int_equal(rival->line, 9);
    assert_true(asking_index_next_rival(&index, &walk, &first, &rival));
    assert_int_equal(first->line, 3);
    assert_int_equal(rival->owner, 3);
    assert_false(asking_index_next_rival(&index, &walk, &first, &rival));
    assert_false(asking_index_next_rival(&index, &walk, &first, &rival));
    asking_index_finish(&index);
}

static void test_empty(void **state)
{
    (void)state;
    struct asking_index index = {0};
    const struct asking *first;
    const struct asking *rival;
    struct asking_rivals walk = {0};
    assert_int_equal(add(&index, "???", 0, 1), 0);
    assert_int_equal(index.count, 0);
    asking_index_sort(&index);
    assert_false(asking_index_next_rival(&index, &walk, &first, &rival));
    asking_index_finish(&index);
    asking_index_finish(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_rivals_of_other_owners),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests_name("asking_index", tests, NULL, NULL);
}
