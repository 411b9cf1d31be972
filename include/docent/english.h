/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_ENGLISH_H
#define DOCENT_ENGLISH_H

/*
 * How common the words of everyday English are, and which follows which, by Debian's own language model
 * (pocketsphinx-en-us). The commonest words are what the recogniser takes talk for that is no question; and a word's
 * rarity says how much it tells about a topic.
 *
 * Read-only once made: any number of threads.
 */

#include <stddef.h>
#include <stdint.h>

enum {
    ENGLISH_WORDS_MAX = 100000,
    ENGLISH_PAIRS_MAX = 1000000,
};

struct english_word {
    const char *text;
    float log10_probability;
};

/* Two words of the list, one after the other; places count from the commonest. */
struct english_pair {
    uint32_t first, second;
    float log10_probability; /* of the second, after the first */
};

struct english;

/* Copies `words`, in any order, at most ENGLISH_WORDS_MAX of them. Returns 0, -EINVAL (none or too many), -ENOMEM. */
int english_create(struct english **ret_english, const struct english_word *words, size_t count);

/* Copies what follows what, in any order: pairs that are likelier than their second word alone. Replaces those that
 * were there. Before it, and after -EINVAL (too many, or a place beyond the list) or -ENOMEM, there are none. Not for a
 * list that other threads use already. */
int english_set_pairs(struct english *english, const struct english_pair *pairs, size_t count);

/* The `count` commonest words of Debian's language model (speech/english_sphinx.c), and the pairs of the commonest of
 * them that tell something. It is 27 MB, read through and dropped again: 0.1 s on a desktop core. `path` NULL: where
 * Debian puts it. Returns 0, -errno of opening the file (-ENOENT: not installed), -EINVAL (not a language model),
 * -ENOMEM. */
int english_load_sphinx(struct english **ret_english, const char *path, size_t count);

/* NULL-safe. */
void english_destroy(struct english *english);

size_t english_count(const struct english *english);

/* The word at place `index`, commonest first. Owned by the list. */
struct english_word english_word_at(const struct english *english, size_t index);

size_t english_pair_count(const struct english *english);

/* In the order of their first words, then of their second. */
struct english_pair english_pair_at(const struct english *english, size_t index);

/* log10 of a word's probability; of one that is not listed, that of the rarest listed. `english` may be NULL: every
 * word is then equally rare (-4). */
float english_log10_probability(const struct english *english, const char *word);

#endif
