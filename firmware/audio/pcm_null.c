/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/audio/test_pcm.c. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pcm_kind.h"

static void pcm_null_close(struct pcm *pcm)
{
    free(pcm);
}

static ptrdiff_t pcm_null_read(struct pcm *pcm, int16_t *frames, size_t count)
{
    if (count > pcm->period_frames)
        count = pcm->period_frames;
    memset(frames, 0, count * sizeof *frames);
    return (ptrdiff_t)count;
}

static ptrdiff_t pcm_null_write(struct pcm *pcm, const int16_t *frames, size_t count)
{
    (void)pcm;
    (void)frames;
    return (ptrdiff_t)count;
}

int pcm_null_open(struct pcm **ret_pcm, enum pcm_direction direction, const struct pcm_wanted *wanted)
{
    static const struct pcm_kind null_kind = {.close = pcm_null_close, .read = pcm_null_read, .write = pcm_null_write};
    (void)direction;
    struct pcm *pcm = calloc(1, sizeof *pcm);
    if (pcm == NULL)
        return -ENOMEM;
    pcm->kind = &null_kind;
    pcm->rate_hz = wanted->rate_hz;
    pcm->period_frames = (size_t)wanted->rate_hz * wanted->period_ms / 1000;
    *ret_pcm = pcm;
    return 0;
}
