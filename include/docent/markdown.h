/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_MARKDOWN_H
#define DOCENT_MARKDOWN_H

/*
 * A CommonMark text as the flat list of blocks a voice can make use of. Parsed by libcmark.
 *
 * Emphasis, code, links and pictures give their text; line breaks become spaces; entities their characters. Nested
 * lists and quotations are flattened in reading order. Comments and horizontal rules leave no block.
 */

#include <stddef.h>

enum markdown_kind {
    MARKDOWN_HEADING,
    MARKDOWN_PARAGRAPH, /* also a list item's second paragraph, and a quotation's */
    MARKDOWN_ITEM,      /* first paragraph of a list item */
    MARKDOWN_CODE,      /* a block of code: most often a paragraph that was indented by mistake */
    MARKDOWN_HTML, /* HTML other than a comment, in a block of its own or within a paragraph; text is its first line */
};

struct markdown_block {
    enum markdown_kind kind;
    unsigned line;       /* where it begins, from 1 */
    unsigned level;      /* MARKDOWN_HEADING: 1 to 6 */
    unsigned number;     /* MARKDOWN_ITEM: its number in a numbered list, counted as CommonMark counts; else 0 */
    unsigned glued_line; /* of a line within it that begins like a list item, but is none: "-word", "• word"; else 0 */
    char *text;          /* may be empty, never NULL */
};

struct markdown {
    struct markdown_block *blocks;
    size_t count;
};

/* `text` is UTF-8. Time and memory are proportional to `length`: the caller limits it. Returns 0, -ENOMEM (on failure
 * nothing is to be freed). */
int markdown_parse(const char *text, size_t length, struct markdown *ret_markdown);

/* NULL-safe. */
void markdown_finish(struct markdown *markdown);

#endif
