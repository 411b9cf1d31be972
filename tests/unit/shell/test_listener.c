/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The listening thread on recorded speech, with an ear that hears prepared words. */

#include "docent/listener.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "listening_fixture.h"

struct fixture {
    char folder[40], file[LISTENING_PATH_BYTES], device[LISTENING_PATH_BYTES + 8];
    struct listening listening;
    struct queue queue;
    struct capture *capture;
    struct listener *listener;
    int64_t began_ms;
};

/* One for all tests: only one may exist in a process. */
static struct synth *voice(void)
{
    static struct synth *synth;

    if (synth == NULL) {
        assert_int_equal(synth_create_espeak(&synth), 0);
    }
    return synth;
}

static char *said[] = {listening_text[APPLES], listening_text[PEARS], listening_text[PLUMS]};

static int make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    fixture->began_ms = queue_now_ms();
    strcpy(fixture->folder, "/tmp/docent-listener-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL || queue_init(&fixture->queue) < 0) {
        return -1;
    }
    snprintf(fixture->file, sizeof(fixture->file), "%s/speech.wav", fixture->folder);
    snprintf(fixture->device, sizeof(fixture->device), "file:%s", fixture->file);
    return listening_open(&fixture->listening, said, 3);
}

static int discard(void **state)
{
    struct fixture *fixture = *state;

    listener_destroy(fixture->listener);
    capture_destroy(fixture->capture);
    listening_close(&fixture->listening);
    queue_finish(&fixture->queue);
    unlink(fixture->file);
    rmdir(fixture->folder);
    free(fixture);
    return 0;
}

static void listen_to(struct fixture *fixture, size_t times, bool source_waits)
{
    const struct capture_options capture = {.device = fixture->device};

    assert_int_equal(listening_record(voice(), fixture->file, times), 0);
    assert_int_equal(capture_create(&fixture->capture, &capture), 0);
    const struct listener_options options = {.capture = fixture->capture,
                                             .ear = fixture->listening.ear,
                                             .queue = &fixture->queue,
                                             .source_waits = source_waits};
    assert_int_equal(listener_create(&fixture->listener, &options), 0);
}

static struct report next_report(struct fixture *fixture)
{
    struct pollfd polled = {.fd = fixture->queue.fd, .events = POLLIN};
    struct report report = {0};

    while (!queue_pop(&fixture->queue, &report)) {
        assert_int_equal(poll(&polled, 1, -1), 1);
    }
    return report;
}

/* The next report must be an utterance in which this topic was asked for. */
static void assert_hears(struct fixture *fixture, const char *topic, uint32_t generation)
{
    struct report report = next_report(fixture);

    assert_int_equal(report.kind, REPORT_SPEECH_BEGAN);
    assert_int_equal(report.generation, generation);
    report = next_report(fixture);
    assert_int_equal(report.kind, REPORT_HEARD);
    assert_int_equal(report.generation, generation);
    assert_in_range(report.time_ms, fixture->began_ms, queue_now_ms());
    assert_non_null(report.result);
    assert_int_equal(report.result->match.kind, MATCH_ONE);
    assert_string_equal(report.result->match.candidates[0].topic->id, topic);
    free(report.result);
}

/* What it asks itself is no visitor's question, and who speaks afterwards is heard as ever. */
static void a_test_is_reported_and_disturbs_nobody(void **state)
{
    struct fixture *fixture = *state;
    struct self_test *test = NULL;

    assert_int_equal(self_test_create(&test, &listening_exhibit, voice()), 0);
    listen_to(fixture, 1, true);
    listener_test(fixture->listener, test);
    struct report report = next_report(fixture);
    assert_int_equal(report.kind, REPORT_TESTED);
    assert_int_equal(report.error, 0);
    struct vital_sign before = listener_sign(fixture->listener);
    uint32_t generation = listener_set_mode(fixture->listener, EAR_OPEN);
    assert_hears(fixture, "pears", generation);
    assert_int_equal(next_report(fixture).kind, REPORT_INPUT_ENDED);
    assert_true(listener_sign(fixture->listener).steps > before.steps);
    /* What is heard now is plums, and that is the third question only. */
    listener_test(fixture->listener, test);
    assert_int_equal(next_report(fixture).error, 0);
    assert_int_equal(test->next, 2);
    listener_set_ear(fixture->listener, fixture->listening.ear);
    assert_false(listener_sign(fixture->listener).has_work);
    self_test_destroy(test);
}

static void what_is_said_is_reported_until_the_file_ends(void **state)
{
    struct fixture *fixture = *state;

    listen_to(fixture, 2, true);
    uint32_t generation = listener_set_mode(fixture->listener, EAR_OPEN);
    assert_hears(fixture, "apples", generation);
    assert_hears(fixture, "pears", generation);
    assert_int_equal(next_report(fixture).kind, REPORT_INPUT_ENDED);
    assert_true(listener_consumed_frames(fixture->listener) > (uint64_t)4 * CAPTURE_RATE_HZ);
}

static void a_closed_ear_hears_nothing(void **state)
{
    struct fixture *fixture = *state;

    listen_to(fixture, 2, false);
    assert_int_equal(next_report(fixture).kind, REPORT_INPUT_ENDED);
    assert_true(listener_consumed_frames(fixture->listener) > (uint64_t)4 * CAPTURE_RATE_HZ);
}

static void a_recording_waits_for_the_ear(void **state)
{
    struct fixture *fixture = *state;

    listen_to(fixture, 1, true);
    listener_set_mode(fixture->listener, EAR_CLOSED);
    assert_int_equal(listener_consumed_frames(fixture->listener), 0);
    assert_hears(fixture, "apples", listener_set_mode(fixture->listener, EAR_OPEN));
}

static void letting_go_of_the_button_ends_the_question(void **state)
{
    struct fixture *fixture = *state;
    struct report report;

    listen_to(fixture, 1, true);
    uint32_t generation = listener_set_mode(fixture->listener, EAR_PUSH_TO_TALK);
    report = next_report(fixture);
    assert_int_equal(report.kind, REPORT_SPEECH_BEGAN);
    listener_flush(fixture->listener);
    report = next_report(fixture);
    assert_int_equal(report.kind, REPORT_HEARD);
    assert_int_equal(report.generation, generation);
    assert_in_range(report.time_ms, fixture->began_ms, queue_now_ms());
    free(report.result);
}

static void an_utterance_under_way_is_given_up_when_the_ear_closes(void **state)
{
    struct fixture *fixture = *state;

    listen_to(fixture, 1, true);
    listener_set_mode(fixture->listener, EAR_OPEN);
    struct report report = next_report(fixture);
    assert_int_equal(report.kind, REPORT_SPEECH_BEGAN);
    listener_set_mode(fixture->listener, EAR_CLOSED);
    listener_set_ear(fixture->listener, fixture->listening.ear); /* returns when it has closed */
    /* It may have ended at that very moment; whoever reads the generation knows that it came too late. */
    while (queue_pop(&fixture->queue, &report)) {
        assert_int_equal(report.generation, 1);
        free(report.result);
    }
}

/* The recording waits until the ear is open, so that nothing of it goes to the first one. */
static void another_ear_takes_over(void **state)
{
    struct fixture *fixture = *state;
    static char *other_said[] = {listening_text[PLUMS]};
    struct listening other;

    assert_int_equal(listening_open(&other, other_said, 1), 0);
    listen_to(fixture, 1, true);
    listener_set_ear(fixture->listener, other.ear);
    assert_hears(fixture, "plums", listener_set_mode(fixture->listener, EAR_OPEN));
    listener_set_ear(fixture->listener, fixture->listening.ear);
    listening_close(&other);
}

static void nothing_is_made_of_nothing(void **state)
{
    struct listener *listener = NULL;

    (void)state;
    assert_int_equal(listener_create(&listener, &(struct listener_options){0}), -EINVAL);
    assert_null(listener);
    listener_destroy(NULL);
}

static int close_voice(void **state)
{
    (void)state;
    synth_destroy(voice());
    return 0;
}

#define test(name) cmocka_unit_test_setup_teardown(name, make, discard)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_test_is_reported_and_disturbs_nobody),
        test(what_is_said_is_reported_until_the_file_ends),
        test(a_closed_ear_hears_nothing),
        test(a_recording_waits_for_the_ear),
        test(letting_go_of_the_button_ends_the_question),
        test(an_utterance_under_way_is_given_up_when_the_ear_closes),
        test(another_ear_takes_over),
        cmocka_unit_test(nothing_is_made_of_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, close_voice);
}
