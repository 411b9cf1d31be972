/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_GRAMS_H
#define DOCENT_GRAMS_H

/*
 * Short runs of words, and how often each was seen: what a language model is counted from. A run is kept once, however
 * often it is added; weights add up in the order in which they come. One thread at a time.
 */

#include <stddef.h>
#include <stdint.h>

enum { GRAMS_WORDS = 3 };

struct gram {
    uint32_t words[GRAMS_WORDS]; /* numbers of a vocabulary; unused places are 0 */
    double weight;
};

/* A zeroed struct is empty. */
struct grams {
    struct gram *list; /* in the order in which they were first seen, or sorted by words */
    size_t count;
    uint32_t *slots; /* open addressing: place in the list + 1, 0 for empty; half of them stay empty */
    size_t slot_count;
};

/* `order` words, 1 to GRAMS_WORDS. Returns 0, -ENOMEM. */
int grams_add(struct grams *grams, const uint32_t *words, size_t order, double weight);

/* Sorts by words, the first one first. Nothing may be added afterwards. Returns 0, -ENOMEM. */
int grams_sort(struct grams *grams);

/* All of them, those with the lowest last word first, then by the word before it. They stay where they are; the caller
 * frees the list. Of equal length. Returns 0, -ENOMEM. */
int grams_list_by_last(const struct grams *grams, const struct gram ***ret_list);

/* The gram of these words among the `count` sorted ones at `list`, or NULL. */
const struct gram *grams_find(const struct gram *list, size_t count, const uint32_t *words, size_t order);

/* Nothing is kept. NULL-safe. */
void grams_finish(struct grams *grams);

#endif
