/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_WORDING_H
#define DOCENT_WORDING_H

/*
 * From what the dialogue wants said to the words: the answer of a topic, or a phrase of the phrasebook with the names
 * of topics put in. Pure; any thread.
 *
 * In a phrase these words in capitals are replaced:
 *   FIRST SECOND THIRD   names of the topics that the phrase is about
 *   TOPIC                the same as FIRST
 *   LIST                 names of all topics of the exhibit, with commas
 *   COUNT                a number: of topics listed, or of the item
 */

#include <stddef.h>

#include "docent/dialogue.h"
#include "docent/exhibit.h"

enum { WORDING_SENTENCES_MAX = 256 };

struct wording {
    char *text;                           /* UTF-8, all of it; paragraphs are parted by an empty line */
    size_t starts[WORDING_SENTENCES_MAX]; /* offsets of the sentences */
    size_t sentence_count;                /* at least 1 */
};

/* `free_text` is what DIALOGUE_SPEECH_TEXT says (else it may be NULL). Returns 0, -ENOENT (the phrasebook lacks the
 * phrase, or the topic has no such text), -ENOMEM; *ret_wording is then empty. */
int wording_make(struct wording *ret_wording, const struct dialogue_speech *speech, const struct exhibit *exhibit,
                 const struct exhibit *phrasebook, const char *free_text);

/* NULL-safe. */
void wording_finish(struct wording *wording);

/* The i-th phrase that the dialogue may say, or NULL beyond the last: a phrasebook must have them all. */
const char *wording_phrase(size_t i);

#endif
