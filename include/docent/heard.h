/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_HEARD_H
#define DOCENT_HEARD_H

/*
 * What the recogniser makes of one utterance: the best word sequence, and every word that it holds for possible with
 * how sure it is. Plain data on the caller's memory; no pointers into the recogniser.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HEARD_WORDS_MAX = 96,  /* an utterance is at most 15 s; nobody says more than six words a second */
    HEARD_SEEN_MAX = 192,  /* rivals included */
    HEARD_WORD_BYTES = 40, /* longest dictionary word with its terminator */
};

struct heard_word {
    char text[HEARD_WORD_BYTES]; /* lower case, no variant number, no trailing space */
    float posterior;             /* 0 to 1: share of all paths through the recogniser's lattice with this word */
    bool is_talk;                /* taken for a word of somebody who talks of something else (language_model.h) */
    int32_t start_ms, end_ms;    /* from the start of the utterance */
};

struct heard {
    struct heard_word words[HEARD_WORDS_MAX]; /* the best sequence, silence and noises left out */
    size_t word_count;                        /* 0: nothing was heard */
    struct heard_word seen[HEARD_SEEN_MAX];   /* every word once as question and once as talk, at its likeliest */
    size_t seen_count;
    uint32_t speech_ms; /* length of the utterance */
};

#endif
