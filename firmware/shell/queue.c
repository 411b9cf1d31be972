/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/queue.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

int queue_init(struct queue *queue)
{
    memset(queue, 0, sizeof(*queue));
    queue->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (queue->fd < 0) {
        return -errno;
    }
    int error = pthread_mutex_init(&queue->lock, NULL);
    if (error != 0) {
        close(queue->fd);
        queue->fd = -1;
    }
    return -error;
}

void queue_finish(struct queue *queue)
{
    struct report report;

    while (queue_pop(queue, &report)) {
        free(report.result);
    }
    close(queue->fd);
    queue->fd = -1;
    pthread_mutex_destroy(&queue->lock);
}

/* The counter of an eventfd does not overflow within 2^64 pushes, and is not waited for: neither call can fail. */
static void queue_wake(struct queue *queue)
{
    const uint64_t one = 1;
    ssize_t written = write(queue->fd, &one, sizeof(one));

    assert(written == (ssize_t)sizeof(one));
    (void)written;
}

static void queue_calm(struct queue *queue)
{
    uint64_t count = 0;
    ssize_t taken = read(queue->fd, &count, sizeof(count));

    (void)taken; /* -EAGAIN: calm already */
}

int queue_push(struct queue *queue, const struct report *report)
{
    int result = 0;

    pthread_mutex_lock(&queue->lock);
    bool is_word = report->kind == REPORT_WORD;
    if (queue->count == QUEUE_EVENTS_MAX || (is_word && queue->word_count == QUEUE_WORDS_MAX)) {
        result = -ENOBUFS;
    } else {
        queue->reports[(queue->first + queue->count) % QUEUE_EVENTS_MAX] = *report;
        queue->count++;
        queue->word_count += is_word;
        queue_wake(queue);
    }
    pthread_mutex_unlock(&queue->lock);
    return result;
}

bool queue_pop(struct queue *queue, struct report *ret_report)
{
    bool found = false;

    pthread_mutex_lock(&queue->lock);
    if (queue->count > 0) {
        *ret_report = queue->reports[queue->first];
        queue->first = (queue->first + 1) % QUEUE_EVENTS_MAX;
        queue->count--;
        queue->word_count -= ret_report->kind == REPORT_WORD;
        found = true;
    }
    if (queue->count == 0) {
        queue_calm(queue);
    }
    pthread_mutex_unlock(&queue->lock);
    return found;
}

int64_t queue_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
