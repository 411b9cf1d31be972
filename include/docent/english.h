/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_ENGLISH_H
#define DOCENT_ENGLISH_H

/*
 * How common the words of everyday English are, and which follows which, by Debian's own language model
 * (pocketsphinx-en-us; models/english/english_make.c takes it from there). The commonest words are what the recogniser
 * takes talk for that is no question; and a word's rarity says how much it tells about a topic.
 *
 * Read-only once made: any number of threads.
 */

#include <stddef.h>
#include <stdint.h>

enum {
    ENGLISH_WORDS_MAX = 20000,
    ENGLISH_PAIRS_MAX = 200000,
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

/* Reads models/english.tsv (speech/english_file.c). In each line, parted by tabs, a word and the log10 of its
 * probability; then, in the same way, pairs: two words of the list, and the log10 of the second's probability after the
 * first. Lines that begin with # are left out. Returns 0, -errno of opening it (-ENOENT: not there), -EINVAL (another
 * line, too many, or no word at all), -EIO, -ENOMEM. */
int english_load(struct english **ret_english, const char *path);

/* NULL-safe. */
void english_destroy(struct english *english);

size_t english_count(const struct english *english);

/* The word at place `index`, commonest first. Owned by the list. */
struct english_word english_word_at(const struct english *english, size_t index);

/* The place of a word in the list, -1 if it is not in it. */
int64_t english_place(const struct english *english, const char *word);

size_t english_pair_count(const struct english *english);

/* In the order of their first words, then of their second. */
struct english_pair english_pair_at(const struct english *english, size_t index);

/* log10 of a word's probability; of one that is not listed, that of the rarest listed. `english` may be NULL: every
 * word is then equally rare (-4). */
float english_log10_probability(const struct english *english, const char *word);

#endif
