/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SAMPLE_H
#define DOCENT_SAMPLE_H

/*
 * Interleaved samples as sound devices hold them, to and from 16-bit mono. Pure; native byte order; any thread.
 *
 * Down: the mean of the channels, rounded to 16 bits. Up: the same sample in every channel. 16-bit mono passes
 * unchanged both ways.
 */

#include <stddef.h>
#include <stdint.h>

enum sample_type {
    SAMPLE_S16,
    SAMPLE_S32,
    SAMPLE_S24, /* the low 24 bits of 32; what the top 8 hold is anyone's guess */
    SAMPLE_FLOAT,
};

size_t sample_bytes(enum sample_type type);

/* `samples` holds `count` frames of `channels` each, aligned as its type. */
void sample_to_mono(enum sample_type type, size_t channels, const void *samples, int16_t *frames, size_t count);
void sample_from_mono(enum sample_type type, size_t channels, const int16_t *frames, void *samples, size_t count);

#endif
