/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/playback.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "docent/bell.h"
#include "docent/pcm.h"
#include "docent/resample.h"
#include "docent/ring.h"
#include "docent/sound_thread.h"
#include "docent/volume.h"

/*
 * Utterances and stops are told apart by number. playback_stop raises `stop_wanted`; the thread silences the device,
 * empties the ring and only then follows with `stop_done`. An utterance carries the stop_wanted of its beginning: while
 * the two are equal its frames are played, afterwards they are thrown away, even those that the speaking thread was
 * just about to put into the ring.
 */

enum {
    CONVERTED_FRAMES = 1024,
    PERIOD_FRAMES_MAX = 4096,
    UNDERRUNS_IN_A_ROW_MAX = 50,
    PAD_PERIODS = 2,
};

struct playback {
    struct ring ring;
    char *device;
    unsigned rate_hz, reopen_ms;
    size_t period_frames; /* at rate_hz */
    pthread_t thread;
    atomic_bool quitting;
    atomic_uint stop_wanted, stop_done;
    atomic_uint utterance; /* stop_wanted when it began */
    atomic_bool drain_wanted;
    struct bell work; /* the thread sleeps here */
    struct bell done; /* the speaking thread sleeps here */
    _Atomic float gain_db;
    _Atomic uint64_t played_frames, underruns, losses, steps;
    atomic_int state, error, mixer_error;
    atomic_uint device_rate_hz;
    /* `pcm` changes under the lock, which the thread takes only to open and close. */
    pthread_mutex_t pcm_lock;
    struct pcm *pcm;
    /* The thread's own: */
    struct resampler *resampler;
    int64_t reopen_at_ms;
    struct volume volume;
    uint64_t taken_frames; /* of this utterance, out of the ring */
    bool sounding;         /* the device has been given frames since it was last drained or dropped */
    int16_t block[PERIOD_FRAMES_MAX];
    int16_t converted[CONVERTED_FRAMES];
};

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- the device ------------------------------------------------------------------------------------------------- */

static void playback_set_pcm(struct playback *playback, struct pcm *pcm)
{
    (void)pthread_mutex_lock(&playback->pcm_lock);
    struct pcm *before = playback->pcm;
    playback->pcm = pcm;
    (void)pthread_mutex_unlock(&playback->pcm_lock);
    pcm_close(before);
}

static void playback_close(struct playback *playback)
{
    playback->sounding = false;
    playback_set_pcm(playback, NULL);
    volume_close(&playback->volume);
    resampler_destroy(playback->resampler);
    playback->resampler = NULL;
}

static void playback_lose(struct playback *playback, int error)
{
    playback_close(playback);
    atomic_fetch_add(&playback->losses, 1);
    atomic_store(&playback->error, error);
    atomic_store(&playback->state, PLAYBACK_LOST);
    playback->reopen_at_ms = now_ms() + playback->reopen_ms;
}

/* Open the device if it is time to try again. */
static void playback_open(struct playback *playback)
{
    if (playback->pcm != NULL || now_ms() < playback->reopen_at_ms)
        return;
    const struct pcm_wanted wanted = {.rate_hz = playback->rate_hz};
    struct pcm *pcm;
    int r = pcm_open(&pcm, playback->device, PCM_PLAYBACK, &wanted);
    if (r == 0) {
        r = resampler_create(&playback->resampler, playback->rate_hz, pcm_rate_hz(pcm));
        if (r < 0)
            pcm_close(pcm);
    }
    if (r < 0) {
        atomic_store(&playback->error, r);
        atomic_store(&playback->state, PLAYBACK_LOST);
        playback->reopen_at_ms = now_ms() + playback->reopen_ms;
        return;
    }
    atomic_store(&playback->device_rate_hz, pcm_rate_hz(pcm));
    atomic_store(&playback->mixer_error, volume_open(&playback->volume, atomic_load(&playback->gain_db)));
    playback_set_pcm(playback, pcm);
    atomic_store(&playback->error, 0);
    atomic_store(&playback->state, PLAYBACK_READY);
}

/* --- the thread --------------------------------------------------------------------------------------------------- */

static bool playback_is_stopped(const struct playback *playback)
{
    return atomic_load(&playback->quitting) || atomic_load(&playback->stop_wanted) != atomic_load(&playback->stop_done);
}

/* Returns frames still on their way to the ear, at rate_hz. */
static uint64_t playback_tell_played(struct playback *playback)
{
    uint64_t waiting = 0;
    if (playback->pcm != NULL)
        waiting = (uint64_t)pcm_delay_frames(playback->pcm) * playback->rate_hz / pcm_rate_hz(playback->pcm);
    uint64_t played = playback->taken_frames > waiting ? playback->taken_frames - waiting : 0;
    if (played > atomic_load(&playback->played_frames))
        atomic_store(&playback->played_frames, played);
    return waiting;
}

/* Write all to the device. Returns false when it was cut short: by a stop, or by the loss of the device. */
static bool playback_put(struct playback *playback, const int16_t *frames, size_t count)
{
    unsigned underruns_in_a_row = 0;
    while (count > 0) {
        if (playback_is_stopped(playback))
            return false;
        ptrdiff_t took = pcm_write(playback->pcm, frames, count);
        if (took == -EPIPE && ++underruns_in_a_row < UNDERRUNS_IN_A_ROW_MAX) {
            atomic_fetch_add(&playback->underruns, 1);
            continue;
        }
        if (took < 0) {
            playback_lose(playback, -ENODEV);
            return false;
        }
        frames += took;
        count -= (size_t)took;
        /* Interrupted, if only by a stop that has been dealt with. The order matters: a stop raises its number first
         * and interrupts then, so whoever resumes and then looks at the number misses none. */
        if (count > 0)
            pcm_resume(playback->pcm);
    }
    return true;
}

static void playback_play(struct playback *playback, size_t count)
{
    if (volume_apply(&playback->volume, atomic_load(&playback->gain_db), playback->block, count) < 0 &&
        atomic_load(&playback->mixer_error) == 0)
        atomic_store(&playback->mixer_error, -ENODEV);
    playback->taken_frames += count;
    playback->sounding = true;
    for (size_t used = 0; used < count;) {
        size_t step_in = count - used, step_out = CONVERTED_FRAMES;
        resampler_run(playback->resampler, playback->block + used, &step_in, playback->converted, &step_out);
        used += step_in;
        if (!playback_put(playback, playback->converted, step_out))
            return;
    }
    (void)playback_tell_played(playback);
}

/* Sleep for a time, whatever the speaking thread does; a stop ends it. */
static void playback_pass(struct playback *playback, int64_t time_ms)
{
    int64_t until_ms = now_ms() + time_ms;
    for (int64_t left_ms = time_ms; left_ms > 0; left_ms = until_ms - now_ms()) {
        bell_arm(&playback->work);
        if (playback_is_stopped(playback))
            return;
        bell_wait(&playback->work, (int)left_ms);
    }
}

/* Nobody hears it, but time passes. */
static void playback_pretend(struct playback *playback, size_t count)
{
    playback->taken_frames += count;
    playback_pass(playback, (int64_t)(count * 1000 / playback->rate_hz));
    (void)playback_tell_played(playback);
}

/* Give the device the last frames and some silence: enough for it to start on the shortest utterance, and because a
 * device stops at the end of a period at the earliest and some run into old sound by a little after that. */
static bool playback_pad(struct playback *playback)
{
    size_t count;
    while ((count = resampler_flush(playback->resampler, playback->converted, CONVERTED_FRAMES)) > 0)
        if (!playback_put(playback, playback->converted, count))
            return false;
    memset(playback->converted, 0, sizeof playback->converted);
    for (size_t left = PAD_PERIODS * pcm_period_frames(playback->pcm); left > 0; left -= count) {
        count = left < CONVERTED_FRAMES ? left : CONVERTED_FRAMES;
        if (!playback_put(playback, playback->converted, count))
            return false;
    }
    return true;
}

/* Play out what the device has. The wait for most of it is our own, so that the count of played frames goes on. */
static void playback_play_out(struct playback *playback)
{
    if (!playback_pad(playback))
        return;
    uint64_t waiting = playback_tell_played(playback);
    for (uint64_t periods = waiting / playback->period_frames; periods > 1; periods--) {
        playback_pass(playback, PCM_PERIOD_MS);
        (void)playback_tell_played(playback);
        if (playback_is_stopped(playback))
            return;
    }
    int r = pcm_drain(playback->pcm);
    if (r == 0)
        playback->sounding = false;
    else if (r != -EINTR)
        playback_lose(playback, r);
}

static void playback_finish_utterance(struct playback *playback)
{
    if (playback->sounding)
        playback_play_out(playback);
    if (playback_is_stopped(playback) || playback->sounding)
        return;
    (void)playback_tell_played(playback);
    atomic_store(&playback->drain_wanted, false);
    bell_ring(&playback->done);
}

static void playback_silence(struct playback *playback)
{
    unsigned wanted = atomic_load(&playback->stop_wanted);
    if (playback->pcm != NULL) {
        pcm_resume(playback->pcm);
        int r = pcm_drop(playback->pcm);
        if (r < 0)
            playback_lose(playback, r);
    }
    if (playback->resampler != NULL)
        resampler_reset(playback->resampler);
    (void)ring_discard(&playback->ring);
    playback->taken_frames = 0;
    playback->sounding = false;
    atomic_store(&playback->drain_wanted, false);
    atomic_store(&playback->stop_done, wanted);
    bell_ring(&playback->done);
}

/* Sleep until there is something to do. With sound in the device wake every period to tell how far it is; otherwise
 * every reopen_ms to see whether the device is still there, or there again. */
static void playback_rest(struct playback *playback)
{
    uint64_t waiting = playback_tell_played(playback);
    bell_arm(&playback->work);
    if (playback_is_stopped(playback) || ring_fill(&playback->ring) > 0 || atomic_load(&playback->drain_wanted))
        return;
    bell_wait(&playback->work, waiting > 0 ? PCM_PERIOD_MS : (int)playback->reopen_ms);
    if (playback->pcm != NULL && pcm_check(playback->pcm) < 0)
        playback_lose(playback, -ENODEV);
}

static void *playback_run(void *argument)
{
    struct playback *playback = argument;
    while (!atomic_load(&playback->quitting)) {
        atomic_fetch_add(&playback->steps, 1);
        if (playback_is_stopped(playback)) {
            playback_silence(playback);
            continue;
        }
        playback_open(playback);
        /* Asked before the ring is found empty: frames written before the drain are then seen. */
        bool draining = atomic_load(&playback->drain_wanted);
        size_t count = ring_read(&playback->ring, playback->block, playback->period_frames);
        if (count > 0)
            bell_ring(&playback->done);
        if (count > 0 && atomic_load(&playback->utterance) != atomic_load(&playback->stop_done))
            continue;
        if (count > 0 && playback->pcm != NULL)
            playback_play(playback, count);
        else if (count > 0)
            playback_pretend(playback, count);
        else if (draining)
            playback_finish_utterance(playback);
        else
            playback_rest(playback);
    }
    playback_close(playback);
    return NULL;
}

/* --- the speaking thread ------------------------------------------------------------------------------------------ */

static bool playback_is_cancelled(const struct playback *playback)
{
    return atomic_load(&playback->stop_wanted) != atomic_load(&playback->utterance);
}

/* Raise stop_wanted, make the thread notice, and return the new number. */
static unsigned playback_ask_stop(struct playback *playback)
{
    unsigned number = atomic_fetch_add(&playback->stop_wanted, 1) + 1;
    (void)pthread_mutex_lock(&playback->pcm_lock);
    if (playback->pcm != NULL)
        pcm_interrupt(playback->pcm);
    (void)pthread_mutex_unlock(&playback->pcm_lock);
    bell_ring(&playback->work);
    return number;
}

void playback_begin(struct playback *playback)
{
    unsigned number = playback_ask_stop(playback);
    for (;;) {
        bell_arm(&playback->done);
        /* Others may have stopped since, so done may be beyond; numbers wrap round. */
        if ((int)(atomic_load(&playback->stop_done) - number) >= 0)
            break;
        bell_wait(&playback->done, -1);
    }
    atomic_store(&playback->played_frames, 0);
    atomic_store(&playback->utterance, number);
}

int playback_write(struct playback *playback, const int16_t *frames, size_t count)
{
    while (count > 0) {
        if (playback_is_cancelled(playback))
            return -ECANCELED;
        size_t wrote = ring_write(&playback->ring, frames, count);
        if (wrote > 0) {
            frames += wrote;
            count -= wrote;
            bell_ring(&playback->work);
            continue;
        }
        bell_arm(&playback->done);
        if (!playback_is_cancelled(playback) && ring_fill(&playback->ring) == playback->ring.capacity_frames)
            bell_wait(&playback->done, -1);
    }
    return playback_is_cancelled(playback) ? -ECANCELED : 0;
}

void playback_end(struct playback *playback)
{
    atomic_store(&playback->drain_wanted, true);
    bell_ring(&playback->work);
}

int playback_drain(struct playback *playback)
{
    playback_end(playback);
    for (;;) {
        bell_arm(&playback->done);
        if (playback_is_cancelled(playback))
            return -ECANCELED;
        if (!atomic_load(&playback->drain_wanted))
            return 0;
        bell_wait(&playback->done, -1);
    }
}

/* --- any thread --------------------------------------------------------------------------------------------------- */

void playback_stop(struct playback *playback)
{
    (void)playback_ask_stop(playback);
    bell_ring(&playback->done);
}

void playback_set_gain_db(struct playback *playback, float gain_db)
{
    float most = PLAYBACK_GAIN_MAX_DB, least = PLAYBACK_GAIN_MIN_DB;
    atomic_store(&playback->gain_db, gain_db > most ? most : gain_db >= least ? gain_db : least);
}

uint64_t playback_played_frames(const struct playback *playback)
{
    return atomic_load(&playback->played_frames);
}

void playback_report(const struct playback *playback, struct playback_report *ret_report)
{
    *ret_report = (struct playback_report){
        .state = (enum playback_state)atomic_load(&playback->state),
        .error = atomic_load(&playback->error),
        .mixer_error = atomic_load(&playback->mixer_error),
        .device_rate_hz = atomic_load(&playback->device_rate_hz),
        .underruns = atomic_load(&playback->underruns),
        .losses = atomic_load(&playback->losses),
        .steps = atomic_load(&playback->steps),
    };
}

/* --- the owner ---------------------------------------------------------------------------------------------------- */

static int playback_prepare(struct playback *playback, const struct playback_options *options)
{
    playback->rate_hz = options->rate_hz;
    playback->reopen_ms = options->reopen_ms == 0 ? PLAYBACK_REOPEN_MS : options->reopen_ms;
    playback->period_frames = (size_t)options->rate_hz * PCM_PERIOD_MS / 1000;
    unsigned ring_ms = options->ring_ms == 0 ? PLAYBACK_RING_MS : options->ring_ms;
    playback->device = strdup(options->device);
    if (playback->device == NULL)
        return -ENOMEM;
    playback_set_gain_db(playback, options->gain_db);
    int r = volume_init(&playback->volume, options->device, options->mixer, atomic_load(&playback->gain_db));
    if (r == 0)
        r = bell_init(&playback->work);
    if (r == 0)
        r = bell_init(&playback->done);
    if (r == 0)
        r = ring_init(&playback->ring, (size_t)((uint64_t)options->rate_hz * ring_ms / 1000));
    return r;
}

static void playback_free(struct playback *playback)
{
    ring_finish(&playback->ring);
    bell_finish(&playback->work);
    bell_finish(&playback->done);
    (void)pthread_mutex_destroy(&playback->pcm_lock);
    volume_finish(&playback->volume);
    free(playback->device);
    free(playback);
}

int playback_create(struct playback **ret_playback, const struct playback_options *options)
{
    *ret_playback = NULL;
    if (options->device == NULL || options->device[0] == '\0' || options->reopen_ms > INT32_MAX ||
        options->rate_hz < RESAMPLE_RATE_MIN_HZ || options->rate_hz > PERIOD_FRAMES_MAX * (1000U / PCM_PERIOD_MS))
        return -EINVAL;
    struct playback *playback = calloc(1, sizeof *playback);
    if (playback == NULL)
        return -ENOMEM;
    playback->work.fd = playback->done.fd = -1;
    (void)pthread_mutex_init(&playback->pcm_lock, NULL);
    /* Before the first playback_begin nothing may be written. */
    atomic_store(&playback->utterance, UINT32_MAX);
    atomic_store(&playback->mixer_error, -ENODEV);
    int r = playback_prepare(playback, options);
    if (r == 0)
        r = sound_thread_start(&playback->thread, "playback", playback_run, playback);
    if (r < 0) {
        playback_free(playback);
        return r;
    }
    *ret_playback = playback;
    return 0;
}

void playback_destroy(struct playback *playback)
{
    if (playback == NULL)
        return;
    atomic_store(&playback->quitting, true);
    (void)playback_ask_stop(playback);
    (void)pthread_join(playback->thread, NULL);
    playback_free(playback);
}
