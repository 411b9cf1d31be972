/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/speaker.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    FOLLOW_MS = 20,       /* how finely the last words are followed to the loudspeaker */
    FOLLOW_STALL_MS = 500 /* the playback no longer moves: do not wait for its word */
};

struct order {
    struct speaker_order what;
    char voice[SPEAKER_VOICE_BYTES];
    uint32_t number;
};

struct speaker {
    struct playback *playback;
    struct synth *synth;
    struct queue *queue;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a new order, or the thread came to rest */
    bool stop;
    bool busy;                  /* the thread works on an order */
    bool has_order;             /* `next` is to be taken */
    struct order next;          /* under the lock */
    uint32_t wanted;            /* number of the order that may sound; 0: none */
    uint32_t last_given;        /* numbers given so far */
    atomic_bool has_work;       /* an order waits or is being carried out */
    atomic_uint_fast64_t steps; /* chunks made and orders ended, beside the frames that were played */
    /* the thread's own */
    struct order order;
    struct synth_word *words; /* synthesised, not yet heard */
    size_t word_count, word_size, word_next;
    uint64_t sound_frames; /* played before the first word */
    size_t base;           /* offset of the spoken part in the wording */
    size_t sentence_next;
    bool is_sounding; /* the first chunk was made */
};

/* Wanted still? Call without the lock. */
static bool is_wanted(struct speaker *speaker)
{
    pthread_mutex_lock(&speaker->lock);
    bool wanted = speaker->wanted == speaker->order.number;
    pthread_mutex_unlock(&speaker->lock);
    return wanted;
}

static void speaker_report(struct speaker *speaker, struct report report)
{
    report.token = speaker->order.what.token;
    int result = queue_push(speaker->queue, &report);
    (void)result; /* a lost caption is no reason to stop speaking */
}

static void report_sentences(struct speaker *speaker, size_t offset)
{
    const struct wording *wording = &speaker->order.what.wording;

    while (speaker->sentence_next < wording->sentence_count && wording->starts[speaker->sentence_next] <= offset) {
        speaker_report(speaker,
                       (struct report){.kind = REPORT_SENTENCE, .sentence = speaker->sentence_next, .offset = offset});
        speaker->sentence_next++;
    }
}

static void report_words(struct speaker *speaker)
{
    uint64_t played = playback_played_frames(speaker->playback);

    while (speaker->word_next < speaker->word_count &&
           speaker->words[speaker->word_next].frame + speaker->sound_frames <= played) {
        const struct synth_word *word = &speaker->words[speaker->word_next++];
        size_t offset = word->offset + speaker->base;
        report_sentences(speaker, offset);
        speaker_report(speaker, (struct report){.kind = REPORT_WORD, .offset = offset, .length = word->length});
    }
}

static int keep_words(struct speaker *speaker, const struct synth_chunk *chunk)
{
    if (speaker->word_count + chunk->word_count > speaker->word_size) {
        size_t size = (speaker->word_count + chunk->word_count) * 2;
        struct synth_word *grown = realloc(speaker->words, size * sizeof(*grown));
        if (grown == NULL) {
            return -ENOMEM;
        }
        speaker->words = grown;
        speaker->word_size = size;
    }
    for (size_t i = 0; i < chunk->word_count; i++) {
        speaker->words[speaker->word_count++] = chunk->words[i];
    }
    return 0;
}

static int take_chunk(void *user, const struct synth_chunk *chunk)
{
    struct speaker *speaker = user;
    int result = keep_words(speaker, chunk);

    atomic_fetch_add(&speaker->steps, 1);
    if (result == 0 && !speaker->is_sounding) {
        speaker->is_sounding = true;
        speaker_report(speaker, (struct report){.kind = REPORT_SOUNDING, .time_ms = queue_now_ms()});
    }
    if (result == 0) {
        result = playback_write(speaker->playback, chunk->frames, chunk->count);
    }
    report_words(speaker);
    return result;
}

/* Sleep until silenced, or `wait_ms` have passed. */
static void pause_briefly(struct speaker *speaker, long wait_ms)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += wait_ms * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    pthread_mutex_lock(&speaker->lock);
    if (speaker->wanted == speaker->order.number) {
        pthread_cond_timedwait(&speaker->changed, &speaker->lock, &until);
    }
    pthread_mutex_unlock(&speaker->lock);
}

/* All is written: follow the last words to the loudspeaker. */
static void follow_words(struct speaker *speaker)
{
    long stalled_ms = 0;
    uint64_t played = 0;

    while (speaker->word_next < speaker->word_count && stalled_ms < FOLLOW_STALL_MS && is_wanted(speaker)) {
        report_words(speaker);
        uint64_t now_played = playback_played_frames(speaker->playback);
        stalled_ms = now_played == played ? stalled_ms + FOLLOW_MS : 0;
        played = now_played;
        pause_briefly(speaker, FOLLOW_MS);
    }
}

static int say_words(struct speaker *speaker)
{
    const struct speaker_order *what = &speaker->order.what;
    const struct wording *wording = &what->wording;
    size_t sentence = what->from_sentence < wording->sentence_count ? what->from_sentence : wording->sentence_count - 1;

    speaker->base = sentence == 0 ? 0 : wording->starts[sentence];
    speaker->sentence_next = sentence;
    speaker->word_count = 0;
    speaker->is_sounding = false;
    speaker->word_next = 0;
    speaker->sound_frames = what->sound_frames;
    report_sentences(speaker, wording->starts[sentence]);
    int result = synth_speak(speaker->synth, wording->text + speaker->base, &what->style, take_chunk, speaker);
    if (result == 0) {
        playback_end(speaker->playback);
        follow_words(speaker);
        result = playback_drain(speaker->playback);
        report_words(speaker);
    }
    return result;
}

static void carry_out(struct speaker *speaker)
{
    const struct speaker_order *what = &speaker->order.what;
    int result = 0;

    /* Not under the lock, for beginning waits for the loudspeaker, and whoever gives orders must not. An order that was
     * cut off just before it began is stopped here again; nothing of it has been written. */
    playback_begin(speaker->playback);
    if (!is_wanted(speaker)) {
        playback_stop(speaker->playback);
        return;
    }
    if (what->sound != NULL) {
        result = playback_write(speaker->playback, what->sound, what->sound_frames);
    }
    if (what->wording.text == NULL) {
        if (result == 0) {
            playback_drain(speaker->playback);
        }
        return;
    }
    if (result == 0) {
        result = say_words(speaker);
    }
    if (result != -ECANCELED && is_wanted(speaker)) {
        speaker_report(speaker, (struct report){.kind = REPORT_SPOKEN, .error = result});
    }
}

static void *speaker_run(void *argument)
{
    struct speaker *speaker = argument;

    pthread_mutex_lock(&speaker->lock);
    while (!speaker->stop) {
        if (!speaker->has_order) {
            speaker->busy = false;
            atomic_store(&speaker->has_work, false);
            pthread_cond_broadcast(&speaker->changed);
            pthread_cond_wait(&speaker->changed, &speaker->lock);
            continue;
        }
        speaker->order = speaker->next;
        speaker->has_order = false;
        speaker->busy = true;
        pthread_mutex_unlock(&speaker->lock);
        if (speaker->order.what.style.voice != NULL) {
            speaker->order.what.style.voice = speaker->order.voice;
        }
        carry_out(speaker);
        atomic_fetch_add(&speaker->steps, 1);
        wording_finish(&speaker->order.what.wording);
        pthread_mutex_lock(&speaker->lock);
    }
    pthread_mutex_unlock(&speaker->lock);
    return NULL;
}

static int start_thread(struct speaker *speaker)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&speaker->thread, NULL, speaker_run, speaker);
    if (error == 0) {
        pthread_setname_np(speaker->thread, "speaker");
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return -error;
}

int speaker_create(struct speaker **ret_speaker, const struct speaker_options *options)
{
    pthread_condattr_t clock;

    *ret_speaker = NULL;
    if (options->playback == NULL || options->synth == NULL || options->queue == NULL) {
        return -EINVAL;
    }
    struct speaker *speaker = calloc(1, sizeof(*speaker));
    if (speaker == NULL) {
        return -ENOMEM;
    }
    speaker->playback = options->playback;
    speaker->synth = options->synth;
    speaker->queue = options->queue;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&speaker->changed, &clock);
    pthread_condattr_destroy(&clock);
    pthread_mutex_init(&speaker->lock, NULL);
    int result = start_thread(speaker);
    if (result < 0) {
        pthread_mutex_destroy(&speaker->lock);
        pthread_cond_destroy(&speaker->changed);
        free(speaker);
        return result;
    }
    *ret_speaker = speaker;
    return 0;
}

/* Call with the lock held. */
static void cut_off(struct speaker *speaker)
{
    speaker->wanted = 0;
    if (speaker->has_order) {
        wording_finish(&speaker->next.what.wording);
        speaker->has_order = false;
    }
    playback_stop(speaker->playback);
    pthread_cond_broadcast(&speaker->changed);
}

void speaker_destroy(struct speaker *speaker)
{
    if (speaker == NULL) {
        return;
    }
    pthread_mutex_lock(&speaker->lock);
    cut_off(speaker);
    speaker->stop = true;
    pthread_mutex_unlock(&speaker->lock);
    pthread_join(speaker->thread, NULL);
    pthread_mutex_destroy(&speaker->lock);
    pthread_cond_destroy(&speaker->changed);
    free(speaker->words);
    free(speaker);
}

void speaker_say(struct speaker *speaker, struct speaker_order *order)
{
    pthread_mutex_lock(&speaker->lock);
    cut_off(speaker);
    speaker->next.what = *order;
    memset(&order->wording, 0, sizeof(order->wording));
    if (order->style.voice != NULL) {
        strncpy(speaker->next.voice, order->style.voice, SPEAKER_VOICE_BYTES - 1);
        speaker->next.voice[SPEAKER_VOICE_BYTES - 1] = '\0';
    }
    speaker->last_given = speaker->last_given == UINT32_MAX ? 1 : speaker->last_given + 1;
    speaker->next.number = speaker->last_given;
    speaker->wanted = speaker->last_given;
    speaker->has_order = true;
    atomic_store(&speaker->has_work, true);
    pthread_cond_broadcast(&speaker->changed);
    pthread_mutex_unlock(&speaker->lock);
}

void speaker_silence(struct speaker *speaker)
{
    pthread_mutex_lock(&speaker->lock);
    cut_off(speaker);
    pthread_mutex_unlock(&speaker->lock);
}

struct vital_sign speaker_sign(const struct speaker *speaker)
{
    /* Frames begin at 0 again with each order; an order that ends is a step, so the sum moves all the same. */
    return (struct vital_sign){.steps = atomic_load(&speaker->steps) + playback_played_frames(speaker->playback),
                               .has_work = atomic_load(&speaker->has_work)};
}

void speaker_rest(struct speaker *speaker)
{
    pthread_mutex_lock(&speaker->lock);
    cut_off(speaker);
    while (speaker->busy) {
        pthread_cond_wait(&speaker->changed, &speaker->lock);
    }
    pthread_mutex_unlock(&speaker->lock);
}
