/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "docent/ring.h"

struct stream {
    struct ring ring;
    size_t frames; /* how many travel */
};

/* The n-th frame of the stream that travels through the ring: no two stretches alike. */
static int16_t frame_at(size_t n)
{
    return (int16_t)((uint32_t)n * 2654435761U >> 13);
}

/* A small generator of sizes, so that a failing run can be repeated. */
static size_t size_next(uint32_t *seed, size_t max)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 16) % (max + 1);
}

static void capacity_is_a_power_of_two(void **state)
{
    (void)state;
    struct ring ring;
    assert_int_equal(ring_init(&ring, 1000), 0);
    assert_int_equal(ring.capacity_frames, 1024);
    ring_finish(&ring);
    assert_int_equal(ring_init(&ring, 1), 0);
    assert_int_equal(ring.capacity_frames, 1);
    ring_finish(&ring);
    assert_int_equal(ring_init(&ring, 0), -EINVAL);
    ring_finish(&ring);
    assert_int_equal(ring_init(&ring, SIZE_MAX), -EINVAL);
    ring_finish(&ring);
    ring_finish(NULL);
}

static void takes_no_more_than_fits(void **state)
{
    (void)state;
    struct ring ring;
    assert_int_equal(ring_init(&ring, 8), 0);
    const int16_t in[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    int16_t out[10] = {0};
    assert_int_equal(ring_read(&ring, out, 10), 0);
    assert_int_equal(ring_write(&ring, in, 10), 8);
    assert_int_equal(ring_fill(&ring), 8);
    assert_int_equal(ring_write(&ring, in, 1), 0);
    assert_int_equal(ring_read(&ring, out, 3), 3);
    assert_int_equal(ring_write(&ring, in + 8, 2), 2);
    assert_int_equal(ring_fill(&ring), 7);
    assert_int_equal(ring_read(&ring, out + 3, 7), 7);
    assert_memory_equal(out, in, sizeof in);
    ring_finish(&ring);
}

static void discards_what_waits(void **state)
{
    (void)state;
    struct ring ring;
    assert_int_equal(ring_init(&ring, 8), 0);
    const int16_t in[6] = {1, 2, 3, 4, 5, 6};
    int16_t out[6];
    assert_int_equal(ring_discard(&ring), 0);
    assert_int_equal(ring_write(&ring, in, 6), 6);
    assert_int_equal(ring_discard(&ring), 6);
    assert_int_equal(ring_fill(&ring), 0);
    assert_int_equal(ring_write(&ring, in, 6), 6);
    assert_int_equal(ring_read(&ring, out, 6), 6);
    assert_memory_equal(out, in, sizeof in);
    ring_finish(&ring);
}

static void counters_may_wrap_round(void **state)
{
    (void)state;
    struct ring ring;
    assert_int_equal(ring_init(&ring, 16), 0);
    atomic_store(&ring.written_frames, SIZE_MAX - 20);
    atomic_store(&ring.read_frames, SIZE_MAX - 20);
    size_t sent = 0, seen = 0;
    uint32_t seed = 7;
    while (seen < 1000) {
        int16_t block[16];
        size_t count = size_next(&seed, 16);
        for (size_t i = 0; i < count; i++)
            block[i] = frame_at(sent + i);
        sent += ring_write(&ring, block, count);
        assert_int_equal(ring_fill(&ring), sent - seen);
        count = ring_read(&ring, block, size_next(&seed, 16));
        for (size_t i = 0; i < count; i++)
            assert_int_equal(block[i], frame_at(seen + i));
        seen += count;
    }
    ring_finish(&ring);
}

static void *stream_write(void *argument)
{
    struct stream *stream = argument;
    uint32_t seed = 1;
    int16_t block[300];
    for (size_t sent = 0; sent < stream->frames;) {
        size_t count = size_next(&seed, 300);
        if (count > stream->frames - sent)
            count = stream->frames - sent;
        for (size_t i = 0; i < count; i++)
            block[i] = frame_at(sent + i);
        size_t wrote = ring_write(&stream->ring, block, count);
        if (wrote == 0)
            (void)sched_yield();
        sent += wrote;
    }
    return NULL;
}

/* Property: whatever the sizes of writes and reads, and however the two threads interleave, the reader sees each frame
 * once and in order. Under ThreadSanitizer it also shows that the two counters order the memory between them. */
static void two_threads_pass_a_stream(void **state)
{
    (void)state;
    const size_t capacities[] = {1, 2, 64, 256, 4096};
    for (size_t k = 0; k < sizeof capacities / sizeof capacities[0]; k++) {
        struct stream stream = {.frames = capacities[k] < 64 ? 5000 : 400000};
        assert_int_equal(ring_init(&stream.ring, capacities[k]), 0);
        pthread_t writer;
        assert_int_equal(pthread_create(&writer, NULL, stream_write, &stream), 0);
        uint32_t seed = 2;
        size_t seen = 0, wrong = 0;
        while (seen < stream.frames) {
            int16_t block[500];
            size_t count = ring_read(&stream.ring, block, size_next(&seed, 500));
            if (count == 0)
                (void)sched_yield();
            for (size_t i = 0; i < count; i++)
                wrong += block[i] != frame_at(seen + i);
            seen += count;
            wrong += ring_fill(&stream.ring) > capacities[k];
        }
        assert_int_equal(pthread_join(writer, NULL), 0);
        assert_int_equal(wrong, 0);
        assert_int_equal(ring_fill(&stream.ring), 0);
        ring_finish(&stream.ring);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capacity_is_a_power_of_two), cmocka_unit_test(takes_no_more_than_fits),
        cmocka_unit_test(discards_what_waits),        cmocka_unit_test(counters_may_wrap_round),
        cmocka_unit_test(two_threads_pass_a_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
