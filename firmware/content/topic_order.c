/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/topic_order.h"

#include <string.h>

#include "docent/nearest.h"

static const char *nearest_id(const struct exhibit *exhibit, const char *id)
{
    const char *ids[EXHIBIT_TOPICS_MAX];
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        ids[i] = exhibit->topics[i].id;
    }
    return nearest_word(id, ids, exhibit->topic_count);
}

/* Judges one item of `## Order`; the topic it names goes to place `*place`, before those that are not listed. */
static void order_topic(struct exhibit *exhibit, const char *shown, const struct page_item *item,
                        struct problems *problems, size_t *place)
{
    int found = exhibit_find(exhibit, item->text);
    if (found < 0) {
        const char *nearest = nearest_id(exhibit, item->text);
        if (nearest != NULL) {
            problems_add(problems, shown, item->line, "there is no topic `%s`: did you mean `%s`?", item->text,
                         nearest);
        } else {
            problems_add(problems, shown, item->line, "there is no topic `%s`: name a file of this folder, without .md",
                         item->text);
        }
        return;
    }
    size_t from = (size_t)found;
    if (from < *place) {
        problems_add(problems, shown, item->line, "`%s` is in the order already: remove one", item->text);
        return;
    }
    struct topic topic = exhibit->topics[from];
    memmove(&exhibit->topics[*place + 1], &exhibit->topics[*place], (from - *place) * sizeof(topic));
    exhibit->topics[*place] = topic;
    (*place)++;
}

void topic_order_apply(const struct page_items *items, const char *shown, struct exhibit *exhibit,
                       struct problems *problems)
{
    size_t place = 0;
    for (size_t i = 0; i < items->count; i++) {
        order_topic(exhibit, shown, &items->list[i], problems, &place);
    }
}
