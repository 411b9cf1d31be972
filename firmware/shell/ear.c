/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/ear.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "docent/endpoint.h"
#include "docent/head_start.h"

enum {
    PRESSED_HANGOVER_MORE_MS = 300, /* in push-to-talk the end is final: people stop to think */
    NS_PER_MS = 1000000,
};

struct ear {
    struct recogniser *recogniser;
    const struct matcher *matcher;
    struct ear_options options;
    enum ear_mode mode;
    struct endpoint endpoint;
    unsigned step_fill;                    /* frames of the endpointer's step under way */
    int16_t history[ENDPOINT_BACK_FRAMES]; /* a ring: the next frame goes to history_next */
    size_t history_next;
    size_t history_count;
    bool is_hearing;    /* an utterance is being recognised */
    bool is_told;       /* EAR_SPEECH_BEGAN was given for it */
    size_t fed_frames;  /* of it, to the recogniser */
    uint64_t decode_ns; /* spent on it so far */
    struct head_start head_start;
    size_t ready_frames; /* so much of it is recognised, ahead of its end; 0: none */
};

static uint64_t cpu_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000 * NS_PER_MS + (uint64_t)now.tv_nsec;
}

/* --- the recogniser ----------------------------------------------------------------------------------------------- */

static void hearing_abandon(struct ear *ear)
{
    if (ear->is_hearing) {
        recogniser_abandon(ear->recogniser);
        ear->is_hearing = false;
    }
}

static int hearing_feed(struct ear *ear, const int16_t *frames, size_t count)
{
    if (!ear->is_hearing || count == 0) {
        return 0;
    }
    uint64_t before_ns = cpu_now_ns();
    int result = recogniser_feed(ear->recogniser, frames, count);
    ear->fed_frames += count;
    ear->decode_ns += cpu_now_ns() - before_ns;
    return result;
}

/* Begin with what was heard during the last `back_frames`. */
static int hearing_begin(struct ear *ear, size_t back_frames)
{
    assert(back_frames <= ENDPOINT_BACK_FRAMES);
    hearing_abandon(ear);
    uint64_t before_ns = cpu_now_ns();
    int result = recogniser_start(ear->recogniser);
    ear->decode_ns = cpu_now_ns() - before_ns;
    if (result < 0) {
        return result;
    }
    ear->is_hearing = true;
    ear->is_told = false;
    ear->fed_frames = 0;
    ear->ready_frames = 0;
    head_start_reset(&ear->head_start);
    size_t count = back_frames < ear->history_count ? back_frames : ear->history_count;
    size_t first = (ear->history_next + ENDPOINT_BACK_FRAMES - count) % ENDPOINT_BACK_FRAMES;
    size_t before_wrap = ENDPOINT_BACK_FRAMES - first < count ? ENDPOINT_BACK_FRAMES - first : count;
    result = hearing_feed(ear, ear->history + first, before_wrap);
    return result < 0 ? result : hearing_feed(ear, ear->history, count - before_wrap);
}

/* How long ago the utterance began. */
static uint32_t age_ms(const struct ear *ear)
{
    return (uint32_t)((uint64_t)ear->fed_frames * 1000 / RECOGNISER_RATE_HZ);
}

/* Nobody spoke: that needs no recogniser. */
static void judge_silence(struct ear *ear, struct ear_result *ret_result)
{
    memset(ret_result, 0, sizeof(*ret_result));
    ret_result->age_ms = age_ms(ear);
    ret_result->decode_ms = (uint32_t)(ear->decode_ns / NS_PER_MS);
    hearing_abandon(ear);
}

static int judge(struct ear *ear, struct ear_result *ret_result)
{
    const struct matcher_limits *limits = ear->mode == EAR_OPEN ? &ear->options.open : &ear->options.push_to_talk;
    size_t count = head_start_cut(ear->fed_frames, endpoint_silent_frames(&ear->endpoint));
    uint64_t before_ns = cpu_now_ns();
    ear->is_hearing = false;
    int result = recogniser_end(ear->recogniser, count, &ret_result->heard);
    if (result == 0) {
        matcher_match(ear->matcher, limits, &ret_result->heard, &ret_result->match);
    }
    ear->decode_ns += cpu_now_ns() - before_ns;
    ret_result->decode_ms = (uint32_t)(ear->decode_ns / NS_PER_MS);
    ret_result->speech_ms = endpoint_speech_ms(&ear->endpoint);
    ret_result->age_ms = age_ms(ear);
    ret_result->was_ready = count > 0 && ear->ready_frames == count;
    return result;
}

/* --- the endpointer ----------------------------------------------------------------------------------------------- */

static void history_append(struct ear *ear, const int16_t *frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ear->history[ear->history_next] = frames[i];
        ear->history_next = (ear->history_next + 1) % ENDPOINT_BACK_FRAMES;
    }
    ear->history_count += count;
    if (ear->history_count > ENDPOINT_BACK_FRAMES) {
        ear->history_count = ENDPOINT_BACK_FRAMES;
    }
}

/* Carry out what the endpointer says. */
static int obey(struct ear *ear, const struct endpoint_event *event, enum ear_event_kind *ret_event,
                struct ear_result *ret_result)
{
    int result = 0;
    switch (event->kind) {
    case ENDPOINT_NOTHING:
        return 0;
    case ENDPOINT_BEGAN:
        return hearing_begin(ear, event->back_frames);
    case ENDPOINT_ENDED:
    case ENDPOINT_TOO_LONG:
        if (event->speech_ms > 0) {
            result = judge(ear, ret_result);
        } else {
            judge_silence(ear, ret_result);
        }
        *ret_event = result == 0 ? EAR_HEARD : EAR_NOTHING;
        ear->mode = ear->mode == EAR_PUSH_TO_TALK ? EAR_CLOSED : ear->mode;
        break;
    }
    return result;
}

/* The engine failed: give up, and be ready for the next utterance. */
static int give_up(struct ear *ear, int error)
{
    ear_set_mode(ear, ear->mode == EAR_PUSH_TO_TALK ? EAR_CLOSED : ear->mode);
    return error;
}

/* Take frames of one step of the endpointer, all of them. Events come at the end of a step, and a beginning by the
 * button before its first frame: never two in one call, then. */
static int take_step(struct ear *ear, const int16_t *frames, size_t count, enum ear_event_kind *ret_event,
                     struct ear_result *ret_result)
{
    int result = 0;
    for (size_t at = 0; at < count && result == 0;) {
        struct endpoint_event event;
        size_t used = endpoint_feed(&ear->endpoint, frames + at, count - at, &event);
        history_append(ear, frames + at, used);
        result = hearing_feed(ear, frames + at, used);
        at += used;
        if (result == 0) {
            result = obey(ear, &event, ret_event, ret_result);
        }
    }
    return result;
}

int ear_feed(struct ear *ear, const int16_t *frames, size_t count, size_t *ret_used, enum ear_event_kind *ret_event,
             struct ear_result *ret_result)
{
    *ret_event = EAR_NOTHING;
    *ret_used = 0;
    while (*ret_used < count && *ret_event == EAR_NOTHING) {
        size_t left = count - *ret_used;
        size_t step_left = ENDPOINT_STEP_FRAMES - ear->step_fill;
        size_t piece = left < step_left ? left : step_left;
        int result = take_step(ear, frames + *ret_used, piece, ret_event, ret_result);
        *ret_used += piece;
        ear->step_fill = (ear->step_fill + (unsigned)piece) % ENDPOINT_STEP_FRAMES;
        if (result < 0) {
            return give_up(ear, result);
        }
        if (*ret_event == EAR_NOTHING && ear->is_hearing && !ear->is_told && endpoint_speech_ms(&ear->endpoint) > 0) {
            ear->is_told = true;
            *ret_event = EAR_SPEECH_BEGAN;
        }
    }
    return 0;
}

bool ear_work(struct ear *ear)
{
    if (!ear->is_hearing) {
        return false;
    }
    size_t silent = endpoint_silent_frames(&ear->endpoint);
    size_t before = ear->head_start.frames;
    size_t count = head_start_update(&ear->head_start, ear->fed_frames, silent);
    if ((count == 0 && before == 0) || (count > 0 && ear->ready_frames == count)) {
        return false;
    }
    uint64_t before_ns = cpu_now_ns();
    bool is_more = recogniser_work(ear->recogniser, count);
    ear->decode_ns += cpu_now_ns() - before_ns;
    ear->ready_frames = is_more ? 0 : count;
    return is_more;
}

int ear_flush(struct ear *ear, enum ear_event_kind *ret_event, struct ear_result *ret_result)
{
    int result = 0;
    *ret_event = EAR_NOTHING;
    if (ear->is_hearing) {
        result = judge(ear, ret_result);
    } else if (ear->mode == EAR_PUSH_TO_TALK) {
        judge_silence(ear, ret_result);
    } else {
        return 0;
    }
    if (result < 0) {
        return give_up(ear, result);
    }
    *ret_event = EAR_HEARD;
    ear_set_mode(ear, ear->mode == EAR_PUSH_TO_TALK ? EAR_CLOSED : ear->mode);
    return 0;
}

int ear_probe(struct ear *ear, const int16_t *frames, size_t count, struct ear_result *ret_result)
{
    if (ear->is_hearing) {
        return -EBUSY;
    }
    int result = recogniser_start(ear->recogniser);
    if (result == 0) {
        result = recogniser_feed(ear->recogniser, frames, count);
    }
    if (result < 0) {
        recogniser_abandon(ear->recogniser);
        return result;
    }
    memset(ret_result, 0, sizeof(*ret_result));
    result = recogniser_end(ear->recogniser, count, &ret_result->heard);
    if (result == 0) {
        matcher_match(ear->matcher, &ear->options.push_to_talk, &ret_result->heard, &ret_result->match);
    }
    return result;
}

/* --- its life ----------------------------------------------------------------------------------------------------- */

void ear_set_mode(struct ear *ear, enum ear_mode mode)
{
    static const enum endpoint_regime regimes[] = {
        [EAR_CLOSED] = ENDPOINT_CLOSED,
        [EAR_OPEN] = ENDPOINT_OPEN,
        [EAR_PUSH_TO_TALK] = ENDPOINT_PUSH_TO_TALK,
    };
    hearing_abandon(ear);
    ear->decode_ns = 0;
    ear->mode = mode;
    endpoint_set_regime(&ear->endpoint, regimes[mode]);
}

enum ear_mode ear_mode(const struct ear *ear)
{
    return ear->mode;
}

int ear_create(struct ear **ret_ear, struct recogniser *recogniser, const struct matcher *matcher,
               const struct ear_options *options)
{
    *ret_ear = NULL;
    struct ear *ear = calloc(1, sizeof(*ear));
    if (ear == NULL) {
        return -ENOMEM;
    }
    ear->recogniser = recogniser;
    ear->matcher = matcher;
    ear->options = *options;
    struct endpoint_options endpoint;
    endpoint_options_default(&endpoint);
    endpoint.hangover_ms = options->hangover_ms;
    endpoint.pressed_hangover_ms = options->hangover_ms + PRESSED_HANGOVER_MORE_MS;
    endpoint.utterance_max_ms = options->utterance_max_ms;
    int result = endpoint_init(&ear->endpoint, &endpoint);
    if (result < 0) {
        ear_destroy(ear);
        return result;
    }
    *ret_ear = ear;
    return 0;
}

void ear_destroy(struct ear *ear)
{
    if (ear == NULL) {
        return;
    }
    hearing_abandon(ear);
    free(ear);
}
