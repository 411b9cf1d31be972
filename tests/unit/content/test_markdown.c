/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct expected {
    enum markdown_kind kind;
    unsigned line;
    unsigned number; /* of an item, or level of a heading */
    const char *text;
};

static void check(const char *text, const struct expected *expected, size_t count)
{
    struct markdown markdown;
    assert_int_equal(markdown_parse(text, strlen(text), &markdown), 0);
    assert_int_equal(markdown.count, count);
    for (size_t i = 0; i < count; i++) {
        const struct markdown_block *block = &markdown.blocks[i];
        assert_string_equal(block->text, expected[i].text);
        assert_int_equal(block->kind, expected[i].kind);
        assert_int_equal(block->line, expected[i].line);
        assert_int_equal(block->kind == MARKDOWN_HEADING ? block->level : block->number, expected[i].number);
    }
    markdown_finish(&markdown);
}

#define CHECK(text, ...)                                                                                               \
    do {                                                                                                               \
        static const struct expected expected[] = {__VA_ARGS__};                                                       \
        check(text, expected, sizeof(expected) / sizeof(expected[0]));                                                 \
    } while (0)

static void test_nothing(void **state)
{
    (void)state;
    check("", NULL, 0);
    check("\n\n***\n\n<!-- a\n\ncomment -->\n", NULL, 0);
}

static void test_inlines_give_their_text(void **state)
{
    (void)state;
    CHECK("*a* **b** `c` [d](http://x) ![e](f.png)\ng\\\nh &amp; \\*i\\*",
          {MARKDOWN_PARAGRAPH, 1, 0, "a b c d e g h & *i*"});
    CHECK("a<!-- not this -->b", {MARKDOWN_PARAGRAPH, 1, 0, "ab"});
    CHECK("`a\nb`", {MARKDOWN_PARAGRAPH, 1, 0, "a b"});
}

static void test_headings(void **state)
{
    (void)state;
    CHECK("# A *b*\n## C ##\n\nD\n===\n", {MARKDOWN_HEADING, 1, 1, "A b"}, {MARKDOWN_HEADING, 2, 2, "C"},
          {MARKDOWN_HEADING, 4, 1, "D"});
}

static void test_lists_are_flattened(void **state)
{
    (void)state;
    CHECK("- a\n  - b\n\n    c\n- d\n", {MARKDOWN_ITEM, 1, 0, "a"}, {MARKDOWN_ITEM, 2, 0, "b"},
          {MARKDOWN_PARAGRAPH, 4, 0, "c"}, {MARKDOWN_ITEM, 5, 0, "d"});
    CHECK("7. a\n8. b\n   1) c\n9. d\n", {MARKDOWN_ITEM, 1, 7, "a"}, {MARKDOWN_ITEM, 2, 8, "b"},
          {MARKDOWN_ITEM, 3, 1, "c"}, {MARKDOWN_ITEM, 4, 9, "d"});
    CHECK("> a\n> b\n", {MARKDOWN_PARAGRAPH, 1, 0, "a b"});
}

static void test_what_cannot_be_spoken(void **state)
{
    (void)state;
    CHECK("a\n\n    code\n    more\n", {MARKDOWN_PARAGRAPH, 1, 0, "a"}, {MARKDOWN_CODE, 3, 0, "code"});
    CHECK("```\nfenced\n```\n", {MARKDOWN_CODE, 1, 0, "fenced"});
    CHECK("<div>\nx\n</div>\n", {MARKDOWN_HTML, 1, 0, "<div>"});
    CHECK("a <i>b</i>\n", {MARKDOWN_PARAGRAPH, 1, 0, "a b"}, {MARKDOWN_HTML, 1, 0, "<i>"});
    CHECK("<!-- a --> b\n", {MARKDOWN_HTML, 1, 0, "<!-- a --> b"});
    CHECK("<!-- a\n\n# b\n", {MARKDOWN_HTML, 1, 0, "<!-- a"});
}

static void check_glued(const char *text, unsigned line)
{
    struct markdown markdown;
    assert_int_equal(markdown_parse(text, strlen(text), &markdown), 0);
    assert_int_equal(markdown.blocks[0].glued_line, line);
    markdown_finish(&markdown);
}

static void test_lines_that_begin_like_items(void **state)
{
    (void)state;
    check_glued("- a\n- b\n", 0);
    check_glued("- a\n  b -c\n", 0);
    check_glued("- a\n  b\n-c\n-d\n", 3);
    check_glued("- a\n\xe2\x80\xa2 b\n", 2);
    check_glued("- a\n\xe2\x80\x93 b\n", 2);
}

/* What an author could only write in bad faith must still end soon: libcmark is linear, and so must this be. */
static void test_deep_nesting_ends(void **state)
{
    (void)state;
    enum { SIZE = 16 * 1024 };
    static const char *const pieces[] = {"> ", "- ", "[", "*a ", "1. a\n", "<!--", "`", "![["};
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        size_t length = strlen(pieces[i]);
        for (size_t offset = 0; offset + length <= SIZE; offset += length) {
            memcpy(text + offset, pieces[i], length);
        }
        struct markdown markdown;
        assert_int_equal(markdown_parse(text, SIZE - SIZE % length, &markdown), 0);
        markdown_finish(&markdown);
    }
    free(text);
}

static void test_finish_takes_null(void **state)
{
    (void)state;
    markdown_finish(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_inlines_give_their_text),
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_lists_are_flattened),
        cmocka_unit_test(test_what_cannot_be_spoken),
        cmocka_unit_test(test_lines_that_begin_like_items),
        cmocka_unit_test(test_deep_nesting_ends),
        cmocka_unit_test(test_finish_takes_null),
    };
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
