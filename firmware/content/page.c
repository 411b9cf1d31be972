/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/page.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "docent/markdown.h"
#include "docent/nearest.h"

static const struct {
    const char *name;
    enum page_kind kind;
    bool is_in_both;
    bool is_list;
} sections[PAGE_SECTION_COUNT] = {
    [PAGE_LEAD] = {NULL, PAGE_TOPIC, true, false},
    [PAGE_MORE] = {"More", PAGE_TOPIC, false, false},
    [PAGE_ASKED_AS] = {"Asked as", PAGE_TOPIC, false, true},
    [PAGE_KEYWORDS] = {"Keywords", PAGE_TOPIC, false, true},
    [PAGE_PRONUNCIATIONS] = {"Pronunciations", PAGE_EXHIBIT, false, true},
    [PAGE_ORDER] = {"Order", PAGE_EXHIBIT, false, true},
    [PAGE_SOURCE] = {"Source", PAGE_TOPIC, true, false},
};

static const char *const known_sections[] = {
    [PAGE_TOPIC] = "More, Asked as, Keywords and Source",
    [PAGE_EXHIBIT] = "Pronunciations, Order and Source",
};

/* A page on its way from blocks to sections. */
struct parser {
    const char *shown;
    enum page_kind kind;
    struct page *page;
    struct problems *problems;
    enum page_section section;
    unsigned early_line; /* of the first text before the title; 0: none */
    bool is_skipping;    /* in a section that is not known: its heading was complained of, its text is left alone */
};

const char *page_section_name(enum page_section section)
{
    return sections[section].name;
}

static bool section_belongs(const struct parser *parser, enum page_section section)
{
    return sections[section].is_in_both || sections[section].kind == parser->kind;
}

static int section_find(const char *name)
{
    for (int i = PAGE_MORE; i < PAGE_SECTION_COUNT; i++) {
        if (strcasecmp(sections[i].name, name) == 0) {
            return i;
        }
    }
    return -ENOENT;
}

static void refuse_unknown_section(const struct parser *parser, const struct markdown_block *heading)
{
    const char *names[PAGE_SECTION_COUNT] = {NULL};
    for (int i = PAGE_MORE; i < PAGE_SECTION_COUNT; i++) {
        names[i] = section_belongs(parser, (enum page_section)i) ? sections[i].name : NULL;
    }
    const char *nearest = nearest_word(heading->text, names, PAGE_SECTION_COUNT);
    if (nearest != NULL) {
        problems_add(parser->problems, parser->shown, heading->line, "there is no section `%s`: did you mean `%s`?",
                     heading->text, nearest);
    } else {
        problems_add(parser->problems, parser->shown, heading->line,
                     "there is no section `%s`: the sections here are %s", heading->text, known_sections[parser->kind]);
    }
}

static void take_section(struct parser *parser, const struct markdown_block *heading)
{
    int found = section_find(heading->text);
    parser->is_skipping = true;
    if (found < 0) {
        refuse_unknown_section(parser, heading);
        return;
    }
    enum page_section section = (enum page_section)found;
    if (!section_belongs(parser, section)) {
        problems_add(parser->problems, parser->shown, heading->line, "`%s` has no place here: move it to %s",
                     sections[section].name, parser->kind == PAGE_TOPIC ? "exhibit.md" : "a topic's own file");
        return;
    }
    unsigned *line = &parser->page->section_lines[section];
    if (*line != 0) {
        problems_add(parser->problems, parser->shown, heading->line,
                     "`%s` is here twice, first in line %u: join the two", sections[section].name, *line);
    } else {
        *line = heading->line;
    }
    parser->is_skipping = section == PAGE_SOURCE;
    parser->section = section;
}

static int take_title(struct parser *parser, const struct markdown_block *heading)
{
    struct page *page = parser->page;
    if (page->title != NULL) {
        problems_add(parser->problems, parser->shown, heading->line,
                     "a second title, after the one in line %u: make it a `## ` section or plain text",
                     page->title_line);
        return 0;
    }
    if (parser->early_line != 0) {
        problems_add(parser->problems, parser->shown, parser->early_line,
                     "there is text before the title: begin the file with the title");
    }
    if (heading->text[0] == '\0') {
        problems_add(parser->problems, parser->shown, heading->line, "the title is empty: write it behind the `# `");
    }
    page->title = strdup(heading->text);
    page->title_line = heading->line;
    return page->title == NULL ? -ENOMEM : 0;
}

static int take_heading(struct parser *parser, const struct markdown_block *heading)
{
    if (heading->level == 1) {
        return take_title(parser, heading);
    }
    if (heading->level == 2) {
        take_section(parser, heading);
        return 0;
    }
    if (!parser->is_skipping) {
        problems_add(parser->problems, parser->shown, heading->line,
                     "headings with more than two `#` are not read: write a plain sentence");
    }
    return 0;
}

/* Takes `text` over, also on failure. */
static int items_append(struct page_items *items, char *text, unsigned line)
{
    struct page_item *list = reallocarray(items->list, items->count + 1, sizeof(*list));
    if (list == NULL || text == NULL) {
        items->list = list == NULL ? items->list : list;
        free(text);
        return -ENOMEM;
    }
    items->list = list;
    list[items->count++] = (struct page_item){.text = text, .line = line};
    return 0;
}

/* Spoken text keeps the number of a numbered item; in a list of wordings or ids it is only decoration. */
static char *block_text(const struct markdown_block *block, bool is_list)
{
    if (block->number == 0 || is_list) {
        return strdup(block->text);
    }
    char *text;
    return asprintf(&text, "%u. %s", block->number, block->text) < 0 ? NULL : text;
}

/* What CommonMark takes for plain text, and a curator did not mean so. NULL when there is nothing of the kind. */
static const char *paragraph_complaint(const struct markdown_block *block, bool is_list)
{
    if (block->text[0] == '#') {
        return "a heading needs a space behind its `#`";
    }
    if (strchr(block->text, '|') != NULL && strstr(block->text, "---") != NULL) {
        return "a table cannot be read aloud: write sentences or a list";
    }
    if (is_list && block->kind != MARKDOWN_ITEM) {
        return "this is not an item of the list: begin the line with `- `";
    }
    return NULL;
}

static int take_text(struct parser *parser, const struct markdown_block *block)
{
    bool is_list = sections[parser->section].is_list;
    const char *complaint = paragraph_complaint(block, is_list);
    if (parser->page->title == NULL && parser->early_line == 0) {
        parser->early_line = block->line;
    }
    if (complaint != NULL) {
        problems_add(parser->problems, parser->shown, block->line, "%s", complaint);
        return 0;
    }
    if (is_list && block->glued_line != 0) {
        problems_add(parser->problems, parser->shown, block->glued_line,
                     "this line belongs to the one above: begin an item with `- `, a hyphen and a space");
    }
    if (block->text[0] == '\0') {
        return 0;
    }
    return items_append(&parser->page->sections[parser->section], block_text(block, is_list), block->line);
}

static int take_block(struct parser *parser, const struct markdown_block *block)
{
    if (block->kind == MARKDOWN_HEADING) {
        return take_heading(parser, block);
    }
    if (parser->is_skipping) {
        return 0;
    }
    switch (block->kind) {
    case MARKDOWN_CODE:
        problems_add(parser->problems, parser->shown, block->line,
                     "a block of code is not read aloud: remove the spaces, or marks, at the start of its lines");
        return 0;
    case MARKDOWN_HTML:
        problems_add(parser->problems, parser->shown, block->line, "HTML is not read aloud (`%.40s`): write plain text",
                     block->text);
        return 0;
    default:
        return take_text(parser, block);
    }
}

static void check_sections(const struct parser *parser)
{
    const struct page *page = parser->page;
    if (page->title == NULL) {
        problems_add(parser->problems, parser->shown, 1, "there is no title: begin the file with `# ` and %s",
                     parser->kind == PAGE_TOPIC ? "the question it answers" : "the name of the exhibit");
    }
    for (int i = PAGE_MORE; i < PAGE_SOURCE; i++) {
        if (page->section_lines[i] != 0 && page->sections[i].count == 0) {
            problems_add(parser->problems, parser->shown, page->section_lines[i], "`%s` is empty: %s", sections[i].name,
                         sections[i].is_list ? "write at least one line beginning with `- `, or remove it"
                                             : "write something, or remove it");
        }
    }
}

int page_parse(const char *shown, const char *text, size_t length, enum page_kind kind, struct page *ret_page,
               struct problems *problems)
{
    *ret_page = (struct page){0};
    struct markdown markdown;
    int result = markdown_parse(text, length, &markdown);
    if (result < 0) {
        return result;
    }
    struct parser parser = {.shown = shown, .kind = kind, .page = ret_page, .problems = problems, .section = PAGE_LEAD};
    for (size_t i = 0; i < markdown.count && result == 0; i++) {
        result = take_block(&parser, &markdown.blocks[i]);
    }
    markdown_finish(&markdown);
    if (result < 0) {
        page_finish(ret_page);
        return result;
    }
    check_sections(&parser);
    return 0;
}

void page_finish(struct page *page)
{
    if (page == NULL) {
        return;
    }
    free(page->title);
    for (size_t i = 0; i < PAGE_SECTION_COUNT; i++) {
        for (size_t j = 0; j < page->sections[i].count; j++) {
            free(page->sections[i].list[j].text);
        }
        free(page->sections[i].list);
    }
    *page = (struct page){0};
}
