/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/exhibit_rivals.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "docent/asking_index.h"

static int add_list(struct asking_index *index, const struct text_list *list, const struct text_list *whole,
                    size_t owner)
{
    int result = 0;
    for (size_t i = 0; i < list->count && result == 0; i++) {
        size_t word_count;
        result = asking_index_add(index, list->items[i], whole, owner, 0, &word_count);
    }
    return result;
}

/* Owners are counted on from `first_owner`. */
static int add_exhibit(struct asking_index *index, const struct exhibit *exhibit, const struct text_list *whole,
                       size_t first_owner)
{
    int result = 0;
    for (size_t i = 0; i < exhibit->topic_count && result == 0; i++) {
        result = add_list(index, &exhibit->topics[i].asked_as, whole, first_owner + i);
        if (result == 0) {
            result = add_list(index, &exhibit->topics[i].keywords, whole, first_owner + i);
        }
    }
    return result;
}

static int report(const struct asking_index *index, const char *folder, const struct exhibit *exhibit,
                  const struct exhibit *phrasebook, struct problems *problems)
{
    const struct asking *first;
    const struct asking *rival;
    struct asking_rivals walk = {0};
    int result = 0;
    while (asking_index_next_rival(index, &walk, &first, &rival)) {
        if (first->owner >= exhibit->topic_count || rival->owner < exhibit->topic_count) {
            continue;
        }
        char *file;
        if (asprintf(&file, "%s/%s.md", folder, exhibit->topics[first->owner].id) < 0) {
            return -ENOMEM;
        }
        problems_add(problems, file, 0, "`%s` is also how docent is told `%s`: ask it in other words", rival->spoken,
                     phrasebook->topics[rival->owner - exhibit->topic_count].id);
        free(file);
        result = -EINVAL;
    }
    return result;
}

int exhibit_rivals_check(const char *folder, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                         struct problems *problems)
{
    struct asking_index index = {0};
    struct text_list whole = {0};
    int result = exhibit_whole_words(exhibit, &whole);
    if (result == 0) {
        result = exhibit_whole_words(phrasebook, &whole);
    }
    if (result == 0) {
        result = add_exhibit(&index, exhibit, &whole, 0);
    }
    if (result == 0) {
        result = add_exhibit(&index, phrasebook, &whole, exhibit->topic_count);
    }
    if (result == 0) {
        asking_index_sort(&index);
        result = report(&index, folder, exhibit, phrasebook, problems);
    }
    asking_index_finish(&index);
    text_list_finish(&whole);
    return result;
}
