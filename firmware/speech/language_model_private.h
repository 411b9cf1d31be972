/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LANGUAGE_MODEL_PRIVATE_H
#define DOCENT_LANGUAGE_MODEL_PRIVATE_H

/* A language model between its making and its writing: shared by language_model.c and language_model_trie.c only. */

#include <stdbool.h>

#include "docent/grams.h"
#include "docent/language_model.h"

/* The least probability written: a word that may not follow, but must be somewhere. */
#define NEVER 1e-9

struct half {
    double *weight; /* by word: how often it follows in this half of a sentence; only the commonest keep theirs */
    double total;
    uint32_t *kept; /* the words that have one, in the order of their numbers */
    size_t kept_count;
};

/* What follows one word as the history of a bigram: the words it was seen with, and the usual ones of its half. */
struct history {
    size_t seen, seen_count; /* in the list of bigrams */
    const struct half *half;
    double seen_total;
    double smoothed; /* share of the usual words */
    double kept;     /* share of both */
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
    double *unigram;           /* by word */
    double *unigram_backoff;   /* by word, as the history of a bigram */
    struct history *histories; /* by word */
    struct grams bigrams;      /* those counted, with their counts */
    struct grams trigrams;
    double *bigram_backoff; /* by counted bigram, as the history of a trigram */
    size_t bigram_count;    /* with those that only smoothing makes */
};

/* A walk by all words that may follow a history, seen with it or not. */
struct history_walk {
    const struct model *model;
    const struct history *history;
    size_t next_seen, next_kept; /* counted bigram, and usual word of the half, that were not passed yet */
};

/* Borrows both. */
struct history_walk history_walk_begin(const struct model *model, const struct history *history);

/* *ret_seen is the place of the counted bigram, or SIZE_MAX. False at the end. */
bool history_walk_next(struct history_walk *walk, uint32_t *ret_word, double *ret_probability, size_t *ret_seen);

/* As sphinxbase's trie (language_model_trie.c). Returns 0, -EIO, -ENOMEM, -E2BIG. */
int language_model_store(const struct model *model, FILE *stream);

#endif
