/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A sound card for tests, as an ALSA I/O plugin: programs reach it through libasound as they reach hardware.
 *
 * A microphone hears a sound file (its rate, its channels), then silence for ever; it starts again from the beginning
 * whenever it is opened. A speaker writes to a WAV file what would have been heard: frames that were dropped before
 * their time are not in it, pauses are not in it, and what a reopened speaker plays is appended.
 *
 * Time comes from a timerfd, one tick a period, `speed` times as fast as the sound. A microphone whose reader is late
 * waits for it instead of losing sound, so that no test depends on how busy the machine is. Faults come only from the
 * switch, a file whose first word is looked at with each tick:
 *
 *   absent   the card has been pulled out: -ENODEV for what is open, and for who opens it
 *   busy     -EBUSY for who opens it
 *   stall    time stands still, the way USB sound crashes
 *   xrun     one overrun or underrun; the card then removes the switch
 *   suspend  the machine has slept; the card then removes the switch
 *   broken   transfers fail with -EIO
 *
 * Environment (tests/asound.conf in the build folder): TESTCARD_MICROPHONE and TESTCARD_SPEAKER (sound files),
 * TESTCARD_MICROPHONE_SWITCH and TESTCARD_SPEAKER_SWITCH, TESTCARD_SPEED, TESTCARD_SPEAKER_RATE and
 * TESTCARD_SPEAKER_CHANNELS.
 */

#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct testcard {
    snd_pcm_ioplug_t io;
    char *path, *switch_path;
    long speed, rate_hz, channels;
    SNDFILE *file; /* NULL: silence in, nothing out */
    int timer_fd;
    int16_t *buffer;       /* playback: written and not yet heard */
    uint64_t hw, appl;     /* frames since prepare: passed by the card, transferred by the program */
    int16_t *heard_period; /* one period on its way to the file */
};

/* Is the switch set to `word`? */
static bool testcard_is(const struct testcard *card, const char *word)
{
    char text[16] = "";
    FILE *file = card->switch_path[0] == '\0' ? NULL : fopen(card->switch_path, "re");
    if (file == NULL)
        return false;
    (void)!fscanf(file, "%15s", text);
    (void)fclose(file);
    return strcmp(text, word) == 0;
}

static void testcard_set_timer(struct testcard *card, bool on)
{
    struct itimerspec every = {.it_value = {0}};
    if (on) {
        long long tick_ns = (long long)card->io.period_size * 1000000000LL / card->io.rate / card->speed;
        every.it_value.tv_sec = every.it_interval.tv_sec = (time_t)(tick_ns / 1000000000LL);
        every.it_value.tv_nsec = every.it_interval.tv_nsec = (long)(tick_ns % 1000000000LL);
    }
    (void)timerfd_settime(card->timer_fd, 0, &every, NULL);
}

static int testcard_start(snd_pcm_ioplug_t *io)
{
    testcard_set_timer(io->private_data, true);
    return 0;
}

static int testcard_stop(snd_pcm_ioplug_t *io)
{
    testcard_set_timer(io->private_data, false);
    return 0;
}

/* The card plays the next period, or what there is of it. */
static void testcard_hear(struct testcard *card, uint64_t count)
{
    size_t channels = card->io.channels;
    for (uint64_t i = 0; i < count; i++)
        memcpy(card->heard_period + i * channels, card->buffer + (card->hw + i) % card->io.buffer_size * channels,
               channels * sizeof *card->buffer);
    if (card->file != NULL)
        (void)sf_writef_short(card->file, card->heard_period, (sf_count_t)count);
}

/* One tick. Returns false when a speaker has run dry. */
static bool testcard_tick(struct testcard *card)
{
    uint64_t period = card->io.period_size;
    if (card->io.stream == SND_PCM_STREAM_CAPTURE) {
        if (card->hw + period - card->appl < card->io.buffer_size)
            card->hw += period;
        return true;
    }
    uint64_t waiting = card->appl - card->hw;
    uint64_t count = waiting < period ? waiting : period;
    testcard_hear(card, count);
    card->hw += count;
    return count > 0;
}

static snd_pcm_sframes_t testcard_pointer(snd_pcm_ioplug_t *io)
{
    struct testcard *card = io->private_data;
    snd_pcm_sframes_t position = (snd_pcm_sframes_t)(card->hw % io->buffer_size);
    if (testcard_is(card, "absent")) {
        (void)snd_pcm_ioplug_set_state(io, SND_PCM_STATE_DISCONNECTED);
        return position;
    }
    uint64_t ticks = 0;
    if (read(card->timer_fd, &ticks, sizeof ticks) != (ssize_t)sizeof ticks || testcard_is(card, "stall"))
        return position;
    if (testcard_is(card, "suspend")) {
        (void)unlink(card->switch_path);
        (void)snd_pcm_ioplug_set_state(io, SND_PCM_STATE_SUSPENDED);
        return position;
    }
    if (testcard_is(card, "xrun")) {
        (void)unlink(card->switch_path);
        return -EPIPE;
    }
    /* However late this is asked for, one tick: libasound cannot tell a whole buffer's advance from none. */
    return testcard_tick(card) ? (snd_pcm_sframes_t)(card->hw % io->buffer_size) : -EPIPE;
}

static snd_pcm_sframes_t testcard_transfer(snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas,
                                           snd_pcm_uframes_t offset, snd_pcm_uframes_t size)
{
    struct testcard *card = io->private_data;
    if (testcard_is(card, "broken"))
        return -EIO;
    /* Interleaved: the first channel's area holds them all. */
    int16_t *frames = (int16_t *)areas[0].addr + offset * io->channels;
    if (io->stream == SND_PCM_STREAM_CAPTURE) {
        sf_count_t got = card->file == NULL ? 0 : sf_readf_short(card->file, frames, (sf_count_t)size);
        size_t silent = size - (size_t)(got > 0 ? got : 0);
        memset(frames + (size - silent) * io->channels, 0, silent * io->channels * sizeof *frames);
    } else {
        for (snd_pcm_uframes_t i = 0; i < size; i++)
            memcpy(card->buffer + (card->appl + i) % io->buffer_size * io->channels, frames + i * io->channels,
                   io->channels * sizeof *frames);
    }
    card->appl += size;
    return (snd_pcm_sframes_t)size;
}

static int testcard_prepare(snd_pcm_ioplug_t *io)
{
    struct testcard *card = io->private_data;
    card->hw = card->appl = 0;
    return 0;
}

static int testcard_hw_params(snd_pcm_ioplug_t *io, snd_pcm_hw_params_t *params)
{
    (void)params;
    struct testcard *card = io->private_data;
    free(card->buffer);
    free(card->heard_period);
    card->buffer = calloc(io->buffer_size * io->channels, sizeof *card->buffer);
    card->heard_period = calloc(io->period_size * io->channels, sizeof *card->heard_period);
    return card->buffer == NULL || card->heard_period == NULL ? -ENOMEM : 0;
}

static int testcard_poll_revents(snd_pcm_ioplug_t *io, struct pollfd *polled, unsigned count, unsigned short *revents)
{
    (void)count;
    *revents = 0;
    if ((polled[0].revents & POLLIN) != 0)
        *revents = io->stream == SND_PCM_STREAM_CAPTURE ? POLLIN : POLLOUT;
    if (io->state == SND_PCM_STATE_DISCONNECTED)
        *revents |= POLLERR;
    return 0;
}

static void testcard_free(struct testcard *card)
{
    if (card->file != NULL)
        (void)sf_close(card->file);
    if (card->timer_fd >= 0)
        (void)close(card->timer_fd);
    free(card->path);
    free(card->switch_path);
    free(card->buffer);
    free(card->heard_period);
    free(card);
}

static int testcard_close(snd_pcm_ioplug_t *io)
{
    testcard_free(io->private_data);
    return 0;
}

static int testcard_open_file(struct testcard *card, snd_pcm_stream_t stream)
{
    SF_INFO info = {.samplerate = 16000, .channels = 1};
    if (stream == SND_PCM_STREAM_CAPTURE) {
        if (card->path[0] != '\0' && (card->file = sf_open(card->path, SFM_READ, &info)) == NULL)
            return -ENOENT;
        card->rate_hz = info.samplerate;
        card->channels = info.channels;
        return 0;
    }
    info = (SF_INFO){
        .samplerate = (int)card->rate_hz, .channels = (int)card->channels, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    if (card->path[0] == '\0')
        return 0;
    card->file = sf_open(card->path, SFM_RDWR, &info);
    if (card->file == NULL)
        return -ENOENT;
    return sf_seek(card->file, 0, SEEK_END) < 0 ? -EIO : 0;
}

static int testcard_constrain(snd_pcm_ioplug_t *io, const struct testcard *card)
{
    const unsigned access = SND_PCM_ACCESS_RW_INTERLEAVED, format = SND_PCM_FORMAT_S16;
    unsigned rate = (unsigned)card->rate_hz, channels = (unsigned)card->channels, frame = channels * 2;
    int r = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, &access);
    if (r == 0)
        r = snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 1, &format);
    if (r == 0)
        r = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, channels, channels);
    if (r == 0)
        r = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, rate, rate);
    if (r == 0)
        r = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 16 * frame, 65536 * frame);
    if (r == 0)
        r = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 64 * frame, 262144 * frame);
    if (r == 0)
        r = snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 3, 1024);
    return r;
}

static int testcard_plug(struct testcard *card, const char *name, snd_pcm_stream_t stream, int mode)
{
    static const snd_pcm_ioplug_callback_t callback = {
        .start = testcard_start,
        .stop = testcard_stop,
        .pointer = testcard_pointer,
        .transfer = testcard_transfer,
        .close = testcard_close,
        .hw_params = testcard_hw_params,
        .prepare = testcard_prepare,
        .poll_revents = testcard_poll_revents,
    };
    if (testcard_is(card, "absent"))
        return -ENODEV;
    if (testcard_is(card, "busy"))
        return -EBUSY;
    card->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (card->timer_fd < 0)
        return -errno;
    int r = testcard_open_file(card, stream);
    if (r < 0)
        return r;
    card->io.version = SND_PCM_IOPLUG_VERSION;
    card->io.name = "docent test card";
    card->io.callback = &callback;
    card->io.private_data = card;
    card->io.poll_fd = card->timer_fd;
    card->io.poll_events = POLLIN;
    return snd_pcm_ioplug_create(&card->io, name, stream, mode);
}

static int testcard_configure(struct testcard *card, snd_config_t *conf)
{
    const struct {
        const char *key;
        char **text;
        long *number;
    } fields[] = {
        {"file", &card->path, NULL},    {"switch", &card->switch_path, NULL}, {"speed", NULL, &card->speed},
        {"rate", NULL, &card->rate_hz}, {"channels", NULL, &card->channels},
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        snd_config_t *node;
        const char *value;
        if (snd_config_search(conf, fields[i].key, &node) < 0 || snd_config_get_string(node, &value) < 0)
            return -EINVAL;
        if (fields[i].number != NULL)
            *fields[i].number = strtol(value, NULL, 10);
        else if ((*fields[i].text = strdup(value)) == NULL)
            return -ENOMEM;
    }
    return card->speed > 0 ? 0 : -EINVAL;
}

int SND_PCM_PLUGIN_ENTRY(testcard)(snd_pcm_t **pcmp, const char *name, snd_config_t *root, snd_config_t *conf,
                                   snd_pcm_stream_t stream, int mode);

SND_PCM_PLUGIN_DEFINE_FUNC(testcard)
{
    (void)root;
    struct testcard *card = calloc(1, sizeof *card);
    if (card == NULL)
        return -ENOMEM;
    card->timer_fd = -1;
    int r = testcard_configure(card, conf);
    if (r == 0)
        r = testcard_plug(card, name, stream, mode);
    if (r == 0) {
        r = testcard_constrain(&card->io, card);
        if (r < 0) {
            (void)snd_pcm_ioplug_delete(&card->io);
            return r;
        }
        *pcmp = card->io.pcm;
        return 0;
    }
    testcard_free(card);
    return r;
}

SND_PCM_PLUGIN_SYMBOL(testcard)
