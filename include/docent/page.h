/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PAGE_H
#define DOCENT_PAGE_H

/*
 * One Markdown file of an exhibit, taken apart into its title and sections, with the line of every item kept for what
 * can only be judged later (wordings that two files share).
 */

#include <stddef.h>

#include "docent/problem.h"
#include "docent/text_list.h"

enum page_kind {
    PAGE_TOPIC,   /* sections: More, Asked as, Keywords, Source */
    PAGE_EXHIBIT, /* sections of exhibit.md: Pronunciations, Order, Source */
};

enum page_section {
    PAGE_LEAD, /* from the title to the first `##`: the answer, or the greeting */
    PAGE_MORE,
    PAGE_ASKED_AS,
    PAGE_KEYWORDS,
    PAGE_PRONUNCIATIONS,
    PAGE_ORDER,
    PAGE_SOURCE,
    PAGE_SECTION_COUNT
};

struct page_item {
    char *text;
    unsigned line;
};

struct page_items {
    struct page_item *list;
    size_t count;
};

struct page {
    char *title; /* NULL when the file has none */
    unsigned title_line;
    struct page_items sections[PAGE_SECTION_COUNT]; /* PAGE_SOURCE stays empty: it is not read */
    unsigned section_lines[PAGE_SECTION_COUNT];     /* of the heading; 0: there is none */
};

/* The section's heading, as it is written in content. */
const char *page_section_name(enum page_section section);

/* `shown` is what problems call the file. Adds a problem for all that the format of one file does not allow, and goes
 * on. Returns 0 (*ret_page holds all that made sense) or -ENOMEM (*ret_page is empty). */
int page_parse(const char *shown, const char *text, size_t length, enum page_kind kind, struct page *ret_page,
               struct problems *problems);

/* NULL-safe. */
void page_finish(struct page *page);

#endif
