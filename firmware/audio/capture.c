/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/capture.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "docent/bell.h"
#include "docent/level.h"
#include "docent/pcm.h"
#include "docent/resample.h"
#include "docent/ring.h"
#include "docent/sound_thread.h"

enum {
    CONVERTED_FRAMES = 1024,
    PERIOD_FRAMES_MAX = 8192,
    /* A device that only ever overruns is no device. */
    OVERRUNS_IN_A_ROW_MAX = 50,
};

/* What the thread tells; each figure by itself, there is no promise that they are of one instant. */
struct capture_figures {
    atomic_int state, error;
    atomic_uint device_rate_hz;
    _Atomic uint64_t delivered_frames, overruns, losses, steps;
    atomic_bool is_blocked;
    _Atomic float peak_dbfs, rms_dbfs;
    _Atomic uint32_t second_frames, second_clipped_frames, second_span;
};

struct capture {
    struct ring ring;
    char *device;
    unsigned reopen_ms;
    pthread_t thread;
    atomic_bool stopping;
    int frames_fd;    /* for the reader */
    struct bell room; /* the thread waits here: for room in the ring, or to try the device again */
    /* `pcm` changes under the lock, which the thread takes only to open and close. */
    pthread_mutex_t pcm_lock;
    struct pcm *pcm;
    struct resampler *resampler;
    struct level second; /* so far */
    struct capture_figures figures;
    int16_t block[PERIOD_FRAMES_MAX];
    int16_t converted[CONVERTED_FRAMES];
};

static void capture_signal(struct capture *capture)
{
    (void)eventfd_write(capture->frames_fd, 1);
}

static void capture_set_state(struct capture *capture, enum capture_state state, int error)
{
    atomic_store(&capture->figures.error, error);
    if (atomic_exchange(&capture->figures.state, (int)state) != (int)state)
        capture_signal(capture);
}

static void capture_set_pcm(struct capture *capture, struct pcm *pcm)
{
    (void)pthread_mutex_lock(&capture->pcm_lock);
    struct pcm *before = capture->pcm;
    capture->pcm = pcm;
    (void)pthread_mutex_unlock(&capture->pcm_lock);
    pcm_close(before);
    if (pcm == NULL) {
        resampler_destroy(capture->resampler);
        capture->resampler = NULL;
    }
}

static int capture_open(struct capture *capture)
{
    const struct pcm_wanted wanted = {.rate_hz = CAPTURE_RATE_HZ};
    struct pcm *pcm;
    int r = pcm_open(&pcm, capture->device, PCM_CAPTURE, &wanted);
    if (r < 0)
        return r;
    r = resampler_create(&capture->resampler, pcm_rate_hz(pcm), CAPTURE_RATE_HZ);
    if (r < 0) {
        pcm_close(pcm);
        return r;
    }
    atomic_store(&capture->figures.device_rate_hz, pcm_rate_hz(pcm));
    memset(&capture->second, 0, sizeof capture->second);
    capture_set_pcm(capture, pcm);
    return 0;
}

/* Put all into the ring, waiting for the reader where it is full. Returns 0 or -EINTR when told to stop. */
static int capture_deliver(struct capture *capture, const int16_t *frames, size_t count)
{
    while (count > 0) {
        size_t wrote = ring_write(&capture->ring, frames, count);
        if (wrote > 0) {
            atomic_fetch_add(&capture->figures.delivered_frames, wrote);
            capture_signal(capture);
            frames += wrote;
            count -= wrote;
            continue;
        }
        bell_arm(&capture->room);
        if (atomic_load(&capture->stopping))
            return -EINTR;
        if (ring_fill(&capture->ring) == capture->ring.capacity_frames) {
            atomic_store(&capture->figures.is_blocked, true);
            bell_wait(&capture->room, -1);
            atomic_store(&capture->figures.is_blocked, false);
        }
    }
    return 0;
}

static int capture_convert(struct capture *capture, size_t count)
{
    for (size_t used = 0; used < count;) {
        size_t step_in = count - used, step_out = CONVERTED_FRAMES;
        resampler_run(capture->resampler, capture->block + used, &step_in, capture->converted, &step_out);
        used += step_in;
        int r = capture_deliver(capture, capture->converted, step_out);
        if (r < 0)
            return r;
    }
    return 0;
}

static int capture_flush(struct capture *capture)
{
    size_t count;
    while ((count = resampler_flush(capture->resampler, capture->converted, CONVERTED_FRAMES)) > 0) {
        int r = capture_deliver(capture, capture->converted, count);
        if (r < 0)
            return r;
    }
    return 0;
}

static void capture_measure(struct capture *capture, size_t count)
{
    struct level *second = &capture->second;
    struct capture_figures *figures = &capture->figures;
    level_add(second, capture->block, count);
    if (second->frames < pcm_rate_hz(capture->pcm))
        return;
    atomic_store(&figures->peak_dbfs, level_peak_dbfs(second));
    atomic_store(&figures->rms_dbfs, level_rms_dbfs(second));
    atomic_store(&figures->second_frames, (uint32_t)second->frames);
    atomic_store(&figures->second_clipped_frames, (uint32_t)second->clipped_frames);
    atomic_store(&figures->second_span, level_span(second));
    memset(second, 0, sizeof *second);
}

/* Read until told to stop (-EINTR), the end of a file (0) or the loss of the device (-ENODEV). */
static int capture_stream(struct capture *capture)
{
    size_t period_frames = pcm_period_frames(capture->pcm);
    if (period_frames > PERIOD_FRAMES_MAX)
        period_frames = PERIOD_FRAMES_MAX;
    unsigned overruns_in_a_row = 0;
    while (!atomic_load(&capture->stopping)) {
        ptrdiff_t got = pcm_read(capture->pcm, capture->block, period_frames);
        atomic_fetch_add(&capture->figures.steps, 1);
        if (got == 0)
            return capture_flush(capture);
        if (got == -EPIPE) {
            atomic_fetch_add(&capture->figures.overruns, 1);
            if (++overruns_in_a_row >= OVERRUNS_IN_A_ROW_MAX)
                return -ENODEV;
            continue;
        }
        if (got < 0)
            return (int)got;
        overruns_in_a_row = 0;
        capture_measure(capture, (size_t)got);
        int r = capture_convert(capture, (size_t)got);
        if (r < 0)
            return r;
    }
    return -EINTR;
}

static void capture_pause(struct capture *capture)
{
    bell_arm(&capture->room);
    if (!atomic_load(&capture->stopping))
        bell_wait(&capture->room, (int)capture->reopen_ms);
}

static void *capture_run(void *argument)
{
    struct capture *capture = argument;
    while (!atomic_load(&capture->stopping)) {
        int r = capture_open(capture);
        atomic_fetch_add(&capture->figures.steps, 1);
        if (r == 0) {
            capture_set_state(capture, CAPTURE_RUNNING, 0);
            r = capture_stream(capture);
            capture_set_pcm(capture, NULL);
            if (r == 0) {
                capture_set_state(capture, CAPTURE_ENDED, 0);
                return NULL;
            }
            if (r == -EINTR)
                continue;
            atomic_fetch_add(&capture->figures.losses, 1);
        }
        capture_set_state(capture, CAPTURE_LOST, r);
        capture_pause(capture);
    }
    return NULL;
}

static int capture_prepare(struct capture *capture, const struct capture_options *options)
{
    capture->reopen_ms = options->reopen_ms == 0 ? CAPTURE_REOPEN_MS : options->reopen_ms;
    unsigned ring_ms = options->ring_ms == 0 ? CAPTURE_RING_MS : options->ring_ms;
    capture->device = strdup(options->device);
    if (capture->device == NULL)
        return -ENOMEM;
    capture->frames_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (capture->frames_fd < 0)
        return -errno;
    int r = bell_init(&capture->room);
    if (r == 0)
        r = ring_init(&capture->ring, (size_t)ring_ms * (CAPTURE_RATE_HZ / 1000));
    return r;
}

static void capture_free(struct capture *capture)
{
    ring_finish(&capture->ring);
    bell_finish(&capture->room);
    if (capture->frames_fd >= 0)
        (void)close(capture->frames_fd);
    (void)pthread_mutex_destroy(&capture->pcm_lock);
    free(capture->device);
    free(capture);
}

int capture_create(struct capture **ret_capture, const struct capture_options *options)
{
    *ret_capture = NULL;
    if (options->device == NULL || options->device[0] == '\0' || options->reopen_ms > INT32_MAX)
        return -EINVAL;
    struct capture *capture = calloc(1, sizeof *capture);
    if (capture == NULL)
        return -ENOMEM;
    capture->frames_fd = capture->room.fd = -1;
    (void)pthread_mutex_init(&capture->pcm_lock, NULL);
    atomic_store(&capture->figures.peak_dbfs, (float)LEVEL_FLOOR_DBFS);
    atomic_store(&capture->figures.rms_dbfs, (float)LEVEL_FLOOR_DBFS);
    int r = capture_prepare(capture, options);
    if (r == 0)
        r = sound_thread_start(&capture->thread, "capture", capture_run, capture);
    if (r < 0) {
        capture_free(capture);
        return r;
    }
    *ret_capture = capture;
    return 0;
}

void capture_destroy(struct capture *capture)
{
    if (capture == NULL)
        return;
    atomic_store(&capture->stopping, true);
    (void)pthread_mutex_lock(&capture->pcm_lock);
    if (capture->pcm != NULL)
        pcm_interrupt(capture->pcm);
    (void)pthread_mutex_unlock(&capture->pcm_lock);
    bell_ring(&capture->room);
    (void)pthread_join(capture->thread, NULL);
    capture_free(capture);
}

int capture_fd(const struct capture *capture)
{
    return capture->frames_fd;
}

size_t capture_read(struct capture *capture, int16_t *frames, size_t count)
{
    eventfd_t ignored;
    (void)eventfd_read(capture->frames_fd, &ignored);
    size_t got = ring_read(&capture->ring, frames, count);
    if (got > 0)
        bell_ring(&capture->room);
    if (ring_fill(&capture->ring) > 0 || atomic_load(&capture->figures.state) == CAPTURE_ENDED)
        capture_signal(capture);
    return got;
}

void capture_report(const struct capture *capture, struct capture_report *ret_report)
{
    const struct capture_figures *figures = &capture->figures;
    *ret_report = (struct capture_report){
        .state = (enum capture_state)atomic_load(&figures->state),
        .error = atomic_load(&figures->error),
        .device_rate_hz = atomic_load(&figures->device_rate_hz),
        .delivered_frames = atomic_load(&figures->delivered_frames),
        .overruns = atomic_load(&figures->overruns),
        .losses = atomic_load(&figures->losses),
        .steps = atomic_load(&figures->steps),
        .is_blocked = atomic_load(&figures->is_blocked),
        .peak_dbfs = atomic_load(&figures->peak_dbfs),
        .rms_dbfs = atomic_load(&figures->rms_dbfs),
        .second_frames = atomic_load(&figures->second_frames),
        .second_clipped_frames = atomic_load(&figures->second_clipped_frames),
        .second_span = atomic_load(&figures->second_span),
    };
}
