/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The listening thread uses the pauses of a microphone: through libasound, by the test card (see testcard.c), in real
 * time. A pause leaves it 200 ms in which it must once have no frames to take; on a busy machine it may miss that in
 * one question, not in all.
 */

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../unit/shell/listening_fixture.h"
#include "docent/listener.h"

enum { QUESTIONS = 3 };

static char *said[] = {listening_text[APPLES], listening_text[PEARS], listening_text[PLUMS]};

static struct report next_report(struct queue *queue)
{
    struct pollfd polled = {.fd = queue->fd, .events = POLLIN};
    struct report report = {0};
    while (!queue_pop(queue, &report)) {
        assert_int_equal(poll(&polled, 1, -1), 1);
    }
    return report;
}

static void record(const char *path)
{
    struct synth *synth = NULL;
    assert_int_equal(synth_create_espeak(&synth), 0);
    assert_int_equal(listening_record(synth, path, QUESTIONS), 0);
    synth_destroy(synth);
    assert_int_equal(setenv("ALSA_CONFIG_PATH", DOCENT_BUILD_DIR "/tests/asound.conf", 1), 0);
    assert_int_equal(setenv("TESTCARD_MICROPHONE", path, 1), 0);
}

static void questions_are_ready_at_their_end(void **state)
{
    (void)state;
    char path[] = "/tmp/docent-head-start-XXXXXX";
    struct listening listening;
    struct queue queue;
    struct capture *capture = NULL;
    struct listener *listener = NULL;
    unsigned ready = 0;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    record(path);
    assert_int_equal(queue_init(&queue), 0);
    assert_int_equal(listening_open(&listening, said, QUESTIONS), 0);
    assert_int_equal(capture_create(&capture, &(struct capture_options){.device = "test_microphone"}), 0);
    const struct listener_options options = {.capture = capture, .ear = listening.ear, .queue = &queue};
    assert_int_equal(listener_create(&listener, &options), 0);
    listener_set_mode(listener, EAR_OPEN);
    for (unsigned heard = 0; heard < QUESTIONS;) {
        struct report report = next_report(&queue);
        if (report.kind == REPORT_HEARD) {
            assert_int_equal(report.result->match.kind, MATCH_ONE);
            assert_string_equal(report.result->match.candidates[0].topic->id, said[heard++]);
            ready += report.result->was_ready;
        }
        free(report.result);
    }
    assert_true(ready > 0);
    listener_destroy(listener);
    capture_destroy(capture);
    listening_close(&listening);
    queue_finish(&queue);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(questions_are_ready_at_their_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
