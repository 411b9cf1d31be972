/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LANGUAGE_MODEL_H
#define DOCENT_LANGUAGE_MODEL_H

/*
 * The language model by which docent listens: a trigram model of the questions of its content (sentence_bank.h), beside
 * a model of people talking about something else: the commonest English words, by how often they follow each other
 * (english.h), each with a mark of its own, so that what was recognised tells which of the two it belongs to.
 *
 * Who speaks either asks or talks (`talk`, the share of talk). Who asks may put in other words at any place (`escape`),
 * and come back from there to the question (`reenter`) or to the name of a topic (`key`). Trigrams and bigrams of the
 * questions are discounted absolutely and interpolated with the shorter history (Ney, Essen, Kneser 1994); every
 * history before the point of a sentence leads only to words before it or to a keyword, every history after only to
 * words after. Two or three words that were said in a row in one half of a sentence count in the other as well, as long
 * as all of them are said in it (`twin`). Smoothing makes a history lead to the commonest words of its half only
 * (`spread_words`), for such pairs are kept one by one; the content's other words are among those put in (`rare`).
 *
 * Pure but for writing the model to a stream, in the format of sphinxbase that ngram_model_read() knows as NGRAM_BIN.
 */

#include <stdio.h>

#include "docent/english.h"
#include "docent/sentence_bank.h"

struct language_model_options {
    float talk;        /* 0 to 1: probability that a sentence is talk */
    float escape;      /* 0 to 1: that the next word in a question is not the content's */
    float reenter;     /* 0 to 1: that after another word the question goes on */
    float key;         /* 0 to 1: that after another word the point of a question comes */
    float talk_end;    /* 0 to 1: that after another word the sentence ends */
    float rare;        /* 0 or more: how likely a rare word of the content is after any other, by its share */
    float discount;    /* 0 to 1: taken off every count of a trigram and bigram */
    float twin;        /* 0 to 1: what words in a row count for, in that half of a question where they were not said */
    size_t talk_words; /* how many of the commonest English words there are */
    size_t spread_words; /* a history is smoothed over this many words of its half of the sentence */
};

void language_model_options_default(struct language_model_options *ret_options);

/* Write the model of `bank`. Talk words are interned in the bank's vocabulary, so that it holds every word of the model
 * afterwards. Returns 0, -ENOMEM, -E2BIG, -EIO, -EINVAL (an empty bank). */
int language_model_write(FILE *stream, struct sentence_bank *bank, const struct english *english,
                         const struct language_model_options *options);

#endif
