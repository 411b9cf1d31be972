/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void parse(const char *text, enum page_kind kind, struct page *ret_page, struct problems *problems)
{
    assert_int_equal(page_parse("a.md", text, strlen(text), kind, ret_page, problems), 0);
}

static void check_item(const struct page *page, enum page_section section, size_t index, unsigned line,
                       const char *text)
{
    assert_true(index < page->sections[section].count);
    assert_string_equal(page->sections[section].list[index].text, text);
    assert_int_equal(page->sections[section].list[index].line, line);
}

static void test_items_have_their_lines(void **state)
{
    (void)state;
    struct page page;
    struct problems problems = {0};
    parse("# T\n\na\nb\n\n1. c\n2. d\n\n## ASKED AS\n1. e\n\n2. f\n\n## Source\ng\n", PAGE_TOPIC, &page, &problems);
    assert_true(problems_are_none(&problems));
    assert_string_equal(page.title, "T");
    assert_int_equal(page.title_line, 1);
    check_item(&page, PAGE_LEAD, 0, 3, "a b");
    check_item(&page, PAGE_LEAD, 1, 6, "1. c");
    check_item(&page, PAGE_LEAD, 2, 7, "2. d");
    check_item(&page, PAGE_ASKED_AS, 0, 10, "e"); /* a number among wordings is decoration */
    check_item(&page, PAGE_ASKED_AS, 1, 12, "f");
    assert_int_equal(page.section_lines[PAGE_ASKED_AS], 9);
    assert_int_equal(page.section_lines[PAGE_SOURCE], 14);
    assert_int_equal(page.section_lines[PAGE_MORE], 0);
    assert_int_equal(page.sections[PAGE_SOURCE].count, 0);
    page_finish(&page);
}

/* What a heading hides is not complained of a second time. */
static void test_unknown_section_is_skipped(void **state)
{
    (void)state;
    struct page page;
    struct problems problems = {0};
    parse("# T\n\na\n\n## Zebras\n\n<b>x</b>\n\n### y\n\n## More\nz\n", PAGE_TOPIC, &page, &problems);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.items[0].line, 5);
    assert_int_equal(page.sections[PAGE_LEAD].count, 1);
    check_item(&page, PAGE_MORE, 0, 12, "z");
    page_finish(&page);
    problems_finish(&problems);
}

static void test_sections_differ_by_kind(void **state)
{
    (void)state;
    struct page page;
    struct problems problems = {0};
    parse("# T\n\n## Order\n- a\n", PAGE_EXHIBIT, &page, &problems);
    assert_true(problems_are_none(&problems));
    check_item(&page, PAGE_ORDER, 0, 4, "a");
    page_finish(&page);
    parse("# T\n\n## More\na\n", PAGE_EXHIBIT, &page, &problems);
    assert_int_equal(problems.count, 1);
    page_finish(&page);
    problems_finish(&problems);
}

static void test_finish_takes_null(void **state)
{
    (void)state;
    page_finish(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items_have_their_lines),
        cmocka_unit_test(test_unknown_section_is_skipped),
        cmocka_unit_test(test_sections_differ_by_kind),
        cmocka_unit_test(test_finish_takes_null),
    };
    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
