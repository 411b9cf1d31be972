/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/sound_thread.h"

#include <sched.h>
#include <signal.h>

int sound_thread_start(pthread_t *ret_thread, const char *name, void *(*run)(void *argument), void *argument)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int r = pthread_create(ret_thread, NULL, run, argument);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (r != 0)
        return -r;
    const struct sched_param priority = {.sched_priority = SOUND_THREAD_PRIORITY};
    (void)pthread_setschedparam(*ret_thread, SCHED_FIFO, &priority);
    (void)pthread_setname_np(*ret_thread, name);
    return 0;
}
