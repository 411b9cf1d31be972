/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SPEECH_SYNTH_KIND_H
#define DOCENT_SPEECH_SYNTH_KIND_H

/*
 * What a kind of synth fills in behind docent/synth.h. synth.c checks arguments, prepares the text and keeps the
 * pronunciations; a kind only makes sound of prepared text.
 */

#include <pthread.h>

#include "docent/spoken_text.h"
#include "docent/synth.h"

/* One utterance. */
struct synth_job {
    const struct spoken_text *text;
    const struct synth_style *style; /* checked; voice is never NULL */
    synth_sink *sink;
    void *user;
};

struct synth_kind {
    int (*speak)(struct synth *synth, const struct synth_job *job); /* as synth_speak */
    /* As synth_phones, `word` checked and in lower case. NULL: the kind knows no phones. */
    int (*phones)(struct synth *synth, const char *word, char *ret_phones, size_t size);
    void (*destroy)(struct synth *synth); /* frees the kind's own things and the synth itself */
};

/* First member of each kind's own struct. */
struct synth {
    const struct synth_kind *kind;
    unsigned rate_hz;
    struct pronunciation *pronunciations;
    size_t pronunciation_count;
    pthread_mutex_t lock; /* who holds it may use the kind and the pronunciations */
};

/* To be called by a kind that makes one; synth_base_finish by its destroy. Returns 0, -ENOMEM. */
int synth_base_init(struct synth *synth, const struct synth_kind *kind, unsigned rate_hz);
void synth_base_finish(struct synth *synth);

#endif
