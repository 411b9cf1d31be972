/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_MATCHER_H
#define DOCENT_MATCHER_H

/*
 * Turns what was heard into one topic or command, or none, or two close ones. Pure: built once from an exhibit and a
 * phrasebook, then read-only and usable from any thread.
 */

#include <stdbool.h>
#include <stddef.h>

#include "docent/exhibit.h"
#include "docent/heard.h"

struct matcher;
struct english;

enum match_kind {
    MATCH_NONE,  /* nothing certain enough; candidates are the nearest topics, to be offered by name */
    MATCH_ONE,   /* candidates[0] */
    MATCH_CLOSE, /* candidates[0] or candidates[1]: ask which */
};

struct match_candidate {
    const struct topic *topic; /* owned by the exhibit or phrasebook the matcher was built from */
    float score;               /* 0 to 1 */
};

enum { MATCH_CANDIDATES_MAX = 3 };

struct match {
    enum match_kind kind;
    bool is_near;    /* it was meant for docent, as far as can be told; so is all that matched */
    bool is_command; /* candidates[0] is from the phrasebook; candidates never mix topics and commands */
    struct match_candidate candidates[MATCH_CANDIDATES_MAX]; /* best first */
    size_t candidate_count;
};

/* Thresholds on a candidate's score (docent.conf may move them). An utterance's clarity, 0 to 1, is the mean of what
 * its best sequence's words are worth: their certainty, or nothing if taken for talk. Typed words are clear. */
struct matcher_limits {
    float accept;       /* at least this to answer ... */
    float meant_relief; /* ... or so much less, where one topic or another is meant for certain: */
    float meant_least;  /* where their scores, or those of all commands, add up to this */
    float close_margin; /* second topic within this of the first: ask which */
    float near;         /* at least this to be near, if nothing matched */
    float clear_least;  /* clarity below which nothing matches, and only what reaches `accept` is near */
    float unclear_cost; /* the score's log odds count for this times (1 - clarity) less; half of that for a command, and
                         * half again where it is about being near */
};

/* How a score comes about: see matcher.c. tests/bench/fit looks for better ones. */
struct matcher_weights {
    float in_keyword;      /* a word counts this much in a keyword, against 1 in a wording */
    float in_answer;       /* and this much in the answer */
    float wordings_most;   /* a topic with more wordings than this has each count for less */
    float smoothing;       /* count given to every topic for every word */
    float against_most;    /* how much a word may speak against a topic, in log odds */
    float talk_worth;      /* a word taken for talk, against one of a question */
    float phrase_worth;    /* a keyword heard for certain, in log odds */
    float scattered_worth; /* of a keyword whose words were not heard in a row */
    float stem_worth;      /* of all other words */
    float like_worth;      /* of each unit of likeness to a wording ... */
    float like_least;      /* ... above this much */
    float shared_most;     /* a word that this share of the topics asks with tells nothing */
    float shared_ramp;     /* and one with this much less tells all that it can */
    float unknown_worth;   /* of words that no topic has, against all topics */
    float doubt;           /* log odds of nothing at all being meant */
    float talk_doubt;      /* and so much more for each word that was taken for talk */
};

void matcher_weights_default(struct matcher_weights *ret_weights);

/* The exhibit and the phrasebook (may be NULL) must outlive the matcher; `weights` NULL: the defaults. Returns 0,
 * -ENOMEM, -EINVAL. */
int matcher_create(struct matcher **ret_matcher, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                   const struct english *english, const struct matcher_weights *weights);
void matcher_destroy(struct matcher *matcher);

/* Judge an utterance. Never fails: what cannot be matched is MATCH_NONE. */
void matcher_match(const struct matcher *matcher, const struct matcher_limits *limits, const struct heard *heard,
                   struct match *ret_match);

/* Judge typed words, all certain (docent ask --text). */
void matcher_match_text(const struct matcher *matcher, const struct matcher_limits *limits, const char *text,
                        struct match *ret_match);

#endif
