/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/bell.h"
#include "docent/sound_thread.h"

enum { ROUNDS = 20000 };

/* Two threads count up by turns, each waking the other. */
struct turns {
    struct bell mine, yours;
    atomic_int count;
};

static bool is_readable(int fd)
{
    struct pollfd polled = {.fd = fd, .events = POLLIN};
    return poll(&polled, 1, 0) == 1;
}

static void rings_only_for_a_sleeper(void **state)
{
    (void)state;
    struct bell bell;
    assert_int_equal(bell_init(&bell), 0);
    bell_ring(&bell);
    assert_false(is_readable(bell.fd));
    bell_arm(&bell);
    bell_ring(&bell);
    bell_ring(&bell);
    assert_true(is_readable(bell.fd));
    bell_wait(&bell, -1);
    assert_false(is_readable(bell.fd));
    bell_wait(&bell, 0);
    bell_finish(&bell);
}

static void wait_for_turn(struct turns *turns, struct bell *bell, int parity)
{
    for (;;) {
        bell_arm(bell);
        if (atomic_load(&turns->count) % 2 == parity)
            return;
        bell_wait(bell, -1);
    }
}

static void *turns_take(void *argument)
{
    struct turns *turns = argument;
    for (int i = 0; i < ROUNDS; i++) {
        wait_for_turn(turns, &turns->yours, 1);
        atomic_fetch_add(&turns->count, 1);
        bell_ring(&turns->mine);
    }
    return NULL;
}

/* A lost wake-up would hang here for ever. Run in a sound thread, which tests that too. */
static void no_wake_up_is_lost(void **state)
{
    (void)state;
    struct turns turns = {.count = 0};
    assert_int_equal(bell_init(&turns.mine), 0);
    assert_int_equal(bell_init(&turns.yours), 0);
    pthread_t thread;
    assert_int_equal(sound_thread_start(&thread, "test", turns_take, &turns), 0);
    for (int i = 0; i < ROUNDS; i++) {
        wait_for_turn(&turns, &turns.mine, 0);
        atomic_fetch_add(&turns.count, 1);
        bell_ring(&turns.yours);
    }
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(atomic_load(&turns.count), 2 * ROUNDS);
    bell_finish(&turns.mine);
    bell_finish(&turns.yours);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_only_for_a_sleeper),
        cmocka_unit_test(no_wake_up_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
