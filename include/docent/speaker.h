/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SPEAKER_H
#define DOCENT_SPEAKER_H

/*
 * The speaking thread: synthesises a text chunk by chunk into the playback, and reports to the event loop where it is,
 * at the moment the word leaves the loudspeaker.
 *
 * Speech never queues behind speech: a new order cuts off what is being said. All calls belong to the event loop's
 * thread and return at once, except speaker_rest.
 */

#include <stdint.h>

#include "docent/playback.h"
#include "docent/queue.h"
#include "docent/synth.h"
#include "docent/vitals.h"
#include "docent/wording.h"

enum { SPEAKER_VOICE_BYTES = 128 };

struct speaker;

struct speaker_options {
    struct playback *playback; /* borrowed, like the others; its rate is the synth's */
    struct synth *synth;       /* belongs to the thread, but for speaker_rest */
    struct queue *queue;
};

/* What to say. */
struct speaker_order {
    uint32_t token;         /* comes back in the reports */
    struct wording wording; /* moved: belongs to the speaker from here on; empty for a sound alone */
    size_t from_sentence;   /* beyond the last: from the last */
    struct synth_style style;
    const int16_t *sound; /* a constant sound before the words, at the synth's rate; NULL: none */
    size_t sound_frames;
};

/* Starts the thread. Returns 0, -EINVAL, -ENOMEM, -EAGAIN. */
int speaker_create(struct speaker **ret_speaker, const struct speaker_options *options);

/* Cuts off what is being said, joins the thread. NULL-safe. */
void speaker_destroy(struct speaker *speaker);

/* Say it now; reports come as REPORT_SENTENCE, REPORT_SOUNDING, REPORT_WORD (offsets of wording.text) and at last
 * REPORT_SPOKEN, all with the order's token. An order that is cut off reports no more, or at most what was already on
 * its way. An order without words (a sound) reports nothing. `order->style.voice` is copied. */
void speaker_say(struct speaker *speaker, struct speaker_order *order);

/* Silence, now. */
void speaker_silence(struct speaker *speaker);

/* Does the thread move while it has something to say? Never waits. */
struct vital_sign speaker_sign(const struct speaker *speaker);

/* Silence, and wait until the thread has let go of the synth; the caller may use it until the next speaker_say. */
void speaker_rest(struct speaker *speaker);

#endif
