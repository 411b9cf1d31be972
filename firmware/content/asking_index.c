/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/asking_index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "docent/words.h"

/* Takes `spoken` over, also on failure. */
static int index_append(struct asking_index *index, struct asking asking)
{
    bool is_full = (index->count & (index->count - 1)) == 0;
    if (is_full) {
        struct asking *list = reallocarray(index->list, index->count == 0 ? 1 : index->count * 2, sizeof(*list));
        if (list == NULL) {
            free(asking.spoken);
            return -ENOMEM;
        }
        index->list = list;
    }
    index->list[index->count++] = asking;
    return 0;
}

int asking_index_add(struct asking_index *index, const char *text, const struct text_list *whole, size_t owner,
                     unsigned line, size_t *ret_word_count)
{
    struct text_list words = {0};
    struct asking asking = {.owner = owner, .line = line};
    int result = words_normalise(text, whole, &words);
    if (result == 0 && words.count > 0) {
        result = text_list_join(&words, " ", &asking.spoken);
    }
    if (asking.spoken != NULL) {
        result = index_append(index, asking);
    }
    *ret_word_count = words.count;
    text_list_finish(&words);
    return result;
}

static int asking_compare(const void *left, const void *right)
{
    const struct asking *a = left;
    const struct asking *b = right;
    int order = strcmp(a->spoken, b->spoken);
    if (order != 0) {
        return order;
    }
    if (a->owner != b->owner) {
        return a->owner < b->owner ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}

void asking_index_sort(struct asking_index *index)
{
    if (index->count > 0) {
        qsort(index->list, index->count, sizeof(*index->list), asking_compare);
    }
}

bool asking_index_next_rival(const struct asking_index *index, struct asking_rivals *walk,
                             const struct asking **ret_first, const struct asking **ret_rival)
{
    while (walk->place < index->count) {
        const struct asking *asking = &index->list[walk->place];
        if (strcmp(asking->spoken, index->list[walk->first].spoken) != 0) {
            walk->first = walk->place;
        }
        walk->place++;
        if (asking->owner != index->list[walk->first].owner) {
            *ret_first = &index->list[walk->first];
            *ret_rival = asking;
            return true;
        }
    }
    return false;
}

void asking_index_finish(struct asking_index *index)
{
    if (index == NULL) {
        return;
    }
    for (size_t i = 0; i < index->count; i++) {
        free(index->list[i].spoken);
    }
    free(index->list);
    *index = (struct asking_index){0};
}
