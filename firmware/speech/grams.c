/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/grams.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "docent/vocabulary.h"

static uint32_t gram_hash(const struct gram *gram)
{
    uint64_t hash = gram->words[0];
    hash = (hash * VOCABULARY_WORDS_MAX + gram->words[1]) * VOCABULARY_WORDS_MAX + gram->words[2];
    return (uint32_t)((hash * 0x9E3779B97F4A7C15U) >> 32); /* Knuth, TAOCP 6.4: multiply by the golden ratio */
}

static uint32_t *gram_slot(const struct grams *grams, const struct gram *gram)
{
    size_t place = gram_hash(gram) & (grams->slot_count - 1);
    while (grams->slots[place] != 0 &&
           memcmp(grams->list[grams->slots[place] - 1].words, gram->words, sizeof(gram->words)) != 0) {
        place = (place + 1) & (grams->slot_count - 1);
    }
    return &grams->slots[place];
}

static int grams_grow(struct grams *grams)
{
    size_t slot_count = grams->slot_count == 0 ? 4096 : grams->slot_count * 2;
    struct gram *list = realloc(grams->list, slot_count / 2 * sizeof(*list));
    if (list == NULL) {
        return -ENOMEM;
    }
    grams->list = list;
    uint32_t *slots = calloc(slot_count, sizeof(*slots));
    if (slots == NULL) {
        return -ENOMEM;
    }
    free(grams->slots);
    grams->slots = slots;
    grams->slot_count = slot_count;
    for (size_t i = 0; i < grams->count; i++) {
        *gram_slot(grams, &grams->list[i]) = (uint32_t)i + 1;
    }
    return 0;
}

int grams_add(struct grams *grams, const uint32_t *words, size_t order, double weight)
{
    struct gram gram = {.weight = weight};
    memcpy(gram.words, words, order * sizeof(*words));
    if (grams->count >= grams->slot_count / 2) {
        int result = grams_grow(grams);
        if (result < 0) {
            return result;
        }
    }
    uint32_t *slot = gram_slot(grams, &gram);
    if (*slot == 0) {
        grams->list[grams->count++] = gram;
        *slot = (uint32_t)grams->count;
    } else {
        grams->list[*slot - 1].weight += weight;
    }
    return 0;
}

static int compare_grams(const void *left, const void *right)
{
    const struct gram *a = left;
    const struct gram *b = right;
    for (size_t i = 0; i < GRAMS_WORDS; i++) {
        if (a->words[i] != b->words[i]) {
            return a->words[i] < b->words[i] ? -1 : 1;
        }
    }
    return 0;
}

/* Sorts by the word at `place` and leaves grams with the same one in the order they have. */
static int list_order(const struct gram **list, size_t count, size_t place)
{
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++) {
        most = list[i]->words[place] > most ? list[i]->words[place] : most;
    }
    size_t *ends = calloc((size_t)most + 2, sizeof(*ends));
    const struct gram **ordered = malloc((count + 1) * sizeof(struct gram *));
    int result = ends == NULL || ordered == NULL ? -ENOMEM : 0;
    if (result == 0) {
        for (size_t i = 0; i < count; i++) {
            ends[list[i]->words[place] + 1]++;
        }
        for (size_t word = 0; word <= most; word++) {
            ends[word + 1] += ends[word];
        }
        for (size_t i = 0; i < count; i++) {
            ordered[ends[list[i]->words[place]]++] = list[i];
        }
        memcpy(list, ordered, count * sizeof(struct gram *));
    }
    free(ends);
    free(ordered);
    return result;
}

/* Pointers to all of them, sorted by the word at the last of `places`, then the one before it. The caller frees. */
static int list_make(const struct grams *grams, const size_t *places, const struct gram ***ret_list)
{
    const struct gram **list = malloc((grams->count + 1) * sizeof(struct gram *));
    if (list == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < grams->count; i++) {
        list[i] = &grams->list[i];
    }
    int result = 0;
    for (size_t i = 0; result == 0 && i < GRAMS_WORDS; i++) {
        result = list_order(list, grams->count, places[i]);
    }
    if (result < 0) {
        free(list);
        return result;
    }
    *ret_list = list;
    return 0;
}

int grams_list_by_last(const struct grams *grams, const struct gram ***ret_list)
{
    return list_make(grams, (const size_t[GRAMS_WORDS]){0, 1, 2}, ret_list);
}

int grams_sort(struct grams *grams)
{
    const struct gram **list = NULL;
    int result = list_make(grams, (const size_t[GRAMS_WORDS]){2, 1, 0}, &list);
    if (result < 0) {
        return result;
    }
    struct gram *sorted = malloc((grams->count + 1) * sizeof(*sorted));
    if (sorted == NULL) {
        free(list);
        return -ENOMEM;
    }
    for (size_t i = 0; i < grams->count; i++) {
        sorted[i] = *list[i];
    }
    free(list);
    free(grams->list);
    free(grams->slots);
    grams->list = sorted;
    grams->slots = NULL;
    return 0;
}

const struct gram *grams_find(const struct gram *list, size_t count, const uint32_t *words, size_t order)
{
    struct gram key = {.weight = 0};
    memcpy(key.words, words, order * sizeof(*words));
    return count == 0 ? NULL : bsearch(&key, list, count, sizeof(key), compare_grams);
}

void grams_finish(struct grams *grams)
{
    if (grams == NULL) {
        return;
    }
    free(grams->list);
    free(grams->slots);
    memset(grams, 0, sizeof(*grams));
}
