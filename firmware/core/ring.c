/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/ring.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The counters run freely and wrap round with size_t; their difference stays right because the capacity is a power of
 * two, and hence a divisor of the wrap. */

int ring_init(struct ring *ring, size_t capacity_frames)
{
    memset(ring, 0, sizeof *ring);
    if (capacity_frames == 0 || capacity_frames > RING_CAPACITY_MAX_FRAMES)
        return -EINVAL;
    size_t capacity = 1;
    while (capacity < capacity_frames)
        capacity *= 2;
    ring->frames = calloc(capacity, sizeof *ring->frames);
    if (ring->frames == NULL)
        return -ENOMEM;
    ring->capacity_frames = capacity;
    atomic_init(&ring->written_frames, 0);
    atomic_init(&ring->read_frames, 0);
    return 0;
}

void ring_finish(struct ring *ring)
{
    if (ring == NULL)
        return;
    free(ring->frames);
    ring->frames = NULL;
    ring->capacity_frames = 0;
}

size_t ring_write(struct ring *ring, const int16_t *frames, size_t count)
{
    size_t written = atomic_load_explicit(&ring->written_frames, memory_order_relaxed);
    size_t read = atomic_load_explicit(&ring->read_frames, memory_order_acquire);
    size_t room = ring->capacity_frames - (written - read);
    if (count > room)
        count = room;
    if (count == 0)
        return 0;
    size_t start = written & (ring->capacity_frames - 1);
    size_t to_edge = ring->capacity_frames - start;
    size_t first = count < to_edge ? count : to_edge;
    memcpy(ring->frames + start, frames, first * sizeof *frames);
    memcpy(ring->frames, frames + first, (count - first) * sizeof *frames);
    atomic_store_explicit(&ring->written_frames, written + count, memory_order_release);
    return count;
}

size_t ring_read(struct ring *ring, int16_t *frames, size_t count)
{
    size_t read = atomic_load_explicit(&ring->read_frames, memory_order_relaxed);
    size_t written = atomic_load_explicit(&ring->written_frames, memory_order_acquire);
    size_t fill = written - read;
    if (count > fill)
        count = fill;
    if (count == 0)
        return 0;
    size_t start = read & (ring->capacity_frames - 1);
    size_t to_edge = ring->capacity_frames - start;
    size_t first = count < to_edge ? count : to_edge;
    memcpy(frames, ring->frames + start, first * sizeof *frames);
    memcpy(frames + first, ring->frames, (count - first) * sizeof *frames);
    atomic_store_explicit(&ring->read_frames, read + count, memory_order_release);
    return count;
}

size_t ring_discard(struct ring *ring)
{
    size_t read = atomic_load_explicit(&ring->read_frames, memory_order_relaxed);
    size_t written = atomic_load_explicit(&ring->written_frames, memory_order_acquire);
    atomic_store_explicit(&ring->read_frames, written, memory_order_release);
    return written - read;
}

size_t ring_fill(const struct ring *ring)
{
    /* What was read first: the other order could see more read than written. Seen by the writer or by a third, the
     * reader may have moved on meanwhile, so the difference can exceed the capacity. */
    size_t read = atomic_load_explicit(&ring->read_frames, memory_order_acquire);
    size_t written = atomic_load_explicit(&ring->written_frames, memory_order_acquire);
    size_t fill = written - read;
    return fill < ring->capacity_frames ? fill : ring->capacity_frames;
}
