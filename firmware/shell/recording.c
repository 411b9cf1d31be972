/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/recording.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint64_t recording_cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

void judgement_init(struct judgement *ret_judgement)
{
    *ret_judgement = (struct judgement){.is_silence = true};
}

static int rank_of(const struct judgement *judgement)
{
    if (judgement->topic != NULL) {
        return 4;
    }
    if (judgement->command != NULL) {
        return 3;
    }
    if (judgement->close[0] != NULL) {
        return 2;
    }
    return judgement->is_silence ? 0 : 1;
}

void judgement_add(struct judgement *judgement, const struct match *match, size_t word_count)
{
    struct judgement one = {.is_silence = word_count == 0, .cpu_ns = judgement->cpu_ns};
    const struct match_candidate *best = match->candidates;
    one.score = match->candidate_count > 0 ? best[0].score : 0.0F;
    if (match->kind == MATCH_ONE && match->is_command) {
        one.command = best[0].topic;
    } else if (match->kind == MATCH_ONE) {
        one.topic = best[0].topic;
    } else if (match->kind == MATCH_CLOSE && !match->is_command) {
        one.close[0] = best[0].topic;
        one.close[1] = best[1].topic;
    }
    int rank = rank_of(&one);
    int old_rank = rank_of(judgement);
    if (rank > old_rank || (rank == old_rank && one.score > judgement->score)) {
        *judgement = one;
    }
}

struct listening {
    struct ear *ear;
    struct ear_result result;
    recording_watcher *watcher;
    void *watcher_user;
    bool any; /* an utterance counted already */
};

static void tell(struct listening *listening, enum ear_event_kind event)
{
    if (event == EAR_HEARD && (!listening->any || listening->result.speech_ms > 0)) {
        listening->watcher(listening->watcher_user, &listening->result);
        listening->any = true;
    }
}

static int listen(struct listening *listening, const int16_t *frames, size_t count)
{
    enum ear_event_kind event = EAR_NOTHING;
    for (size_t at = 0; at < count;) {
        size_t piece = count - at < RECORDING_PIECE_FRAMES ? count - at : RECORDING_PIECE_FRAMES;
        size_t used = 0;
        if (ear_mode(listening->ear) == EAR_CLOSED) {
            ear_set_mode(listening->ear, EAR_PUSH_TO_TALK);
        }
        int result = ear_feed(listening->ear, frames + at, piece, &used, &event, &listening->result);
        if (result < 0) {
            return result;
        }
        tell(listening, event);
        at += used;
    }
    int result = ear_flush(listening->ear, &event, &listening->result);
    if (result == 0) {
        tell(listening, event);
    }
    return result;
}

int recording_hear(struct exhibition *exhibition, const int16_t *frames, size_t count, recording_watcher *watcher,
                   void *user)
{
    struct ear_options options;
    exhibition_ear_options(&exhibition->content.settings, &options);
    struct listening *listening = calloc(1, sizeof(*listening));
    if (listening == NULL) {
        return -ENOMEM;
    }
    listening->watcher = watcher;
    listening->watcher_user = user;
    int result = ear_create(&listening->ear, exhibition->recogniser, exhibition->matcher, &options);
    if (result == 0) {
        result = listen(listening, frames, count);
    }
    ear_destroy(listening->ear);
    free(listening);
    return result;
}

static void judge(void *user, const struct ear_result *result)
{
    judgement_add(user, &result->match, result->heard.word_count);
}

int recording_judge(struct exhibition *exhibition, const int16_t *frames, size_t count, struct judgement *ret_judgement)
{
    judgement_init(ret_judgement);
    uint64_t before_ns = recording_cpu_ns();
    int result = recording_hear(exhibition, frames, count, judge, ret_judgement);
    ret_judgement->cpu_ns = recording_cpu_ns() - before_ns;
    return result;
}

const char *recording_wrong(int error)
{
    switch (error) {
    case -ENOENT:
    case -ENOTDIR:
        return "there is no such file: check its name";
    case -EACCES:
        return "this file may not be read: change its permissions";
    case -EISDIR:
        return "this is a folder: name the recordings in it";
    case -EINVAL:
        return "this is no recording: give a sound file, such as WAV or FLAC";
    case -EFBIG:
        return "this recording is longer than an hour: cut it up";
    case -ENOMEM:
        return "out of memory: stop other programs, or use a machine with more";
    case -EIO:
        return "reading or understanding it failed: check the disk, then try again";
    default:
        return "this file cannot be opened: check its name and what it is";
    }
}
