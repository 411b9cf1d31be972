/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_RECOGNISER_H
#define DOCENT_RECOGNISER_H

/*
 * The border to speech recognition: sphinx (libpocketsphinx) or script (a test stand-in that "hears" prepared words).
 *
 * A recogniser belongs to one thread at a time. Frames are 16-bit mono at RECOGNISER_RATE_HZ. An utterance is
 * start, feed..., end. It is recognised whole, by end; or ahead of it, a part in each call of work, by a caller who has
 * time and a guess how much of the utterance end will ask for. What is heard is the same, bit by bit.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "docent/exhibit.h"
#include "docent/heard.h"

enum {
    RECOGNISER_RATE_HZ = 16000,
    RECOGNISER_SCRIPT_PARTS = 3, /* the stand-in has so many parts of work in each utterance */
};

struct recogniser;
struct synth;
struct english;

/* Listens for the words of `exhibit` and `phrasebook` (may be NULL); both are read only during the call. `synth` (may
 * be NULL) gives phones for words that no dictionary has. Returns 0, -ENOENT (model not installed), -EINVAL, -ENOMEM.
 */
int recogniser_create_sphinx(struct recogniser **ret_recogniser, const struct exhibit *exhibit,
                             const struct exhibit *phrasebook, const struct english *english, struct synth *synth,
                             const char *models_folder);

/* Test stand-in: utterance n ends with the words of the n-th line (at least one line; posterior 1, a space between
 * words, spelled as the dictionary does), the last line repeating. An empty line is nothing heard, a line "!" an engine
 * that fails (-EIO). An abandoned utterance takes no line. The lines are copied. Returns 0, -EINVAL (no line), -ENOMEM.
 */
int recogniser_create_script(struct recogniser **ret_recogniser, const struct text_list *lines);

void recogniser_destroy(struct recogniser *recogniser);

/* Returns 0, -EIO when the engine refuses. */
int recogniser_start(struct recogniser *recogniser);
int recogniser_feed(struct recogniser *recogniser, const int16_t *frames, size_t count);

/* Do a part of what recogniser_end will have to do with the same `frame_count`. Another count than before throws away
 * what was done and begins anew; 0 only throws it away. Returns whether more is left to do. What goes wrong is told by
 * recogniser_end. */
bool recogniser_work(struct recogniser *recogniser, size_t frame_count);

/* End the utterance and give what was heard in its first `frame_count` frames, or in all of them if there are fewer. */
int recogniser_end(struct recogniser *recogniser, size_t frame_count, struct heard *ret_heard);

/* Give up the utterance without a result. */
void recogniser_abandon(struct recogniser *recogniser);

#endif
