/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_RING_H
#define DOCENT_RING_H

/*
 * Single-producer single-consumer ring of 16-bit mono frames between a real-time thread and another.
 *
 * Lock-free: two C11 atomics (free-running counters, acquire/release). Exactly one thread writes and one reads. Neither
 * call allocates, locks or waits. Capacity is rounded up to a power of two.
 */

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RING_CAPACITY_MAX_FRAMES = 1 << 24, /* 17 minutes at 16 kHz; more is a mistake */
    RING_CACHE_LINE_BYTES = 64,         /* of every processor docent is built for */
};

struct ring {
    int16_t *frames;
    size_t capacity_frames;
    /* Kept in cache lines of their own without asking for alignment, so that a ring may live in any struct. */
    char apart_before[RING_CACHE_LINE_BYTES];
    atomic_size_t written_frames; /* only the writer stores */
    char apart_between[RING_CACHE_LINE_BYTES];
    atomic_size_t read_frames; /* only the reader stores */
    char apart_after[RING_CACHE_LINE_BYTES];
};

/* Returns 0, -EINVAL (zero or absurd capacity), -ENOMEM. */
int ring_init(struct ring *ring, size_t capacity_frames);
void ring_finish(struct ring *ring); /* NULL-safe */

/* Writer: store up to `count` frames, returns how many fitted. */
size_t ring_write(struct ring *ring, const int16_t *frames, size_t count);

/* Reader: take up to `count` frames, returns how many there were. */
size_t ring_read(struct ring *ring, int16_t *frames, size_t count);

/* Reader: throw away what waits now; returns how many frames that was. */
size_t ring_discard(struct ring *ring);

/* Either side: frames waiting, as seen now. */
size_t ring_fill(const struct ring *ring);

#endif
