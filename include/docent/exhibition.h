/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_EXHIBITION_H
#define DOCENT_EXHIBITION_H

/*
 * All that one reading of the content makes: topics, phrases, and the recogniser, matcher and ear that were made from
 * them. The daemon holds one; a reload makes a second, and only when that is whole does the first one go.
 *
 * Nothing here is touched by another thread, except the ear (and what is behind it) once a listener has it. One may be
 * made in a thread of its own while another is in use (docent/renewal.h).
 */

#include <stdatomic.h>

#include "docent/ear.h"
#include "docent/english.h"
#include "docent/matcher.h"
#include "docent/problem.h"
#include "docent/recogniser.h"
#include "docent/synth.h"
#include "docent/tool.h"

enum { EXHIBITION_WRONG_BYTES = 512 };

struct exhibition {
    struct tool_content content;
    struct english *english;
    struct recogniser *recogniser;
    struct matcher *matcher;
    struct ear *ear;
};

/* Make the recogniser, matcher and ear for `content` (loaded already; moved into the exhibition, whatever the outcome)
 * and give the synth its pronunciations. Returns 0, or a negative errno with one sentence in `ret_wrong`
 * ("what went wrong: what to do"); *ret_exhibition is then NULL. */
int exhibition_create(struct exhibition **ret_exhibition, struct tool_content *content, struct synth *synth,
                      char ret_wrong[EXHIBITION_WRONG_BYTES]);

/* Read the content's folders again, with the settings and paths of `old`. The synth keeps its pronunciations: whoever
 * takes the new exhibition into use has it pronounced. Between any two steps `is_unwanted` (may be NULL) is looked at.
 * Errors as exhibition_create; -ECANCELED when it is not wanted any more. */
int exhibition_reload(struct exhibition **ret_exhibition, const struct exhibition *old, struct synth *synth,
                      const atomic_bool *is_unwanted, char ret_wrong[EXHIBITION_WRONG_BYTES]);

/* How the exhibition's ear listens: what docent.conf says. */
void exhibition_ear_options(const struct settings *settings, struct ear_options *ret_options);

/* Give the synth the pronunciations of `exhibition` (again). Returns 0, -ENOMEM. */
int exhibition_pronounce(const struct exhibition *exhibition, struct synth *synth);

/* NULL-safe. */
void exhibition_destroy(struct exhibition *exhibition);

#endif
