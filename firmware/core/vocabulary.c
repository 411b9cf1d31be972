/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/vocabulary.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS_FIRST = 1024 };

/* FNV-1a, Fowler, Noll and Vo: short keys, no attacker (the words are the curator's). */
static uint64_t text_hash(const char *text)
{
    uint64_t hash = 14695981039346656037U;
    for (; *text != '\0'; text++) {
        hash = (hash ^ (uint8_t)*text) * 1099511628211U;
    }
    return hash;
}

/* The slot that holds the word, or the empty one where it belongs. */
static uint32_t *slot_find(const struct vocabulary *vocabulary, const char *word)
{
    size_t place = (size_t)text_hash(word) & (vocabulary->slot_count - 1);
    while (vocabulary->slots[place] != 0 && strcmp(vocabulary->words[vocabulary->slots[place] - 1], word) != 0) {
        place = (place + 1) & (vocabulary->slot_count - 1);
    }
    return &vocabulary->slots[place];
}

/* Half of the slots stay empty; `words` has room for as many words as there may be before the next growth. */
static int vocabulary_grow(struct vocabulary *vocabulary)
{
    size_t slot_count = vocabulary->slot_count == 0 ? SLOTS_FIRST : vocabulary->slot_count * 2;
    char **words = realloc(vocabulary->words, slot_count / 2 * sizeof(*words));
    if (words == NULL) {
        return -ENOMEM;
    }
    vocabulary->words = words;
    uint32_t *slots = calloc(slot_count, sizeof(*slots));
    if (slots == NULL) {
        return -ENOMEM;
    }
    free(vocabulary->slots);
    vocabulary->slots = slots;
    vocabulary->slot_count = slot_count;
    for (size_t i = 0; i < vocabulary->count; i++) {
        *slot_find(vocabulary, vocabulary->words[i]) = (uint32_t)i + 1;
    }
    return 0;
}

int vocabulary_intern(struct vocabulary *vocabulary, const char *word, uint32_t *ret_number)
{
    if (vocabulary->count >= VOCABULARY_WORDS_MAX) {
        return -E2BIG;
    }
    if (vocabulary->count >= vocabulary->slot_count / 2) {
        int result = vocabulary_grow(vocabulary);
        if (result < 0) {
            return result;
        }
    }
    uint32_t *slot = slot_find(vocabulary, word);
    if (*slot == 0) {
        char *copy = strdup(word);
        if (copy == NULL) {
            return -ENOMEM;
        }
        vocabulary->words[vocabulary->count++] = copy;
        *slot = (uint32_t)vocabulary->count;
    }
    *ret_number = *slot - 1;
    return 0;
}

int64_t vocabulary_find(const struct vocabulary *vocabulary, const char *word)
{
    if (vocabulary->slot_count == 0) {
        return -ENOENT;
    }
    uint32_t slot = *slot_find(vocabulary, word);
    return slot == 0 ? -ENOENT : (int64_t)slot - 1;
}

void vocabulary_finish(struct vocabulary *vocabulary)
{
    if (vocabulary == NULL) {
        return;
    }
    for (size_t i = 0; i < vocabulary->count; i++) {
        free(vocabulary->words[i]);
    }
    free(vocabulary->words);
    free(vocabulary->slots);
    memset(vocabulary, 0, sizeof(*vocabulary));
}
