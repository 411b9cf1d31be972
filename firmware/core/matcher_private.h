/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_MATCHER_PRIVATE_H
#define DOCENT_MATCHER_PRIVATE_H

/*
 * What matcher_learn.c makes of the content and matcher.c judges by. The core's own business.
 */

#include <stddef.h>
#include <stdint.h>

#include "docent/matcher.h"
#include "docent/text_list.h"
#include "docent/vocabulary.h"
#include "docent/wording_index.h"

enum {
    PHRASE_WORDS_MAX = 12,
    TARGETS_MAX = 2 * EXHIBIT_TOPICS_MAX, /* topics and commands */
};

struct phrase {
    uint32_t stems[PHRASE_WORDS_MAX];
    size_t count;
    size_t target;
};

struct matcher {
    struct matcher_weights weights;
    const struct exhibit *exhibit;
    const struct exhibit *phrasebook;
    const struct english *english;
    struct stemmer *stemmer; /* used while building only: not for several threads */
    struct vocabulary stems;
    float *rarity;          /* by stem, 0 to 1 */
    size_t target_count;    /* topics first, then commands */
    float *weight;          /* by stem and target: what hearing the stem adds to the target's log odds */
    struct phrase *phrases; /* keywords of topics, wordings of commands */
    size_t phrase_count;
    struct wording_index wordings;
    struct text_list whole; /* names that are one word */
};

/* What a word can tell: 0 for the everyday words, 1 for those said once in ten thousand or less. */
float matcher_rarity(const struct english *english, const char *word);

#endif
