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
    bool is_command; /* candidates[0] is from the phrasebook; candidates never mix topics and commands */
    struct match_candidate candidates[MATCH_CANDIDATES_MAX]; /* best first */
    size_t candidate_count;
};

/* Thresholds on a candidate's score (docent.conf may move them). */
struct matcher_limits {
    float accept;       /* at least this to answer */
    float close_margin; /* second topic within this of the first: ask which */
};

/* The exhibit and the phrasebook (may be NULL) must outlive the matcher. Returns 0, -ENOMEM, -EINVAL. */
int matcher_create(struct matcher **ret_matcher, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                   const struct english *english);
void matcher_destroy(struct matcher *matcher);

/* Judge an utterance. Never fails: what cannot be matched is MATCH_NONE. */
void matcher_match(const struct matcher *matcher, const struct matcher_limits *limits, const struct heard *heard,
                   struct match *ret_match);

/* Judge typed words, all certain (docent ask --text). */
void matcher_match_text(const struct matcher *matcher, const struct matcher_limits *limits, const char *text,
                        struct match *ret_match);

#endif
