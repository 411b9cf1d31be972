/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "docent/evaluation.h"
#include "docent/sound_file.h"

enum {
    GAP_FRAMES = RECOGNISER_RATE_HZ,
    LEVEL_FRAMES = RECOGNISER_RATE_HZ / 50,      /* a level is taken every 20 ms */
    QUIETEST_PERCENT = 10,                       /* this share of a recording is taken for its background */
    LEVELS_MAX = 256,                            /* histogram of half decibels */
    TELL_AFTER_FRAMES = 60 * RECOGNISER_RATE_HZ, /* an utterance, 30 s at most, may reach back so far */
};

static const float gap_least_rms = 4; /* about -78 dBFS, a quiet room; of 32768 */

struct stream {
    struct evaluation *evaluation;
    struct ear *ear;
    struct ear_result result;
    uint64_t now_frames;
    uint64_t *starts; /* of each recording; one that was not judged has length 0 */
    size_t current;   /* recordings that have begun */
    size_t told;
    bool is_speaking; /* the ear has said that somebody speaks, */
    uint64_t speaking_since_frames;
    float rms; /* background of the recording before; 0: none has sounded */
    uint32_t seed;
    float smoothed;
};

/* The recording that an utterance, up to now, overlaps most; -1: none, it lies in a gap. */
static ptrdiff_t clip_under(const struct stream *stream, uint64_t length)
{
    uint64_t first = stream->now_frames > length ? stream->now_frames - length : 0;
    uint64_t most = 0;
    ptrdiff_t best = -1;
    for (size_t i = stream->current; i-- > 0;) {
        uint64_t start = stream->starts[i];
        uint64_t end = start + stream->evaluation->clips[i].frame_count;
        uint64_t from = start > first ? start : first;
        uint64_t to = end < stream->now_frames ? end : stream->now_frames;
        if (to > from && to - from > most) {
            most = to - from;
            best = (ptrdiff_t)i;
        }
        if (end < first) {
            break;
        }
    }
    return best;
}

static void hear(struct stream *stream)
{
    stream->is_speaking = false;
    uint64_t length = (uint64_t)stream->result.age_ms * RECOGNISER_RATE_HZ / 1000;
    ptrdiff_t index = clip_under(stream, length);
    if (index < 0) {
        return;
    }
    struct evaluation_clip *clip = &stream->evaluation->clips[index];
    const struct match *match = &stream->result.match;
    judgement_add(&clip->judgement, match, stream->result.heard.word_count);
    clip->answers += match->kind == MATCH_ONE && !match->is_command;
    clip->reprompts += match->kind != MATCH_ONE && match->is_near;
}

/* The recogniser has given up an utterance. Of how long it was, only what the ear has told is known; where that says
 * nothing, it began in the recording that sounded last, or before any of them, in the gap before `next`. */
static void fail(struct stream *stream, int error, struct evaluation_clip *next)
{
    struct evaluation_clip *clips = stream->evaluation->clips;
    uint64_t length = stream->is_speaking ? stream->now_frames - stream->speaking_since_frames : 0;
    ptrdiff_t index = clip_under(stream, length);
    for (size_t i = stream->current; index < 0 && i-- > 0;) {
        index = clips[i].frame_count > 0 ? (ptrdiff_t)i : -1;
    }
    stream->is_speaking = false;
    *(index < 0 ? &next->error : &clips[index].error) = error;
}

/* Feed all of `frames`; the CPU time goes to `clip`. */
static void feed(struct stream *stream, const int16_t *frames, size_t count, struct evaluation_clip *clip)
{
    uint64_t before_ns = recording_cpu_ns();
    for (size_t at = 0; at < count;) {
        size_t piece = count - at < RECORDING_PIECE_FRAMES ? count - at : RECORDING_PIECE_FRAMES;
        size_t used = 0;
        enum ear_event_kind event = EAR_NOTHING;
        int result = ear_feed(stream->ear, frames + at, piece, &used, &event, &stream->result);
        at += used;
        stream->now_frames += used;
        if (result < 0) {
            fail(stream, result, clip);
        } else if (event == EAR_HEARD) {
            hear(stream);
        } else if (event == EAR_SPEECH_BEGAN) {
            stream->is_speaking = true;
            stream->speaking_since_frames = stream->now_frames;
        }
    }
    clip->judgement.cpu_ns += recording_cpu_ns() - before_ns;
}

/* Noise with the falling spectrum of a room, `from` fading to `to` (effective values). */
static void feed_gap(struct stream *stream, float from, float to, struct evaluation_clip *clip)
{
    int16_t frames[GAP_FRAMES];
    for (int i = 0; i < GAP_FRAMES; i++) {
        stream->seed = stream->seed * 1664525U + 1013904223U;
        float white = (float)stream->seed / 2147483648.0F - 1; /* effective value 1 / sqrt(3) */
        stream->smoothed += 0.3F * (white - stream->smoothed); /* effective value that times sqrt(0.3 / 1.7) */
        float rms = from + (to - from) * (float)i / GAP_FRAMES;
        frames[i] = (int16_t)fmaxf(-32768, fminf(32767, rintf(4.12F * rms * stream->smoothed)));
    }
    stream->evaluation->gap_frames += GAP_FRAMES;
    feed(stream, frames, GAP_FRAMES, clip);
}

/* Effective value of the quietest moments, digital silence left out. */
static float background_rms(const int16_t *frames, size_t count)
{
    size_t histogram[LEVELS_MAX] = {0};
    size_t levels = 0;
    for (size_t at = 0; at + LEVEL_FRAMES <= count; at += LEVEL_FRAMES) {
        float power = 0;
        for (size_t i = 0; i < LEVEL_FRAMES; i++) {
            power += (float)frames[at + i] * (float)frames[at + i] / LEVEL_FRAMES;
        }
        if (power > 0) {
            float level = fmaxf(0, 2 * 10 * log10f(power));
            histogram[level < LEVELS_MAX - 1 ? (size_t)level : LEVELS_MAX - 1]++;
            levels++;
        }
    }
    size_t left = levels * QUIETEST_PERCENT / 100;
    size_t level = 0;
    while (level < LEVELS_MAX - 1 && left >= histogram[level]) {
        left -= histogram[level++];
    }
    return levels == 0 ? gap_least_rms : fmaxf(gap_least_rms, powf(10, (float)level / 2 / 20));
}

static void play(struct stream *stream, size_t index)
{
    struct evaluation_clip *clip = &stream->evaluation->clips[index];
    int16_t *frames = NULL;
    size_t count = 0;
    clip->error = sound_file_read(stream->evaluation->manifest->entries[index].path, RECOGNISER_RATE_HZ, &frames,
                                  &count);
    if (clip->error == 0) {
        float rms = background_rms(frames, count);
        feed_gap(stream, stream->rms > 0 ? stream->rms : rms, rms, clip);
        stream->rms = rms;
        clip->frame_count = count;
    }
    stream->starts[index] = stream->now_frames;
    stream->current = index + 1;
    feed(stream, frames, clip->error == 0 ? count : 0, clip);
    free(frames);
}

/* Whatever may still change is not told of yet. */
static void tell(struct stream *stream, uint64_t until_frames)
{
    const struct evaluation *evaluation = stream->evaluation;
    while (stream->told < stream->current &&
           stream->starts[stream->told] + evaluation->clips[stream->told].frame_count <= until_frames) {
        evaluation_tell(evaluation, stream->told++);
    }
}

static void end(struct stream *stream)
{
    if (stream->rms <= 0) {
        return; /* nothing has sounded */
    }
    struct evaluation_clip *last = &stream->evaluation->clips[stream->current - 1];
    enum ear_event_kind event = EAR_NOTHING;
    feed_gap(stream, stream->rms, stream->rms, last);
    int result = ear_flush(stream->ear, &event, &stream->result);
    if (result < 0) {
        fail(stream, result, last);
    } else if (event == EAR_HEARD) {
        hear(stream);
    }
}

int evaluation_run_open(struct evaluation *evaluation)
{
    struct ear_options options;
    size_t count = evaluation->manifest->count;
    struct stream *stream = calloc(1, sizeof(*stream));
    if (stream == NULL) {
        return -ENOMEM;
    }
    stream->evaluation = evaluation;
    stream->seed = 1;
    stream->starts = calloc(count + 1, sizeof(*stream->starts));
    exhibition_ear_options(&evaluation->exhibition->content.settings, &options);
    int result = stream->starts == NULL ? -ENOMEM
                                        : ear_create(&stream->ear, evaluation->exhibition->recogniser,
                                                     evaluation->exhibition->matcher, &options);
    if (result == 0) {
        evaluation->is_open = true;
        ear_set_mode(stream->ear, EAR_OPEN);
        for (size_t i = 0; i < count; i++) {
            play(stream, i);
            tell(stream, stream->now_frames > TELL_AFTER_FRAMES ? stream->now_frames - TELL_AFTER_FRAMES : 0);
        }
        end(stream);
        tell(stream, UINT64_MAX);
    }
    ear_destroy(stream->ear);
    free(stream->starts);
    free(stream);
    return result;
}
