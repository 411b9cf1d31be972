/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "docent/sound_thread.h"

struct seen {
    sigset_t blocked;
};

static void *look_round(void *argument)
{
    struct seen *seen = argument;
    (void)pthread_sigmask(SIG_SETMASK, NULL, &seen->blocked);
    return NULL;
}

static void signals_stay_with_the_starter(void **state)
{
    (void)state;
    struct seen seen;
    sigset_t before, after;
    assert_int_equal(pthread_sigmask(SIG_SETMASK, NULL, &before), 0);
    pthread_t thread;
    assert_int_equal(sound_thread_start(&thread, "fifteen-bytes-x", look_round, &seen), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(sigismember(&seen.blocked, SIGTERM), 1);
    assert_int_equal(sigismember(&seen.blocked, SIGINT), 1);
    assert_int_equal(pthread_sigmask(SIG_SETMASK, NULL, &after), 0);
    assert_int_equal(sigismember(&before, SIGTERM), sigismember(&after, SIGTERM));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_stay_with_the_starter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
