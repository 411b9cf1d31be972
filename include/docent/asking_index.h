/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_ASKING_INDEX_H
#define DOCENT_ASKING_INDEX_H

/*
 * All wordings of an exhibit, compared as they are spoken: finds those that two topics share, of which one could never
 * be understood. A zeroed struct is an empty index. One thread at a time.
 */

#include <stdbool.h>
#include <stddef.h>

#include "docent/text_list.h"

struct asking {
    char *spoken;  /* the words with one space between them */
    size_t owner;  /* the caller's number for the topic */
    unsigned line; /* where it is written */
};

struct asking_index {
    struct asking *list;
    size_t count;
};

/* `whole` as for words_normalise. *ret_word_count is how many words are spoken; a wording without any is not kept.
 * Returns 0, -ENOMEM. */
int asking_index_add(struct asking_index *index, const char *text, const struct text_list *whole, size_t owner,
                     unsigned line, size_t *ret_word_count);

/* By spoken words, then owner, then line. */
void asking_index_sort(struct asking_index *index);

/* A walk through the rivals of a sorted index; zeroed at the start. */
struct asking_rivals {
    size_t place; /* looked at so far */
    size_t first; /* the first with the same words as the one last looked at */
};

/* The next wording of another owner than the first one with the same words. A topic may say the same twice. False at
 * the end. */
bool asking_index_next_rival(const struct asking_index *index, struct asking_rivals *walk,
                             const struct asking **ret_first, const struct asking **ret_rival);

/* NULL-safe. */
void asking_index_finish(struct asking_index *index);

#endif
