/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LANGUAGE_MODEL_PRIVATE_H
#define DOCENT_LANGUAGE_MODEL_PRIVATE_H

/* A language model between its making and its writing: shared by language_model.c, language_model_counts.c and
 * language_model_trie.c only. */

#include <stdbool.h>

#include "docent/grams.h"
#include "docent/language_model.h"

/* The least probability written: a word that may not follow, but must be somewhere. */
#define NEVER 1e-9

struct half {
    double *weight; /* by word: how readily it follows in this half of a sentence; only the commonest keep theirs */
    double total;
    double unigram_total; /* of those that keep theirs */
};

/* What follows one word as the history of a bigram: the words it was seen with, and the usual ones of its half. */
struct history {
    size_t seen, seen_count; /* in the list of bigrams */
    const struct half *half;
    double usual_scale; /* probability by a word's weight in the half */
    double seen_scale;  /* probability by how often a word was seen here, on top of it */
};

struct model {
    const struct language_model_options *options;
    struct sentence_bank *bank;
    uint32_t begin, end; /* numbers of <s> and </s> */
    size_t word_count;
    uint32_t first_talk; /* number of the commonest word of talk; the others follow, the rarest last */
    size_t talk_words;
    double talk_total; /* of their probabilities in English */
    struct grams talk; /* pairs of them, with their probabilities */
    struct half before, after;
    double *rare;              /* by word: its shares of both halves, summed, if it is common in neither; else 0 */
    double *unigram;           /* by word */
    double *unigram_backoff;   /* by word, as the history of a bigram */
    struct history *histories; /* by word */
    struct grams bigrams;      /* those counted, with their counts */
    struct grams trigrams;
    double *bigram_backoff; /* by counted bigram, as the history of a trigram */
};

/* Said from the point of a question on. */
bool word_is_point(const struct model *model, uint32_t word);

/* As a history, it has the point of the question behind it. */
bool word_is_after(const struct model *model, uint32_t word);

/* From the bank's sentences: pairs and triples with their counts, sorted, and the halves (language_model_counts.c).
 * Returns 0, -ENOMEM. */
int language_model_count(struct model *model);

/* Of `word`, that was counted `seen` times after the history. */
double history_probability(const struct history *history, uint32_t word, double seen);

/* As sphinxbase's trie (language_model_trie.c). Returns 0, -EIO, -ENOMEM, -E2BIG. */
int language_model_store(const struct model *model, FILE *stream);

#endif
