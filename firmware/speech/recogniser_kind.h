/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_RECOGNISER_KIND_H
#define DOCENT_RECOGNISER_KIND_H

/*
 * What a kind of recogniser does behind docent/recogniser.h. Inside speech/ only.
 */

#include "docent/recogniser.h"

struct recogniser_kind {
    int (*start)(struct recogniser *recogniser);
    int (*feed)(struct recogniser *recogniser, const int16_t *frames, size_t count);
    bool (*work)(struct recogniser *recogniser, size_t frame_count);
    int (*end)(struct recogniser *recogniser, size_t frame_count, struct heard *ret_heard);
    void (*abandon)(struct recogniser *recogniser);
    void (*destroy)(struct recogniser *recogniser);
};

/* The first member of every kind's own struct. */
struct recogniser {
    const struct recogniser_kind *kind;
};

#endif
