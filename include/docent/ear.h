/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_EAR_H
#define DOCENT_EAR_H

/*
 * One listening channel: frames in, judged utterances out. Composes endpointer, recogniser and matcher without
 * a thread of its own: the daemon runs it in the listening thread, `docent ask` and `docent evaluate` in theirs, so
 * that all three hear alike. One thread at a time.
 *
 * From where the endpointer says that an utterance began, the recogniser is given it whole, out of the last
 * ENDPOINT_BACK_FRAMES frames that the ear keeps. What counts of it ends soon after the last speech
 * (docent/head_start.h), whenever its end is told. So whoever has time in a pause may have the ear recognise it ahead:
 * what is heard is the same, only sooner.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "docent/heard.h"
#include "docent/matcher.h"
#include "docent/recogniser.h"

struct ear;

enum ear_mode {
    EAR_CLOSED,       /* frames only keep the noise floor up to date */
    EAR_OPEN,         /* open microphone: every utterance is judged, strictly */
    EAR_PUSH_TO_TALK, /* someone is known to be asking: judged leniently, up to ear_flush or the end of speech */
};

enum ear_event_kind {
    EAR_NOTHING,
    EAR_SPEECH_BEGAN, /* somebody speaks for sure; never twice in an utterance, and not in every one */
    EAR_HEARD,        /* an utterance ended and was judged: result is filled */
};

struct ear_result {
    struct match match;
    struct heard heard;
    uint32_t speech_ms; /* time in which the endpointer saw speech; 0: it is not sure that anybody spoke */
    uint32_t decode_ms; /* CPU time that recognition took, all of the utterance and what was in vain */
    uint32_t age_ms;    /* time since the utterance began, pre-roll included */
    bool was_ready;     /* nothing was left to recognise when the end was told */
};

struct ear_options {
    struct matcher_limits open;         /* thresholds in EAR_OPEN */
    struct matcher_limits push_to_talk; /* thresholds in EAR_PUSH_TO_TALK */
    uint32_t hangover_ms;               /* silence that ends an utterance; EAR_PUSH_TO_TALK waits 300 ms longer */
    uint32_t utterance_max_ms;          /* longest utterance; judged as it stands when reached */
};

/* Recogniser and matcher are borrowed and must outlive the ear. Starts closed. Returns 0, -ENOMEM, -EINVAL (an option
 * out of what endpoint.h takes). */
int ear_create(struct ear **ret_ear, struct recogniser *recogniser, const struct matcher *matcher,
               const struct ear_options *options);

/* Gives up an utterance under way. NULL-safe. */
void ear_destroy(struct ear *ear);

/* Takes effect at the next frame; an utterance under way is given up, also when the mode is the one that already is:
 * pressing the button again begins anew. */
void ear_set_mode(struct ear *ear, enum ear_mode mode);

/* The mode that was set last, but EAR_CLOSED after an utterance in EAR_PUSH_TO_TALK, which is for one question. */
enum ear_mode ear_mode(const struct ear *ear);

/* Feed up to `count` frames of 16 kHz mono. Stops early at an event: *ret_used frames were consumed, call again with
 * the rest. `ret_result` is written only with EAR_HEARD (it is large: keep it off the stack of a small thread). Returns
 * 0 or -EIO when the recogniser failed: the utterance is given up, *ret_used frames were consumed, and the ear goes on
 * as after any other utterance. */
int ear_feed(struct ear *ear, const int16_t *frames, size_t count, size_t *ret_used, enum ear_event_kind *ret_event,
             struct ear_result *ret_result);

/* When there are no frames to feed: in a pause, do a part of what will be to do should the utterance end in it. Returns
 * whether to call again. A part takes up to half of the time that recognition takes: frames that come meanwhile must
 * have somewhere to wait. */
bool ear_work(struct ear *ear);

/* The button was let go or the stream ended: judge what there is, whether the endpointer saw speech in it or not.
 * EAR_HEARD with word_count 0 when nobody spoke in EAR_PUSH_TO_TALK; EAR_NOTHING when there was nothing under way.
 * Returns as ear_feed. */
int ear_flush(struct ear *ear, enum ear_event_kind *ret_event, struct ear_result *ret_result);

/* Judge `count` frames that are one utterance and came by no microphone, as leniently as in EAR_PUSH_TO_TALK:
 * recogniser and matcher alone, so that the noise floor does not take them for the sound of the room. Returns 0,
 * -EBUSY (an utterance is under way: nothing was done), -EIO. */
int ear_probe(struct ear *ear, const int16_t *frames, size_t count, struct ear_result *ret_result);

#endif
