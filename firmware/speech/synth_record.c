/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "docent/text_list.h"
#include "synth_kind.h"

enum {
    RECORD_RATE_HZ = 22050,     /* as libespeak-ng */
    RECORD_CHUNK_FRAMES = 1024, /* some 46 ms, about as libespeak-ng's */
};

struct synth_record {
    struct synth synth;
    struct text_list said;
};

/* Silence from `*frame` on up to `until`, the word (if any) in the first chunk. */
static int record_silence(const struct synth_job *job, uint64_t *frame, uint64_t until, const struct synth_word *word)
{
    static const int16_t silence[RECORD_CHUNK_FRAMES] = {0};
    while (*frame < until) {
        uint64_t left = until - *frame;
        struct synth_chunk chunk = {
            .frames = silence,
            .count = left < RECORD_CHUNK_FRAMES ? (size_t)left : RECORD_CHUNK_FRAMES,
            .words = word,
            .word_count = word != NULL ? 1 : 0,
        };
        if (job->sink(job->user, &chunk) != 0) {
            return -ECANCELED;
        }
        *frame += chunk.count;
        word = NULL;
    }
    return 0;
}

static int record_speak(struct synth *synth, const struct synth_job *job)
{
    struct synth_record *record = (struct synth_record *)synth;
    int result = text_list_append(&record->said, job->text->source, job->text->source_length);
    struct spoken_cursor cursor = {0};
    uint64_t frame = 0;
    uint64_t word_frames = (uint64_t)RECORD_RATE_HZ * 60 / job->style->rate_wpm;
    for (size_t character = 0; character < job->text->spoken_length && result == 0; character++) {
        struct synth_word word = {.frame = frame};
        if (spoken_text_follow(job->text, &cursor, character, &word.offset, &word.length)) {
            result = record_silence(job, &frame, frame + word_frames, &word);
        }
    }
    return result;
}

static void record_destroy(struct synth *synth)
{
    struct synth_record *record = (struct synth_record *)synth;
    text_list_finish(&record->said);
    synth_base_finish(synth);
    free(record);
}

static const struct synth_kind record_kind = {.speak = record_speak, .phones = NULL, .destroy = record_destroy};

int synth_create_record(struct synth **ret_synth)
{
    struct synth_record *record = calloc(1, sizeof *record);
    *ret_synth = NULL;
    if (record == NULL) {
        return -ENOMEM;
    }
    int result = synth_base_init(&record->synth, &record_kind, RECORD_RATE_HZ);
    if (result < 0) {
        free(record);
        return result;
    }
    *ret_synth = &record->synth;
    return 0;
}

const struct text_list *synth_record_said(const struct synth *synth)
{
    return synth->kind == &record_kind ? &((const struct synth_record *)synth)->said : NULL;
}
