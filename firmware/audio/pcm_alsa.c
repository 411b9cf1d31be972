/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <alsa/asoundlib.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "docent/resample.h"
#include "docent/sample.h"
#include "pcm_kind.h"

/*
 * The handle is always in non-blocking mode: transfers are tried first and waited for with poll, so that an interrupt
 * gets through and no driver can hold the thread for ever. Debian's libasound locks each handle inside; with one thread
 * a handle that lock is never contended.
 */

enum { CHANNELS_MAX = 64 };

/* What was agreed with the device. */
struct device_format {
    enum sample_type type;
    unsigned channels;
    unsigned rate_hz;
    snd_pcm_uframes_t period_frames;
    snd_pcm_uframes_t buffer_frames;
};

struct pcm_alsa {
    struct pcm pcm;
    snd_pcm_t *handle;
    struct device_format format;
    bool prepared;         /* playback: false after drain or drop, until the next write */
    void *block;           /* one period as the device wants it */
    struct pollfd *polled; /* the pcm's wake_fd, then what ALSA wants watched */
    unsigned polled_count;
    snd_pcm_status_t *status; /* room for pcm_check */
};

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Wait on the interrupt alone. */
static void pcm_alsa_pause(struct pcm_alsa *alsa, int timeout_ms)
{
    struct pollfd wake = {.fd = alsa->pcm.wake_fd, .events = POLLIN};
    (void)poll(&wake, 1, timeout_ms);
}

static int pcm_alsa_prepare(struct pcm_alsa *alsa)
{
    alsa->prepared = false;
    if (snd_pcm_prepare(alsa->handle) < 0)
        return -ENODEV;
    if (alsa->pcm.direction == PCM_CAPTURE && snd_pcm_start(alsa->handle) < 0)
        return -ENODEV;
    alsa->prepared = true;
    return 0;
}

/* After a failed transfer or wait: -EPIPE when the stream runs again with a gap, else -ENODEV. */
static int pcm_alsa_recover(struct pcm_alsa *alsa, int error)
{
    if (error != -EPIPE && error != -ESTRPIPE)
        return -ENODEV;
    /* Waking from suspend (-ESTRPIPE) is treated alike: many drivers cannot resume, and those that can would go on in
     * the middle of stale sound. The kernel holds the call until the card is awake. */
    return pcm_alsa_prepare(alsa) < 0 ? -ENODEV : -EPIPE;
}

/* What the state says of a poll that reported an error or nothing at all. */
static int pcm_alsa_state_error(struct pcm_alsa *alsa)
{
    switch (snd_pcm_state(alsa->handle)) {
    case SND_PCM_STATE_XRUN:
        return -EPIPE;
    case SND_PCM_STATE_SUSPENDED:
        return -ESTRPIPE;
    default:
        return -ENODEV;
    }
}

/* Wait until a transfer is worth trying. Returns 0, -EINTR when interrupted, else an error for pcm_alsa_recover. */
static int pcm_alsa_wait(struct pcm_alsa *alsa, int64_t deadline_ms)
{
    int64_t left_ms = deadline_ms - now_ms();
    if (left_ms <= 0)
        return pcm_alsa_state_error(alsa);
    alsa->polled[0] = (struct pollfd){.fd = alsa->pcm.wake_fd, .events = POLLIN};
    int ready = poll(alsa->polled, alsa->polled_count, (int)left_ms);
    if (ready < 0)
        return errno == EINTR ? 0 : -ENODEV;
    if (alsa->polled[0].revents != 0)
        return -EINTR;
    if (ready == 0)
        return pcm_alsa_state_error(alsa);
    unsigned short revents = 0;
    int r = snd_pcm_poll_descriptors_revents(alsa->handle, alsa->polled + 1, alsa->polled_count - 1, &revents);
    if (r < 0)
        return -ENODEV;
    return (revents & (POLLERR | POLLHUP | POLLNVAL)) != 0 ? pcm_alsa_state_error(alsa) : 0;
}

static ptrdiff_t pcm_alsa_read(struct pcm *pcm, int16_t *frames, size_t count)
{
    struct pcm_alsa *alsa = (struct pcm_alsa *)pcm;
    if (count > pcm->period_frames)
        count = pcm->period_frames;
    int64_t deadline_ms = now_ms() + PCM_STALL_LIMIT_MS;
    for (;;) {
        snd_pcm_sframes_t got = snd_pcm_readi(alsa->handle, alsa->block, count);
        if (got > 0) {
            sample_to_mono(alsa->format.type, alsa->format.channels, alsa->block, frames, (size_t)got);
            return got;
        }
        /* 0 would mean the end of a file to the caller; to a device it means as much as -EAGAIN. */
        if (got == 0 || got == -EAGAIN)
            got = pcm_alsa_wait(alsa, deadline_ms);
        if (got == -EINTR)
            return -EINTR;
        if (got < 0)
            return pcm_alsa_recover(alsa, (int)got);
    }
}

/* Write one block of at most a period. Returns frames taken (0 when interrupted) or an error for pcm_alsa_recover. */
static ptrdiff_t pcm_alsa_write_block(struct pcm_alsa *alsa, size_t count)
{
    int64_t deadline_ms = now_ms() + PCM_STALL_LIMIT_MS;
    for (;;) {
        snd_pcm_sframes_t took = snd_pcm_writei(alsa->handle, alsa->block, count);
        if (took > 0)
            return took;
        if (took == 0 || took == -EAGAIN)
            took = pcm_alsa_wait(alsa, deadline_ms);
        if (took == -EINTR)
            return 0;
        if (took < 0)
            return took;
    }
}

static ptrdiff_t pcm_alsa_write(struct pcm *pcm, const int16_t *frames, size_t count)
{
    struct pcm_alsa *alsa = (struct pcm_alsa *)pcm;
    if (!alsa->prepared && pcm_alsa_prepare(alsa) < 0)
        return -ENODEV;
    size_t done = 0;
    while (done < count && !atomic_load(&pcm->interrupted)) {
        size_t step = count - done < pcm->period_frames ? count - done : pcm->period_frames;
        sample_from_mono(alsa->format.type, alsa->format.channels, frames + done, alsa->block, step);
        ptrdiff_t took = pcm_alsa_write_block(alsa, step);
        if (took < 0)
            /* What went before was taken; the state stays as it is, so the next call meets the error again. */
            return done > 0 ? (ptrdiff_t)done : pcm_alsa_recover(alsa, (int)took);
        if (took == 0)
            break;
        done += (size_t)took;
    }
    return (ptrdiff_t)done;
}

static size_t pcm_alsa_delay_frames(struct pcm *pcm)
{
    struct pcm_alsa *alsa = (struct pcm_alsa *)pcm;
    snd_pcm_sframes_t delay = 0;
    if (!alsa->prepared || snd_pcm_delay(alsa->handle, &delay) < 0 || delay < 0)
        return 0;
    return (size_t)delay;
}

static int pcm_alsa_drop(struct pcm *pcm)
{
    struct pcm_alsa *alsa = (struct pcm_alsa *)pcm;
    if (!alsa->prepared)
        return 0;
    /* A mixing plugin (dmix) goes on playing what it has already mixed in: up to 200 ms, unless that is taken back. */
    snd_pcm_sframes_t unheard = (snd_pcm_sframes_t)pcm_alsa_delay_frames(pcm);
    snd_pcm_sframes_t retrievable = snd_pcm_rewindable(alsa->handle);
    if (unheard > 0 && retrievable > 0)
        (void)snd_pcm_rewind(alsa->handle, (snd_pcm_uframes_t)(retrievable < unheard ? retrievable : unheard));
    alsa->prepared = false;
    return snd_pcm_drop(alsa->handle) < 0 ? -ENODEV : 0;
}

static int pcm_alsa_drain(struct pcm *pcm)
{
    struct pcm_alsa *alsa = (struct pcm_alsa *)pcm;
    if (!alsa->prepared)
        return 0;
    int64_t delay_ms = (int64_t)(pcm_alsa_delay_frames(pcm) * 1000 / pcm->rate_hz);
    int64_t deadline_ms = now_ms() + delay_ms + PCM_STALL_LIMIT_MS;
    /* Asking again is what moves plugins on that keep their state in this process (dmix, ioplug). Drivers differ in
     * what poll says while draining, so this waits by the clock: at most the length of the buffer, once a sentence. */
    for (;;) {
        snd_pcm_state_t state = snd_pcm_state(alsa->handle);
        if (state == SND_PCM_STATE_DISCONNECTED)
            return -ENODEV;
        if (state != SND_PCM_STATE_PREPARED && state != SND_PCM_STATE_RUNNING && state != SND_PCM_STATE_DRAINING)
            break;
        int r = snd_pcm_drain(alsa->handle);
        if (r == 0)
            break;
        if (r != -EAGAIN || now_ms() >= deadline_ms)
            return -ENODEV;
        pcm_alsa_pause(alsa, PCM_PERIOD_MS / 2);
        if (atomic_load(&pcm->interrupted))
            return -EINTR;
    }
    return pcm_alsa_drop(pcm);
}

/* Asks the driver: the state that libasound keeps in this process does not hear of an unplugged card. */
static int pcm_alsa_check(struct pcm *pcm)
{
    struct pcm_alsa *alsa = (struct pcm_alsa *)pcm;
    if (snd_pcm_status(alsa->handle, alsa->status) < 0)
        return -ENODEV;
    return snd_pcm_status_get_state(alsa->status) == SND_PCM_STATE_DISCONNECTED ? -ENODEV : 0;
}

static void pcm_alsa_close(struct pcm *pcm)
{
    struct pcm_alsa *alsa = (struct pcm_alsa *)pcm;
    if (alsa->handle != NULL) {
        (void)snd_pcm_drop(alsa->handle);
        (void)snd_pcm_close(alsa->handle);
    }
    if (alsa->status != NULL)
        snd_pcm_status_free(alsa->status);
    free(alsa->block);
    free(alsa->polled);
    free(alsa);
}

/* libasound writes its complaints to stderr by default; every one of them also comes back as an error code. */
__attribute__((format(printf, 5, 6))) static void
pcm_alsa_ignore_message(const char *file, int line, const char *function, int error, const char *format, ...)
{
    (void)file;
    (void)line;
    (void)function;
    (void)error;
    (void)format;
}

static int pcm_alsa_make_room(struct pcm_alsa *alsa)
{
    int count = snd_pcm_poll_descriptors_count(alsa->handle);
    if (count <= 0)
        return -EIO;
    alsa->polled_count = (unsigned)count + 1;
    alsa->polled = calloc(alsa->polled_count, sizeof *alsa->polled);
    alsa->block = calloc(alsa->pcm.period_frames, alsa->format.channels * sample_bytes(alsa->format.type));
    if (alsa->polled == NULL || alsa->block == NULL || snd_pcm_status_malloc(&alsa->status) < 0)
        return -ENOMEM;
    int filled = snd_pcm_poll_descriptors(alsa->handle, alsa->polled + 1, (unsigned)count);
    return filled == count ? 0 : -EIO;
}

/* 16 bits if the device has them, else whatever holds at least as much. */
static int pcm_alsa_agree_type(snd_pcm_t *handle, snd_pcm_hw_params_t *hw, enum sample_type *ret_type)
{
    static const struct {
        snd_pcm_format_t format;
        enum sample_type type;
    } types[] = {
        {SND_PCM_FORMAT_S16, SAMPLE_S16},
        {SND_PCM_FORMAT_S32, SAMPLE_S32},
        {SND_PCM_FORMAT_S24, SAMPLE_S24},
        {SND_PCM_FORMAT_FLOAT, SAMPLE_FLOAT},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (snd_pcm_hw_params_set_format(handle, hw, types[i].format) == 0) {
            *ret_type = types[i].type;
            return 0;
        }
    }
    return -EINVAL;
}

/* The lowest rate that loses nothing, else the highest there is. Plugins are told not to resample: theirs is linear
 * interpolation, ours is not. */
static int pcm_alsa_agree_rate(snd_pcm_t *handle, snd_pcm_hw_params_t *hw, unsigned wanted_hz, unsigned *ret_hz)
{
    (void)snd_pcm_hw_params_set_rate_resample(handle, hw, 0);
    unsigned least_hz = wanted_hz;
    if (snd_pcm_hw_params_set_rate_min(handle, hw, &least_hz, NULL) == 0)
        return snd_pcm_hw_params_set_rate_first(handle, hw, ret_hz, NULL);
    return snd_pcm_hw_params_set_rate_last(handle, hw, ret_hz, NULL);
}

static int pcm_alsa_agree_sizes(snd_pcm_t *handle, snd_pcm_hw_params_t *hw, const struct pcm_wanted *wanted,
                                struct device_format *format)
{
    format->period_frames = (snd_pcm_uframes_t)format->rate_hz * wanted->period_ms / 1000;
    format->buffer_frames = (snd_pcm_uframes_t)format->rate_hz * wanted->buffer_ms / 1000;
    int r = snd_pcm_hw_params_set_period_size_near(handle, hw, &format->period_frames, NULL);
    if (r == 0)
        r = snd_pcm_hw_params_set_buffer_size_near(handle, hw, &format->buffer_frames);
    if (r == 0)
        r = snd_pcm_hw_params(handle, hw);
    if (r == 0)
        r = snd_pcm_hw_params_get_period_size(hw, &format->period_frames, NULL);
    if (r == 0)
        r = snd_pcm_hw_params_get_buffer_size(hw, &format->buffer_frames);
    return r;
}

static int pcm_alsa_agree(snd_pcm_t *handle, snd_pcm_hw_params_t *hw, const struct pcm_wanted *wanted,
                          struct device_format *format)
{
    int r = snd_pcm_hw_params_any(handle, hw);
    if (r < 0)
        return r;
    r = snd_pcm_hw_params_set_access(handle, hw, SND_PCM_ACCESS_RW_INTERLEAVED);
    if (r == 0)
        r = pcm_alsa_agree_type(handle, hw, &format->type);
    format->channels = 1;
    if (r == 0)
        r = snd_pcm_hw_params_set_channels_near(handle, hw, &format->channels);
    if (r == 0)
        r = pcm_alsa_agree_rate(handle, hw, wanted->rate_hz, &format->rate_hz);
    if (r == 0)
        r = pcm_alsa_agree_sizes(handle, hw, wanted, format);
    if (r == 0 && (format->channels > CHANNELS_MAX || format->rate_hz < RESAMPLE_RATE_MIN_HZ ||
                   format->rate_hz > RESAMPLE_RATE_MAX_HZ || format->period_frames == 0))
        r = -EINVAL;
    return r;
}

static int pcm_alsa_set_silence(snd_pcm_t *handle, snd_pcm_sw_params_t *sw)
{
    snd_pcm_uframes_t boundary = 0;
    int r = snd_pcm_sw_params_get_boundary(sw, &boundary);
    if (r == 0)
        r = snd_pcm_sw_params_set_silence_threshold(handle, sw, 0);
    if (r == 0)
        r = snd_pcm_sw_params_set_silence_size(handle, sw, boundary);
    return r;
}

/* Wake up once a period. Capture starts with the first read, playback when two periods are in: late enough to survive
 * a slow first chunk of speech, early enough not to be heard as a pause. What has been played is overwritten with
 * silence (a silence size of the boundary means that), so that a device that runs on for a moment after the last frame
 * does not repeat what it said a buffer ago; heard on a loopback card before this was set. */
static int pcm_alsa_set_thresholds(snd_pcm_t *handle, enum pcm_direction direction, const struct device_format *format)
{
    snd_pcm_sw_params_t *sw = NULL;
    if (snd_pcm_sw_params_malloc(&sw) < 0)
        return -ENOMEM;
    snd_pcm_uframes_t start = 1;
    if (direction == PCM_PLAYBACK)
        start = format->period_frames * 2 < format->buffer_frames ? format->period_frames * 2 : format->buffer_frames;
    int r = snd_pcm_sw_params_current(handle, sw);
    if (r == 0)
        r = snd_pcm_sw_params_set_avail_min(handle, sw, format->period_frames);
    if (r == 0)
        r = snd_pcm_sw_params_set_start_threshold(handle, sw, start);
    if (r == 0 && direction == PCM_PLAYBACK)
        r = pcm_alsa_set_silence(handle, sw);
    if (r == 0)
        r = snd_pcm_sw_params(handle, sw);
    snd_pcm_sw_params_free(sw);
    return r;
}

static int pcm_alsa_begin(struct pcm_alsa *alsa, enum pcm_direction direction, const struct pcm_wanted *wanted)
{
    snd_pcm_hw_params_t *hw = NULL;
    if (snd_pcm_hw_params_malloc(&hw) < 0)
        return -ENOMEM;
    int r = pcm_alsa_agree(alsa->handle, hw, wanted, &alsa->format);
    snd_pcm_hw_params_free(hw);
    if (r == 0)
        r = pcm_alsa_set_thresholds(alsa->handle, direction, &alsa->format);
    if (r < 0)
        return r;
    alsa->pcm.direction = direction;
    alsa->pcm.rate_hz = alsa->format.rate_hz;
    alsa->pcm.period_frames = alsa->format.period_frames;
    r = pcm_alsa_make_room(alsa);
    return r < 0 ? r : pcm_alsa_prepare(alsa);
}

/* libasound keeps its configuration from the first opening on, and with it what each card that was there then adds: a
 * card plugged in later would have no "default" and no "sysdefault". So each opening reads its own. */
static int pcm_alsa_open_handle(snd_pcm_t **ret_handle, const char *name, snd_pcm_stream_t stream)
{
    snd_config_t *config = NULL;
    snd_config_update_t *update = NULL;
    int r = snd_config_update_r(&config, &update, NULL);
    if (r >= 0)
        r = snd_pcm_open_lconf(ret_handle, name, stream, SND_PCM_NONBLOCK, config);
    if (r < 0)
        *ret_handle = NULL;
    if (config != NULL)
        (void)snd_config_delete(config);
    if (update != NULL)
        (void)snd_config_update_free(update);
    return r < 0 ? r : 0;
}

int pcm_alsa_open(struct pcm **ret_pcm, const char *name, enum pcm_direction direction, const struct pcm_wanted *wanted)
{
    static const struct pcm_kind alsa_kind = {
        .close = pcm_alsa_close,
        .read = pcm_alsa_read,
        .write = pcm_alsa_write,
        .drain = pcm_alsa_drain,
        .drop = pcm_alsa_drop,
        .delay_frames = pcm_alsa_delay_frames,
        .check = pcm_alsa_check,
    };
    (void)snd_lib_error_set_handler(pcm_alsa_ignore_message);
    struct pcm_alsa *alsa = calloc(1, sizeof *alsa);
    if (alsa == NULL)
        return -ENOMEM;
    alsa->pcm.kind = &alsa_kind;
    snd_pcm_stream_t stream = direction == PCM_CAPTURE ? SND_PCM_STREAM_CAPTURE : SND_PCM_STREAM_PLAYBACK;
    int r = pcm_alsa_open_handle(&alsa->handle, name, stream);
    if (r == 0)
        r = pcm_alsa_begin(alsa, direction, wanted);
    if (r < 0) {
        pcm_alsa_close(&alsa->pcm);
        return r;
    }
    *ret_pcm = &alsa->pcm;
    return 0;
}
