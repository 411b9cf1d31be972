/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/english.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct english {
    struct english_word *by_frequency;
    const struct english_word **by_text;
    size_t count;
    struct english_pair *pairs;
    size_t pair_count;
    char *text; /* all words, one after another: they are far too many for an allocation each */
};

static int compare_frequency(const void *left, const void *right)
{
    const struct english_word *a = left;
    const struct english_word *b = right;
    if (a->log10_probability > b->log10_probability) {
        return -1;
    }
    if (a->log10_probability < b->log10_probability) {
        return 1;
    }
    return strcmp(a->text, b->text); /* a stable order makes every run alike */
}

static int compare_text(const void *left, const void *right)
{
    const struct english_word *const *a = left;
    const struct english_word *const *b = right;
    return strcmp((*a)->text, (*b)->text);
}

static int compare_key(const void *key, const void *member)
{
    const struct english_word *const *word = member;
    return strcmp(key, (*word)->text);
}

/* Returns 0, -ENOMEM. */
static int words_copy(struct english *english, const struct english_word *words, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += strlen(words[i].text) + 1;
    }
    english->text = malloc(bytes);
    if (english->text == NULL) {
        return -ENOMEM;
    }
    char *text = english->text;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i].text) + 1;
        english->by_frequency[i] = (struct english_word){text, words[i].log10_probability};
        memcpy(text, words[i].text, length);
        text += length;
    }
    english->count = count;
    return 0;
}

int english_create(struct english **ret_english, const struct english_word *words, size_t count)
{
    *ret_english = NULL;
    if (count == 0 || count > ENGLISH_WORDS_MAX) {
        return -EINVAL;
    }
    struct english *english = calloc(1, sizeof(*english));
    if (english == NULL) {
        return -ENOMEM;
    }
    english->by_frequency = calloc(count, sizeof(*english->by_frequency));
    english->by_text = calloc(count, sizeof(*english->by_text));
    if (english->by_frequency == NULL || english->by_text == NULL || words_copy(english, words, count) < 0) {
        english_destroy(english);
        return -ENOMEM;
    }
    qsort(english->by_frequency, count, sizeof(*english->by_frequency), compare_frequency);
    for (size_t i = 0; i < count; i++) {
        english->by_text[i] = &english->by_frequency[i];
    }
    qsort(english->by_text, count, sizeof(const struct english_word *), compare_text);
    *ret_english = english;
    return 0;
}

static int compare_pairs(const void *left, const void *right)
{
    const struct english_pair *a = left;
    const struct english_pair *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return (a->second > b->second) - (a->second < b->second);
}

int english_set_pairs(struct english *english, const struct english_pair *pairs, size_t count)
{
    free(english->pairs);
    english->pairs = NULL;
    english->pair_count = 0;
    if (count > ENGLISH_PAIRS_MAX) {
        return -EINVAL;
    }
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].first >= english->count || pairs[i].second >= english->count) {
            return -EINVAL;
        }
    }
    if (count == 0) {
        return 0;
    }
    english->pairs = malloc(count * sizeof(*pairs));
    if (english->pairs == NULL) {
        return -ENOMEM;
    }
    memcpy(english->pairs, pairs, count * sizeof(*pairs));
    qsort(english->pairs, count, sizeof(*pairs), compare_pairs);
    english->pair_count = count;
    return 0;
}

void english_destroy(struct english *english)
{
    if (english == NULL) {
        return;
    }
    free(english->text);
    free(english->by_frequency);
    free(english->by_text);
    free(english->pairs);
    free(english);
}

size_t english_count(const struct english *english)
{
    return english->count;
}

struct english_word english_word_at(const struct english *english, size_t index)
{
    return english->by_frequency[index];
}

size_t english_pair_count(const struct english *english)
{
    return english->pair_count;
}

struct english_pair english_pair_at(const struct english *english, size_t index)
{
    return english->pairs[index];
}

int64_t english_place(const struct english *english, const char *word)
{
    const struct english_word **found = bsearch(word, english->by_text, english->count,
                                                sizeof(const struct english_word *), compare_key);
    return found != NULL ? *found - english->by_frequency : -1;
}

float english_log10_probability(const struct english *english, const char *word)
{
    if (english == NULL) {
        return -4.0F;
    }
    int64_t place = english_place(english, word);
    return english->by_frequency[place >= 0 ? (size_t)place : english->count - 1].log10_probability;
}
