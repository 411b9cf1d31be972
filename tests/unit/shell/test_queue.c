/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/queue.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct queue *queue_of(void **state)
{
    return *state;
}

static int make(void **state)
{
    struct queue *queue = calloc(1, sizeof(*queue));

    *state = queue;
    return queue == NULL ? -1 : queue_init(queue);
}

static int discard(void **state)
{
    queue_finish(queue_of(state));
    free(*state);
    return 0;
}

static bool is_readable(const struct queue *queue)
{
    struct pollfd polled = {.fd = queue->fd, .events = POLLIN};

    return poll(&polled, 1, 0) == 1;
}

static void reports_come_out_in_order(void **state)
{
    struct queue *queue = queue_of(state);
    struct report report;

    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(queue_push(queue, &(struct report){.kind = REPORT_SENTENCE, .token = i}), 0);
    }
    for (uint32_t i = 0; i < 5; i++) {
        assert_true(queue_pop(queue, &report));
        assert_int_equal(report.token, i);
    }
    assert_false(queue_pop(queue, &report));
}

static void the_descriptor_is_readable_while_something_waits(void **state)
{
    struct queue *queue = queue_of(state);
    struct report report;

    assert_false(is_readable(queue));
    queue_push(queue, &(struct report){.kind = REPORT_SPOKEN});
    queue_push(queue, &(struct report){.kind = REPORT_SPOKEN});
    assert_true(is_readable(queue));
    queue_pop(queue, &report);
    assert_true(is_readable(queue));
    queue_pop(queue, &report);
    assert_false(is_readable(queue));
}

static void a_full_queue_refuses_and_keeps_what_it_has(void **state)
{
    struct queue *queue = queue_of(state);
    struct report report;
    uint32_t count = 0;

    while (queue_push(queue, &(struct report){.kind = REPORT_SENTENCE, .token = count}) == 0) {
        count++;
    }
    assert_int_equal(count, QUEUE_EVENTS_MAX);
    assert_int_equal(queue_push(queue, &(struct report){.kind = REPORT_SPOKEN}), -ENOBUFS);
    assert_true(queue_pop(queue, &report));
    assert_int_equal(report.token, 0);
    assert_int_equal(queue_push(queue, &(struct report){.kind = REPORT_SPOKEN}), 0);
}

static void words_leave_room_for_everything_else(void **state)
{
    struct queue *queue = queue_of(state);
    struct report report;
    int count = 0;

    while (queue_push(queue, &(struct report){.kind = REPORT_WORD}) == 0) {
        count++;
    }
    assert_int_equal(count, QUEUE_WORDS_MAX);
    assert_int_equal(queue_push(queue, &(struct report){.kind = REPORT_SPOKEN}), 0);
    assert_true(queue_pop(queue, &report));
    assert_int_equal(queue_push(queue, &(struct report){.kind = REPORT_WORD}), 0);
}

static void what_nobody_took_is_freed(void **state)
{
    /* Leaks are what AddressSanitizer finds. */
    assert_int_equal(queue_push(queue_of(state),
                                &(struct report){.kind = REPORT_HEARD, .result = calloc(1, sizeof(struct ear_result))}),
                     0);
}

enum { PUSHES = 2000 };

static void *push_many(void *argument)
{
    struct queue *queue = argument;

    for (uint32_t i = 0; i < PUSHES; i++) {
        while (queue_push(queue, &(struct report){.kind = REPORT_SENTENCE, .token = i}) == -ENOBUFS) {
            sched_yield();
        }
    }
    return NULL;
}

static void threads_push_while_another_pops(void **state)
{
    struct queue *queue = queue_of(state);
    struct pollfd polled = {.fd = queue->fd, .events = POLLIN};
    struct report report;
    pthread_t threads[2];
    int taken = 0;

    assert_int_equal(pthread_create(&threads[0], NULL, push_many, queue), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, push_many, queue), 0);
    while (taken < 2 * PUSHES) {
        assert_int_equal(poll(&polled, 1, -1), 1);
        while (queue_pop(queue, &report)) {
            taken++;
        }
    }
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert_false(queue_pop(queue, &report));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reports_come_out_in_order, make, discard),
        cmocka_unit_test_setup_teardown(the_descriptor_is_readable_while_something_waits, make, discard),
        cmocka_unit_test_setup_teardown(a_full_queue_refuses_and_keeps_what_it_has, make, discard),
        cmocka_unit_test_setup_teardown(words_leave_room_for_everything_else, make, discard),
        cmocka_unit_test_setup_teardown(what_nobody_took_is_freed, make, discard),
        cmocka_unit_test_setup_teardown(threads_push_while_another_pops, make, discard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
