/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/pronunciations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/exhibit_load.h"

static char erma[] = "EIT RawMaterials  :  e i t: raw materials";
static char no_colon[] = "ERMA";
static char same[] = "eit rawmaterials: other";

static void test_takes_what_has_the_form(void **state)
{
    (void)state;
    struct page_item list[] = {{erma, 3}, {no_colon, 4}, {same, 5}};
    struct page_items items = {list, sizeof(list) / sizeof(list[0])};
    struct exhibit exhibit = {0};
    struct problems problems = {0};
    assert_int_equal(pronunciations_take(&items, "exhibit.md", &exhibit, &problems), 0);
    assert_int_equal(exhibit.pronunciation_count, 1);
    assert_string_equal(exhibit.pronunciations[0].word, "EIT RawMaterials");
    assert_string_equal(exhibit.pronunciations[0].sounds_like, "e i t: raw materials");
    assert_int_equal(problems.count, 2);
    assert_int_equal(problems.items[0].line, 4);
    assert_int_equal(problems.items[1].line, 5);
    exhibit_finish(&exhibit);
    problems_finish(&problems);
}

static void test_too_many(void **state)
{
    (void)state;
    static struct page_item list[EXHIBIT_PRONUNCIATIONS_MAX + 1];
    for (unsigned i = 0; i < EXHIBIT_PRONUNCIATIONS_MAX + 1; i++) {
        list[i] = (struct page_item){erma, i + 1};
    }
    struct page_items items = {list, EXHIBIT_PRONUNCIATIONS_MAX + 1};
    struct exhibit exhibit = {0};
    struct problems problems = {0};
    assert_int_equal(pronunciations_take(&items, "exhibit.md", &exhibit, &problems), 0);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.items[0].line, 501);
    assert_string_equal(problems.items[0].text, "there are more than 500 pronunciations: keep those that are needed");
    exhibit_finish(&exhibit);
    problems_finish(&problems);
}

static void test_none(void **state)
{
    (void)state;
    struct page_items items = {NULL, 0};
    struct exhibit exhibit = {0};
    struct problems problems = {0};
    assert_int_equal(pronunciations_take(&items, "exhibit.md", &exhibit, &problems), 0);
    assert_null(exhibit.pronunciations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_takes_what_has_the_form),
        cmocka_unit_test(test_too_many),
        cmocka_unit_test(test_none),
    };
    return cmocka_run_group_tests_name("pronunciations", tests, NULL, NULL);
}
