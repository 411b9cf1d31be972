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
 * exhibit, so that a topic can be asked for in words that its own file does not have. Those are too many to be written
 * down (43,000 for the exhibit erma): the bank keeps frames and keywords, and puts them together as they are asked for.
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

/* Some of the bank's words. */
struct sentence_part {
    size_t start, count;
};

struct sentence_frame {
    struct sentence_part before, after;
};

struct sentence_bank {
    struct vocabulary vocabulary; /* words with their marks */
    uint32_t *words;
    size_t word_count;
    struct sentence_part *wordings, *keys, *commands;
    size_t wording_count, key_count, command_count;
    struct sentence_frame *frames;
    size_t frame_count;
    float key_weight, frame_weight, command_weight; /* of one sentence, against 1 for a wording */
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

/* A sentence: `count` (1 to 3 * SENTENCE_WORDS_MAX) numbers of the vocabulary, and how often it is taken to have been
 * said. Anything but 0 ends the walk. */
typedef int sentence_visitor(void *user, const uint32_t *words, size_t count, float weight);

/* Every sentence, always in the same order: wordings, then each keyword alone and in all frames, then commands. Returns
 * what the visitor returned last; 0 for an empty bank. */
int sentence_bank_walk(const struct sentence_bank *bank, sentence_visitor *visit, void *user);

/* NULL-safe. */
void sentence_bank_finish(struct sentence_bank *bank);

#endif
