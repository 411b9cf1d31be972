/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/markdown.h"

#include <cmark.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes `text` over, also on failure. */
static int markdown_append(struct markdown *markdown, struct markdown_block block, char *text)
{
    block.text = text;
    struct markdown_block *blocks = reallocarray(markdown->blocks, markdown->count + 1, sizeof(*blocks));
    if (blocks == NULL || text == NULL) {
        markdown->blocks = blocks == NULL ? markdown->blocks : blocks;
        free(text);
        return -ENOMEM;
    }
    markdown->blocks = blocks;
    blocks[markdown->count++] = block;
    return 0;
}

/* Text behind a comment would be lost with it, and an unclosed one swallows the file: neither counts as a comment. */
static bool is_comment(const char *html)
{
    if (strncmp(html, "<!--", 4) != 0) {
        return false;
    }
    const char *end = strstr(html, "-->");
    return end != NULL && end[3 + strspn(end + 3, " \t\r\n")] == '\0';
}

/* A literal without line breaks, of which code in a paragraph may have some. */
static void put_literal(FILE *out, const char *literal)
{
    for (const char *c = literal; *c != '\0'; c++) {
        fputc(*c == '\n' ? ' ' : *c, out);
    }
}

/* A hyphen or plus without its space, or a bullet or dash, as word processors make of "- ". */
static bool begins_like_item(const char *text)
{
    static const char *const marks[] = {"-", "+", "\xe2\x80\xa2", "\xe2\x80\x93", "\xe2\x80\x94"};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (strncmp(text, marks[i], strlen(marks[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* The text of one paragraph or heading while it is gathered from its nodes. */
struct gathering {
    FILE *out;
    char *html;           /* the first tag in it, or NULL */
    unsigned breaks;      /* line breaks so far */
    unsigned glued_after; /* breaks before the first line that begins like an item; 0: there is none */
    bool is_line_start;
};

static void gather_node(struct gathering *gathering, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        if (gathering->is_line_start && gathering->glued_after == 0 && begins_like_item(cmark_node_get_literal(node))) {
            gathering->glued_after = gathering->breaks;
        }
        put_literal(gathering->out, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_CODE:
        put_literal(gathering->out, cmark_node_get_literal(node));
        break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        fputc(' ', gathering->out);
        gathering->breaks++;
        gathering->is_line_start = true;
        return;
    case CMARK_NODE_HTML_INLINE:
        if (gathering->html == NULL && !is_comment(cmark_node_get_literal(node))) {
            gathering->html = strdup(cmark_node_get_literal(node));
        }
        break;
    default:
        break;
    }
    gathering->is_line_start = false;
}

/* Gathers `block`'s text. NULL when out of memory. */
static char *inline_text(cmark_node *block, struct gathering *gathering)
{
    char *text = NULL;
    size_t size;
    gathering->out = open_memstream(&text, &size);
    if (gathering->out == NULL) {
        return NULL;
    }
    cmark_iter *iterator = cmark_iter_new(block);
    cmark_event_type event;
    while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
        if (event == CMARK_EVENT_ENTER) {
            gather_node(gathering, cmark_iter_get_node(iterator));
        }
    }
    cmark_iter_free(iterator);
    if (fclose(gathering->out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

/* The first paragraph of a list item carries its number. */
static struct markdown_block paragraph_block(cmark_node *node)
{
    struct markdown_block block = {.kind = MARKDOWN_PARAGRAPH};
    cmark_node *item = cmark_node_parent(node);
    if (cmark_node_get_type(item) != CMARK_NODE_ITEM || cmark_node_previous(node) != NULL) {
        return block;
    }
    block.kind = MARKDOWN_ITEM;
    cmark_node *list = cmark_node_parent(item);
    if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST) {
        /* The list counts its items as they come by. */
        uintptr_t count = (uintptr_t)cmark_node_get_user_data(list);
        block.number = (unsigned)cmark_node_get_list_start(list) + (unsigned)count;
        cmark_node_set_user_data(list, (void *)(count + 1));
    }
    return block;
}

static int append_text(struct markdown *markdown, cmark_node *node, struct markdown_block block)
{
    struct gathering gathering = {0};
    block.line = (unsigned)cmark_node_get_start_line(node);
    char *text = inline_text(node, &gathering);
    block.glued_line = gathering.glued_after > 0 ? block.line + gathering.glued_after : 0;
    int result = markdown_append(markdown, block, text);
    if (gathering.html != NULL && result == 0) {
        block = (struct markdown_block){.kind = MARKDOWN_HTML, .line = block.line};
        return markdown_append(markdown, block, gathering.html);
    }
    free(gathering.html);
    return result;
}

/* A block that cannot be spoken, with its first line to recognise it by. */
static int append_literal(struct markdown *markdown, cmark_node *node, enum markdown_kind kind)
{
    const char *literal = cmark_node_get_literal(node);
    struct markdown_block block = {.kind = kind, .line = (unsigned)cmark_node_get_start_line(node)};
    return markdown_append(markdown, block, strndup(literal, strcspn(literal, "\r\n")));
}

static int append_node(struct markdown *markdown, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING: {
        struct markdown_block block = {
            .kind = MARKDOWN_HEADING,
            .level = (unsigned)cmark_node_get_heading_level(node),
        };
        return append_text(markdown, node, block);
    }
    case CMARK_NODE_PARAGRAPH:
        return append_text(markdown, node, paragraph_block(node));
    case CMARK_NODE_CODE_BLOCK:
        return append_literal(markdown, node, MARKDOWN_CODE);
    case CMARK_NODE_HTML_BLOCK:
        return is_comment(cmark_node_get_literal(node)) ? 0 : append_literal(markdown, node, MARKDOWN_HTML);
    default:
        return 0;
    }
}

int markdown_parse(const char *text, size_t length, struct markdown *ret_markdown)
{
    *ret_markdown = (struct markdown){0};
    cmark_node *document = cmark_parse_document(text, length, CMARK_OPT_DEFAULT);
    if (document == NULL) {
        return -ENOMEM;
    }
    int result = 0;
    cmark_iter *iterator = cmark_iter_new(document);
    cmark_event_type event;
    while (result == 0 && (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
        if (event == CMARK_EVENT_ENTER) {
            result = append_node(ret_markdown, cmark_iter_get_node(iterator));
        }
    }
    cmark_iter_free(iterator);
    cmark_node_free(document);
    if (result < 0) {
        markdown_finish(ret_markdown);
    }
    return result;
}

void markdown_finish(struct markdown *markdown)
{
    if (markdown == NULL) {
        return;
    }
    for (size_t i = 0; i < markdown->count; i++) {
        free(markdown->blocks[i].text);
    }
    free(markdown->blocks);
    *markdown = (struct markdown){0};
}
