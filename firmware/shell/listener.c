/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/listener.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { CHUNK_FRAMES = CAPTURE_RATE_HZ / 50 };

/* What the loop wants of the thread. */
struct orders {
    struct ear *ear;
    enum ear_mode mode;
    uint32_t generation;
    uint32_t flushes; /* counts up with each flush wanted */
    struct self_test *test;
    uint32_t tests; /* counts up with each test wanted */
    bool stop;
};

struct listener {
    struct capture *capture;
    struct queue *queue;
    bool source_waits;
    int wake_fd;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t obeyed; /* the thread has taken new orders */
    struct orders wanted;  /* under the lock */
    uint32_t orders_taken, orders_given;
    atomic_uint_fast64_t consumed_frames;
    atomic_uint tests_wanted, tests_ended;
    atomic_uint_fast64_t questions; /* of tests, asked so far */
    atomic_bool rests;              /* the source waits: frames may lie there untaken */
    /* the thread's own */
    struct orders orders;
    bool ended;
    struct ear_result result;
};

static void listener_report(struct listener *listener, struct report report)
{
    report.generation = listener->orders.generation;
    if (queue_push(listener->queue, &report) < 0) {
        free(report.result); /* the loop hangs, and its watchdog will say so */
    }
}

/* `ended_ms`: when the last frames came of what is reported. */
static void report_event(struct listener *listener, enum ear_event_kind event, int64_t ended_ms)
{
    if (event == EAR_SPEECH_BEGAN) {
        listener_report(listener, (struct report){.kind = REPORT_SPEECH_BEGAN});
    } else if (event == EAR_HEARD) {
        struct ear_result *copy = malloc(sizeof(*copy));
        if (copy == NULL) {
            listener_report(listener, (struct report){.kind = REPORT_EAR_FAILED, .error = -ENOMEM});
            return;
        }
        *copy = listener->result;
        listener_report(listener, (struct report){.kind = REPORT_HEARD, .time_ms = ended_ms, .result = copy});
    }
}

static void feed(struct listener *listener, const int16_t *frames, size_t count)
{
    while (count > 0) {
        size_t used = 0;
        enum ear_event_kind event = EAR_NOTHING;
        int64_t before_ms = queue_now_ms();
        int result = ear_feed(listener->orders.ear, frames, count, &used, &event, &listener->result);
        if (result < 0) {
            listener_report(listener, (struct report){.kind = REPORT_EAR_FAILED, .error = result});
            used = count; /* the rest of a chunk is not worth another failure */
        } else {
            report_event(listener, event, before_ms);
        }
        frames += used;
        count -= used;
        atomic_fetch_add_explicit(&listener->consumed_frames, used, memory_order_relaxed);
    }
}

static void flush(struct listener *listener)
{
    enum ear_event_kind event = EAR_NOTHING;
    int64_t before_ms = queue_now_ms();
    int result = ear_flush(listener->orders.ear, &event, &listener->result);

    if (result < 0) {
        listener_report(listener, (struct report){.kind = REPORT_EAR_FAILED, .error = result});
        return;
    }
    report_event(listener, event, before_ms);
}

/* Feed one chunk. Returns false when there was none. */
static bool take_chunk(struct listener *listener)
{
    int16_t frames[CHUNK_FRAMES];
    size_t count = capture_read(listener->capture, frames, CHUNK_FRAMES);

    feed(listener, frames, count);
    return count > 0;
}

/* The frames of an ended capture are all in its ring when the state is seen, so the order of the two looks matters. */
static void check_end(struct listener *listener)
{
    struct capture_report report;

    capture_report(listener->capture, &report);
    if (report.state != CAPTURE_ENDED || listener->ended || take_chunk(listener)) {
        return;
    }
    listener->ended = true;
    flush(listener);
    listener_report(listener, (struct report){.kind = REPORT_INPUT_ENDED});
}

/* Are frames left where they are? */
static bool is_at_rest(const struct listener *listener)
{
    return listener->ended || (listener->source_waits && listener->orders.mode == EAR_CLOSED);
}

static bool has_new_orders(struct listener *listener, uint32_t taken)
{
    pthread_mutex_lock(&listener->lock);
    bool is_new = listener->orders_given != taken;
    pthread_mutex_unlock(&listener->lock);
    return is_new;
}

static size_t waiting_frames(const struct listener *listener)
{
    struct capture_report report;

    capture_report(listener->capture, &report);
    return (size_t)(report.delivered_frames - listener_consumed_frames(listener));
}

/* Let the ear catch up with what was said meanwhile, so that who begins to speak loses nothing. */
static void catch_up(struct listener *listener)
{
    for (size_t left = waiting_frames(listener); left > 0 && take_chunk(listener);) {
        left -= left < CHUNK_FRAMES ? left : CHUNK_FRAMES;
    }
}

/* Ask until one question is understood. `taken`: the orders that this is one of. */
static int test(struct listener *listener, uint32_t taken)
{
    struct self_test *test = listener->orders.test;
    int result = -EBADMSG;

    for (size_t i = 0; i < SELF_TEST_ASKED && result == -EBADMSG; i++) {
        if (has_new_orders(listener, taken)) {
            return -ECANCELED;
        }
        if (!is_at_rest(listener)) {
            catch_up(listener);
        }
        result = self_test_ask(test, listener->orders.ear, &listener->result);
        atomic_fetch_add(&listener->questions, 1);
    }
    return result;
}

/* Take new orders. Returns false when the thread is to stop. */
static bool obey(struct listener *listener)
{
    struct orders old = listener->orders;

    pthread_mutex_lock(&listener->lock);
    listener->orders = listener->wanted;
    uint32_t given = listener->orders_given;
    bool is_new = listener->orders_taken != given;
    pthread_mutex_unlock(&listener->lock);
    if (listener->orders.ear != old.ear || listener->orders.generation != old.generation) {
        ear_set_mode(listener->orders.ear, listener->orders.mode);
    }
    if (listener->orders.flushes != old.flushes) {
        while (take_chunk(listener)) {
            /* what was said until the button was let go */
        }
        flush(listener);
    }
    if (listener->orders.tests != old.tests) {
        bool is_alone = listener->orders.generation == old.generation && listener->orders.flushes == old.flushes;
        int error = is_alone ? test(listener, given) : -ECANCELED;
        listener_report(listener, (struct report){.kind = REPORT_TESTED, .error = error});
        atomic_store(&listener->tests_ended, listener->orders.tests);
    }
    if (is_new) {
        pthread_mutex_lock(&listener->lock);
        listener->orders_taken = given;
        pthread_cond_signal(&listener->obeyed);
        pthread_mutex_unlock(&listener->lock);
    }
    return !listener->orders.stop;
}

static void wait_for_work(struct listener *listener)
{
    bool deaf = is_at_rest(listener);
    struct pollfd fds[2] = {
        {.fd = listener->wake_fd, .events = POLLIN},
        {.fd = deaf ? -1 : capture_fd(listener->capture), .events = POLLIN},
    };
    uint64_t count = 0;

    if (poll(fds, 2, -1) > 0 && (fds[0].revents & POLLIN) != 0) {
        ssize_t taken = read(listener->wake_fd, &count, sizeof(count));
        (void)taken;
    }
}

static void *listener_run(void *argument)
{
    struct listener *listener = argument;

    while (obey(listener)) {
        bool deaf = is_at_rest(listener);
        atomic_store(&listener->rests, deaf);
        if (!deaf && take_chunk(listener)) {
            continue;
        }
        if (!deaf) {
            check_end(listener);
        }
        if (!ear_work(listener->orders.ear)) {
            wait_for_work(listener);
        }
    }
    return NULL;
}

/* Signals belong to the event loop. */
static int start_thread(struct listener *listener)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&listener->thread, NULL, listener_run, listener);
    if (error == 0) {
        pthread_setname_np(listener->thread, "listener");
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return -error;
}

int listener_create(struct listener **ret_listener, const struct listener_options *options)
{
    *ret_listener = NULL;
    if (options->capture == NULL || options->ear == NULL || options->queue == NULL) {
        return -EINVAL;
    }
    struct listener *listener = calloc(1, sizeof(*listener));
    if (listener == NULL) {
        return -ENOMEM;
    }
    listener->capture = options->capture;
    listener->queue = options->queue;
    listener->source_waits = options->source_waits;
    listener->wanted = (struct orders){.ear = options->ear, .mode = EAR_CLOSED};
    listener->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (listener->wake_fd < 0) {
        free(listener);
        return -EMFILE;
    }
    pthread_mutex_init(&listener->lock, NULL);
    pthread_cond_init(&listener->obeyed, NULL);
    int result = start_thread(listener);
    if (result < 0) {
        pthread_cond_destroy(&listener->obeyed);
        pthread_mutex_destroy(&listener->lock);
        close(listener->wake_fd);
        free(listener);
        return result;
    }
    *ret_listener = listener;
    return 0;
}

/* Call with the lock held, after changing `wanted`. */
static void give_orders(struct listener *listener)
{
    const uint64_t one = 1;

    listener->orders_given++;
    ssize_t written = write(listener->wake_fd, &one, sizeof(one));
    (void)written; /* an eventfd's counter does not overflow here */
}

void listener_destroy(struct listener *listener)
{
    if (listener == NULL) {
        return;
    }
    pthread_mutex_lock(&listener->lock);
    listener->wanted.stop = true;
    give_orders(listener);
    pthread_mutex_unlock(&listener->lock);
    pthread_join(listener->thread, NULL);
    pthread_cond_destroy(&listener->obeyed);
    pthread_mutex_destroy(&listener->lock);
    close(listener->wake_fd);
    free(listener);
}

uint32_t listener_set_mode(struct listener *listener, enum ear_mode mode)
{
    pthread_mutex_lock(&listener->lock);
    listener->wanted.mode = mode;
    uint32_t generation = ++listener->wanted.generation;
    give_orders(listener);
    pthread_mutex_unlock(&listener->lock);
    return generation;
}

void listener_flush(struct listener *listener)
{
    pthread_mutex_lock(&listener->lock);
    listener->wanted.flushes++;
    give_orders(listener);
    pthread_mutex_unlock(&listener->lock);
}

void listener_test(struct listener *listener, struct self_test *test)
{
    pthread_mutex_lock(&listener->lock);
    listener->wanted.test = test;
    atomic_store(&listener->tests_wanted, ++listener->wanted.tests);
    give_orders(listener);
    pthread_mutex_unlock(&listener->lock);
}

void listener_set_ear(struct listener *listener, struct ear *ear)
{
    pthread_mutex_lock(&listener->lock);
    listener->wanted.ear = ear;
    listener->wanted.mode = EAR_CLOSED;
    listener->wanted.generation++;
    give_orders(listener);
    while (listener->orders_taken != listener->orders_given) {
        pthread_cond_wait(&listener->obeyed, &listener->lock);
    }
    pthread_mutex_unlock(&listener->lock);
}

uint64_t listener_consumed_frames(const struct listener *listener)
{
    return atomic_load_explicit(&listener->consumed_frames, memory_order_relaxed);
}

struct vital_sign listener_sign(const struct listener *listener)
{
    uint64_t consumed = listener_consumed_frames(listener);
    struct capture_report report;

    capture_report(listener->capture, &report);
    bool is_testing = atomic_load(&listener->tests_wanted) != atomic_load(&listener->tests_ended);
    bool has_frames = report.delivered_frames > consumed && !atomic_load(&listener->rests);
    return (struct vital_sign){.steps = consumed + atomic_load(&listener->questions),
                               .has_work = has_frames || is_testing};
}
