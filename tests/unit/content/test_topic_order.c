/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/topic_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static char a[] = "alpha";
static char b[] = "bravo";
static char c[] = "charlie";
static char d[] = "delta";
static char typo[] = "chralie";

static void check_order(struct page_item *list, size_t count, size_t problem_count, char *const *expected)
{
    struct topic topics[] = {{.id = a}, {.id = b}, {.id = c}, {.id = d}};
    struct exhibit exhibit = {.topics = topics, .topic_count = 4};
    struct page_items items = {list, count};
    struct problems problems = {0};
    topic_order_apply(&items, "exhibit.md", &exhibit, &problems);
    for (size_t i = 0; i < 4; i++) {
        assert_ptr_equal(topics[i].id, expected[i]);
    }
    assert_int_equal(problems.count, problem_count);
    problems_finish(&problems);
}

static void test_listed_go_first_and_others_keep_their_order(void **state)
{
    (void)state;
    struct page_item some[] = {{d, 1}, {b, 2}};
    check_order(some, 2, 0, (char *[]){d, b, a, c});
    struct page_item all[] = {{b, 1}, {a, 2}, {d, 3}, {c, 4}};
    check_order(all, 4, 0, (char *[]){b, a, d, c});
    check_order(NULL, 0, 0, (char *[]){a, b, c, d});
}

static void test_bad_ids_change_nothing(void **state)
{
    (void)state;
    struct page_item list[] = {{typo, 1}, {d, 2}, {d, 3}};
    check_order(list, 3, 2, (char *[]){d, a, b, c});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_listed_go_first_and_others_keep_their_order),
        cmocka_unit_test(test_bad_ids_change_nothing),
    };
    return cmocka_run_group_tests_name("topic_order", tests, NULL, NULL);
}
