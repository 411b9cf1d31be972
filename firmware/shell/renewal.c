/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/renewal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct renewal {
    const struct exhibition *old;
    struct synth *synth;
    pthread_t thread;
    int done_fd;
    atomic_bool is_unwanted;
    /* the thread's until it has ended */
    struct exhibition *exhibition;
    int result;
    char wrong[EXHIBITION_WRONG_BYTES];
};

static void *renewal_run(void *argument)
{
    struct renewal *renewal = argument;
    const uint64_t one = 1;

    renewal->result = exhibition_reload(&renewal->exhibition, renewal->old, renewal->synth, &renewal->is_unwanted,
                                        renewal->wrong);
    ssize_t written = write(renewal->done_fd, &one, sizeof(one));
    (void)written; /* an eventfd's counter does not overflow here */
    return NULL;
}

/* Signals belong to the event loop. */
static int start_thread(struct renewal *renewal)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&renewal->thread, NULL, renewal_run, renewal);
    if (error == 0) {
        pthread_setname_np(renewal->thread, "renewal");
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return -error;
}

int renewal_start(struct renewal **ret_renewal, const struct exhibition *old, struct synth *synth)
{
    struct renewal *renewal = calloc(1, sizeof(*renewal));

    *ret_renewal = NULL;
    if (renewal == NULL) {
        return -ENOMEM;
    }
    renewal->old = old;
    renewal->synth = synth;
    renewal->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (renewal->done_fd < 0) {
        free(renewal);
        return -EMFILE;
    }
    int result = start_thread(renewal);
    if (result < 0) {
        close(renewal->done_fd);
        free(renewal);
        return result;
    }
    *ret_renewal = renewal;
    return 0;
}

int renewal_fd(const struct renewal *renewal)
{
    return renewal->done_fd;
}

int renewal_finish(struct renewal *renewal, struct exhibition **ret_exhibition, char ret_wrong[EXHIBITION_WRONG_BYTES])
{
    pthread_join(renewal->thread, NULL);
    int result = renewal->result;
    *ret_exhibition = renewal->exhibition;
    memcpy(ret_wrong, renewal->wrong, EXHIBITION_WRONG_BYTES);
    close(renewal->done_fd);
    free(renewal);
    return result;
}

void renewal_destroy(struct renewal *renewal)
{
    char wrong[EXHIBITION_WRONG_BYTES];
    struct exhibition *exhibition = NULL;

    if (renewal == NULL) {
        return;
    }
    atomic_store(&renewal->is_unwanted, true);
    renewal_finish(renewal, &exhibition, wrong);
    exhibition_destroy(exhibition);
}
