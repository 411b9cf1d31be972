/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SOUND_THREAD_H
#define DOCENT_SOUND_THREAD_H

/*
 * Starts a thread that moves sound.
 *
 * It asks for the real-time class SCHED_FIFO at SOUND_THREAD_PRIORITY and goes on without when that is not permitted
 * (LimitRTPRIO= of the service unit permits it). All signals are blocked, so that they reach the event loop's thread.
 * The discipline of such a thread: in its steady state it neither allocates nor frees, takes no lock, writes no log and
 * makes no system call but the device's own, poll, and reading or writing an eventfd.
 */

#include <pthread.h>

enum {
    /* Above everything ordinary, below the kernel's own threads for interrupts (50). */
    SOUND_THREAD_PRIORITY = 20,
};

/* `name` has at most 15 bytes and shows in ps and top. Returns 0 or -EAGAIN. Join with pthread_join. */
int sound_thread_start(pthread_t *ret_thread, const char *name, void *(*run)(void *argument), void *argument);

#endif
