/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/pcm.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "docent/resample.h"
#include "pcm_kind.h"

enum { PCM_TIME_MAX_MS = 10000 };

static int pcm_kind_open(struct pcm **ret_pcm, const char *name, enum pcm_direction direction,
                         const struct pcm_wanted *wanted)
{
    static const char file_prefix[] = "file:";
    if (strcmp(name, "null:") == 0)
        return pcm_null_open(ret_pcm, direction, wanted);
    if (strncmp(name, file_prefix, sizeof file_prefix - 1) == 0)
        return pcm_file_open(ret_pcm, name + sizeof file_prefix - 1, direction, wanted);
    return pcm_alsa_open(ret_pcm, name, direction, wanted);
}

int pcm_open(struct pcm **ret_pcm, const char *name, enum pcm_direction direction, const struct pcm_wanted *wanted)
{
    *ret_pcm = NULL;
    struct pcm_wanted asked = *wanted;
    if (asked.period_ms == 0)
        asked.period_ms = PCM_PERIOD_MS;
    if (asked.buffer_ms == 0)
        asked.buffer_ms = direction == PCM_CAPTURE ? PCM_BUFFER_CAPTURE_MS : PCM_BUFFER_PLAYBACK_MS;
    if (asked.rate_hz < RESAMPLE_RATE_MIN_HZ || asked.rate_hz > RESAMPLE_RATE_MAX_HZ ||
        asked.period_ms > PCM_TIME_MAX_MS || asked.buffer_ms > PCM_TIME_MAX_MS)
        return -EINVAL;

    int wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake_fd < 0)
        return -errno;
    struct pcm *pcm = NULL;
    int r = pcm_kind_open(&pcm, name, direction, &asked);
    if (r < 0) {
        (void)close(wake_fd);
        return r;
    }
    pcm->direction = direction;
    pcm->wake_fd = wake_fd;
    atomic_init(&pcm->interrupted, false);
    *ret_pcm = pcm;
    return 0;
}

void pcm_close(struct pcm *pcm)
{
    if (pcm == NULL)
        return;
    int wake_fd = pcm->wake_fd;
    pcm->kind->close(pcm);
    (void)close(wake_fd);
}

unsigned pcm_rate_hz(const struct pcm *pcm)
{
    return pcm->rate_hz;
}

size_t pcm_period_frames(const struct pcm *pcm)
{
    return pcm->period_frames;
}

ptrdiff_t pcm_read(struct pcm *pcm, int16_t *frames, size_t count)
{
    assert(pcm->direction == PCM_CAPTURE && count > 0);
    if (atomic_load(&pcm->interrupted))
        return -EINTR;
    return pcm->kind->read(pcm, frames, count);
}

ptrdiff_t pcm_write(struct pcm *pcm, const int16_t *frames, size_t count)
{
    assert(pcm->direction == PCM_PLAYBACK);
    if (count == 0 || atomic_load(&pcm->interrupted))
        return 0;
    return pcm->kind->write(pcm, frames, count);
}

int pcm_drain(struct pcm *pcm)
{
    return pcm->kind->drain == NULL ? 0 : pcm->kind->drain(pcm);
}

int pcm_drop(struct pcm *pcm)
{
    return pcm->kind->drop == NULL ? 0 : pcm->kind->drop(pcm);
}

size_t pcm_delay_frames(struct pcm *pcm)
{
    return pcm->kind->delay_frames == NULL ? 0 : pcm->kind->delay_frames(pcm);
}

int pcm_check(struct pcm *pcm)
{
    return pcm->kind->check == NULL ? 0 : pcm->kind->check(pcm);
}

void pcm_interrupt(struct pcm *pcm)
{
    atomic_store(&pcm->interrupted, true);
    (void)eventfd_write(pcm->wake_fd, 1);
}

void pcm_resume(struct pcm *pcm)
{
    eventfd_t ignored;
    atomic_store(&pcm->interrupted, false);
    (void)eventfd_read(pcm->wake_fd, &ignored);
}
