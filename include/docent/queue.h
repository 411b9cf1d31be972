/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_QUEUE_H
#define DOCENT_QUEUE_H

/*
 * What the threads report to the event loop: a bounded queue with an eventfd that is readable while something waits.
 *
 * Any thread may push; one thread, the loop's, pops. The order of one thread's events is kept. Pushing takes a short
 * lock and never waits: it is not for the audio threads, which report through their own counters.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "docent/ear.h"

enum {
    QUEUE_EVENTS_MAX = 256, /* more than a minute of words; the loop empties it in milliseconds */
    QUEUE_WORDS_MAX = 192,  /* captions may be lost before anything else is */
};

enum report_kind {
    REPORT_SPEECH_BEGAN, /* listener: somebody begins to speak */
    REPORT_HEARD,        /* listener: an utterance was judged that ended at `time_ms`; `result` */
    REPORT_EAR_FAILED,   /* listener: recognition failed; `error` */
    REPORT_TESTED,       /* listener: the self-test is over; `error`: 0 passed, -EBADMSG or -EIO failed, else cut off */
    REPORT_INPUT_ENDED,  /* listener: the capture was a file, and all of it was heard */
    REPORT_SENTENCE,     /* speaker: sentence number `sentence` of speech `token` begins to sound */
    REPORT_SOUNDING,     /* speaker: the first words of speech `token` went to the loudspeaker, at `time_ms` */
    REPORT_WORD,         /* speaker: the word at `offset`, `length` bytes, begins to sound */
    REPORT_SPOKEN,       /* speaker: speech `token` has been played out; `error` when it could not be */
};

struct report {
    enum report_kind kind;
    uint32_t token;
    size_t sentence;
    size_t offset, length;
    int error;
    int64_t time_ms;           /* as queue_now_ms tells it */
    uint32_t generation;       /* listener: which ear mode it was heard in (listener_set_mode) */
    struct ear_result *result; /* REPORT_HEARD: on the heap, owned by whoever holds the report */
};

struct queue {
    pthread_mutex_t lock;
    int fd; /* eventfd: readable while something waits */
    size_t first, count, word_count;
    struct report reports[QUEUE_EVENTS_MAX];
};

/* Returns 0 or a negative errno of eventfd or the lock. */
int queue_init(struct queue *queue);

/* Frees what nobody popped. No thread may push any more. */
void queue_finish(struct queue *queue);

/* Returns 0, or -ENOBUFS: nothing was taken, and `report->result` still belongs to the caller. */
int queue_push(struct queue *queue, const struct report *report);

/* CLOCK_MONOTONIC, which is the event loop's clock too. Any thread. */
int64_t queue_now_ms(void);

/* The oldest report; false when there is none. */
bool queue_pop(struct queue *queue, struct report *ret_report);

#endif
