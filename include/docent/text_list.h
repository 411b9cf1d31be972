/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEXT_LIST_H
#define DOCENT_TEXT_LIST_H

/*
 * A growable list of owned UTF-8 strings: the paragraphs of an answer, the wordings of a question.
 *
 * A zeroed struct is an empty list. The list owns its strings. Any thread may use a list, one at a time.
 */

#include <stddef.h>

struct text_list {
    char **items;
    size_t count;
};

/* Append a copy of the first `length` bytes of `text`. Returns 0, -ENOMEM. */
int text_list_append(struct text_list *list, const char *text, size_t length);

/* The items one after another with `separator` between them, on the heap; the caller frees it. "" for an empty list.
 * Returns 0, -ENOMEM. */
int text_list_join(const struct text_list *list, const char *separator, char **ret_text);

/* Free every string and empty the list. NULL-safe. */
void text_list_finish(struct text_list *list);

#endif
