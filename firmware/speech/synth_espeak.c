/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <espeak-ng/speak_lib.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "docent/phones.h"
#include "synth_kind.h"

enum {
    /* libespeak-ng rounds this up to what two pitch periods need: chunks are 1081 frames, 49 ms (measured, 1.51). */
    ESPEAK_CHUNK_MS = 40,
    /* libespeak-ng allows itself 20 events and one for every 5 ms of a chunk. */
    ESPEAK_WORDS_MAX = 64,
    PHONEMES_SEPARATED_BY_SPACES = ' ' << 8,
};

/* The dialect of the recogniser's dictionary. */
static const char phones_voice[] = "en-us";

/* libespeak-ng is one big global, so what is known of it is one too. It is initialised once and never terminated: after
 * a second espeak_Initialize the next espeak_Terminate may wait for ever for the library's own idle thread (seen with
 * 1.51 in three runs of six, in fifo_stop). */
static struct {
    atomic_flag is_taken; /* by a synth, which alone may touch the rest */
    int rate_hz;          /* 0: not initialised yet */
} library = {.is_taken = ATOMIC_FLAG_INIT};

struct synth_espeak {
    struct synth synth;
    const struct synth_job *job; /* under way, else NULL */
    struct spoken_cursor cursor; /* of the job */
    uint64_t frame;              /* of the job */
    int result;                  /* of the job */
    bool has_phones_voice;
};

/* A voice's file name or full name, else the language that it speaks, as the espeak-ng program does for its -v. */
static int espeak_choose_voice(const char *name)
{
    if (espeak_SetVoiceByName(name) == EE_OK) {
        return 0;
    }
    espeak_VOICE wanted = {.languages = name};
    return espeak_SetVoiceByProperties(&wanted) == EE_OK ? 0 : -ENOENT;
}

/* Where in the utterance an event lies: within its chunk of `count` frames. libespeak-ng counts short chunks at the
 * start of a clause as full ones (seen with 1.51). */
static uint64_t event_frame(const struct synth_espeak *espeak, const espeak_EVENT *event, size_t count)
{
    uint64_t frame = event->sample > 0 ? (uint64_t)event->sample : 0;
    if (frame < espeak->frame) {
        return espeak->frame;
    }
    return frame < espeak->frame + count ? frame : espeak->frame + count;
}

/* The events of a chunk of `count` frames: written words into `words`. Returns their number, or negative when the voice
 * cannot be used. */
static int espeak_take_events(struct synth_espeak *espeak, const espeak_EVENT *event, size_t count,
                              struct synth_word *words)
{
    int word_count = 0;
    for (; event->type != espeakEVENT_LIST_TERMINATED; event++) {
        if (event->type == espeakEVENT_SAMPLERATE && event->id.number != (int)espeak->synth.rate_hz) {
            return -EINVAL;
        }
        /* Positions count characters from 1. */
        if (event->type != espeakEVENT_WORD || event->text_position < 1 || word_count == ESPEAK_WORDS_MAX) {
            continue;
        }
        struct synth_word *word = &words[word_count];
        if (spoken_text_follow(espeak->job->text, &espeak->cursor, (size_t)event->text_position - 1, &word->offset,
                               &word->length)) {
            word->frame = event_frame(espeak, event, count);
            word_count++;
        }
    }
    return word_count;
}

static int espeak_take_chunk(short *frames, int frame_count, espeak_EVENT *events)
{
    struct synth_espeak *espeak = events->user_data;
    if (frames == NULL) {
        return 0;
    }
    struct synth_word words[ESPEAK_WORDS_MAX];
    size_t count = frame_count > 0 ? (size_t)frame_count : 0;
    int word_count = espeak_take_events(espeak, events, count, words);
    if (word_count < 0) {
        espeak->result = word_count;
        return 1;
    }
    if (count == 0 && word_count == 0) {
        return 0;
    }
    espeak->frame += count;
    struct synth_chunk chunk = {.frames = frames, .count = count, .words = words, .word_count = (size_t)word_count};
    if (espeak->job->sink(espeak->job->user, &chunk) != 0) {
        espeak->result = -ECANCELED;
    }
    return espeak->result != 0;
}

static int espeak_speak(struct synth *synth, const struct synth_job *job)
{
    struct synth_espeak *espeak = (void *)synth;
    /* Both every time: choosing a voice puts the rate out, and synth_phones may have chosen another. */
    espeak->has_phones_voice = false;
    int result = espeak_choose_voice(job->style->voice);
    if (result < 0) {
        return result;
    }
    if (espeak_SetParameter(espeakRATE, (int)job->style->rate_wpm, 0) != EE_OK) {
        return -EIO;
    }
    espeak->job = job;
    espeak->cursor = (struct spoken_cursor){0};
    espeak->frame = 0;
    espeak->result = 0;
    /* Neither espeakSSML nor espeakPHONEMES: "<" and "[[" are only characters. */
    espeak_ERROR error = espeak_Synth(job->text->spoken, job->text->spoken_length + 1, 0, POS_CHARACTER, 0,
                                      espeakCHARS_UTF8, NULL, espeak);
    espeak->job = NULL;
    if (espeak->result != 0) {
        return espeak->result;
    }
    return error == EE_OK ? 0 : -EIO;
}

static int espeak_phones(struct synth *synth, const char *word, char *ret_phones, size_t size)
{
    struct synth_espeak *espeak = (void *)synth;
    if (!espeak->has_phones_voice) {
        int result = espeak_choose_voice(phones_voice);
        if (result < 0) {
            return result;
        }
        espeak->has_phones_voice = true;
    }
    const void *rest = word;
    const char *mnemonics = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, PHONEMES_SEPARATED_BY_SPACES);
    if (mnemonics == NULL) {
        return -EIO;
    }
    return phones_from_espeak(mnemonics, ret_phones, size);
}

static void espeak_destroy(struct synth *synth)
{
    synth_base_finish(synth);
    free(synth);
    atomic_flag_clear(&library.is_taken);
}

static const struct synth_kind espeak_kind = {
    .speak = espeak_speak, .phones = espeak_phones, .destroy = espeak_destroy};

/* Initialise the library unless that is done. Returns 0, -ENOENT. */
static int library_start(void)
{
    if (library.rate_hz > 0) {
        return 0;
    }
    int rate_hz = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, ESPEAK_CHUNK_MS, NULL, espeakINITIALIZE_DONT_EXIT);
    if (rate_hz <= 0) {
        return -ENOENT;
    }
    espeak_SetSynthCallback(espeak_take_chunk);
    library.rate_hz = rate_hz;
    return 0;
}

static int espeak_start(struct synth_espeak *espeak)
{
    int result = library_start();
    if (result < 0) {
        return result;
    }
    /* The first choice reads the list of all voices (12 ms), which nobody shall wait for later. */
    result = espeak_choose_voice(phones_voice);
    return result < 0 ? result : synth_base_init(&espeak->synth, &espeak_kind, (unsigned)library.rate_hz);
}

int synth_create_espeak(struct synth **ret_synth)
{
    *ret_synth = NULL;
    if (atomic_flag_test_and_set(&library.is_taken)) {
        return -EBUSY;
    }
    struct synth_espeak *espeak = calloc(1, sizeof *espeak);
    int result = espeak != NULL ? espeak_start(espeak) : -ENOMEM;
    if (result < 0) {
        free(espeak);
        atomic_flag_clear(&library.is_taken);
        return result;
    }
    *ret_synth = &espeak->synth;
    return 0;
}
