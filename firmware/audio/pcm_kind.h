/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PCM_KIND_H
#define DOCENT_PCM_KIND_H

/*
 * What each kind of pcm provides; known to pcm.c and to the kinds only.
 *
 * A kind's struct begins with a struct pcm. Its open function allocates it zeroed, fills kind, rate_hz and
 * period_frames, and leaves the rest to pcm.c; the calls mean what docent/pcm.h says of them. A NULL call is one that
 * has nothing to do: it succeeds, and the delay is 0.
 */

#include <stdatomic.h>

#include "docent/pcm.h"

struct pcm_kind {
    void (*close)(struct pcm *pcm); /* frees it too */
    ptrdiff_t (*read)(struct pcm *pcm, int16_t *frames, size_t count);
    ptrdiff_t (*write)(struct pcm *pcm, const int16_t *frames, size_t count);
    int (*drain)(struct pcm *pcm);
    int (*drop)(struct pcm *pcm);
    size_t (*delay_frames)(struct pcm *pcm);
    int (*check)(struct pcm *pcm);
};

struct pcm {
    const struct pcm_kind *kind;
    enum pcm_direction direction;
    unsigned rate_hz;
    size_t period_frames;
    int wake_fd; /* an eventfd, readable while interrupted: for poll */
    atomic_bool interrupted;
};

/* Wanted times are never 0 here. Each returns 0 or what pcm_open may, and sets *ret_pcm only on success. */
int pcm_null_open(struct pcm **ret_pcm, enum pcm_direction direction, const struct pcm_wanted *wanted);
int pcm_file_open(struct pcm **ret_pcm, const char *path, enum pcm_direction direction,
                  const struct pcm_wanted *wanted);
int pcm_alsa_open(struct pcm **ret_pcm, const char *name, enum pcm_direction direction,
                  const struct pcm_wanted *wanted);

#endif
