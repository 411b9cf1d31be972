/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SENTENCE_BANK_H
#define DOCENT_SENTENCE_BANK_H

/*
 * The sentences a visitor may say, made from the content, for the language model to learn from.
 *
 * Every sentence is cut in two: before it is clear what is asked about, and from there on ("may i have a | latte with
 * milk"). Words of the second part carry a mark and so are words of their own: a model over them cannot end a question
 * that has not come to its point. The point is the longest keyword of any topic in the sentence; a sentence without
 * one comes to it at its first word that only one topic uses, else at once.
 *
 * What is around a keyword is a frame that fits every other: each frame is also filled with each keyword of the
 * exhibit, so that a topic can be asked for in words that its own file does not have.
 */

#include <stddef.h>
#include <stdint.h>

#include "docent/english.h"
#include "docent/exhibit.h"
#include "docent/vocabulary.h"

/* Marks at the end of a word: said from the point on; and said by somebody who asks nothing (language_model.h). */
#define SENTENCE_POINT_MARK "~"
#define SENTENCE_TALK_MARK "^"

enum {
    SENTENCE_WORDS_MAX = 40,
    SENTENCE_KEYS_MAX = 4096, /* keywords of an exhibit, all together */
};

struct sentence {
    size_t start; /* in the bank's words */
    size_t count;
    float weight; /* how often it is taken to have been said */
};

struct sentence_bank {
    struct vocabulary vocabulary; /* words with their marks */
    uint32_t *words;              /* all sentences, one after another */
    size_t word_count;
    struct sentence *sentences;
    size_t sentence_count;
};

/* How much each kind of sentence counts, against 1 for a wording of the content. */
struct sentence_weights {
    float key;     /* a keyword on its own */
    float frame;   /* a frame, over all keywords it is filled with */
    float command; /* a wording of the phrasebook */
};

/* `phrasebook` and `english` may be NULL. Returns 0, -ENOMEM, -E2BIG; the caller finishes the bank in any case. */
int sentence_bank_build(struct sentence_bank *ret_bank, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                        const struct english *english, const struct sentence_weights *weights);

/* NULL-safe. */
void sentence_bank_finish(struct sentence_bank *bank);

#endif
