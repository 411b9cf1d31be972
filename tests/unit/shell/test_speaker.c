/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The speaking thread with a synth that only writes down what it was asked to say, and a loudspeaker that takes all. */

#include "docent/speaker.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "docent/sentences.h"

struct fixture {
    struct synth *synth;
    struct playback *playback;
    struct queue queue;
    struct speaker *speaker;
};

static int make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    if (fixture == NULL || queue_init(&fixture->queue) < 0 || synth_create_record(&fixture->synth) < 0) {
        return -1;
    }
    const struct playback_options playback = {.device = "null:", .rate_hz = synth_rate_hz(fixture->synth)};
    if (playback_create(&fixture->playback, &playback) < 0) {
        return -1;
    }
    const struct speaker_options options = {
        .playback = fixture->playback, .synth = fixture->synth, .queue = &fixture->queue};
    return speaker_create(&fixture->speaker, &options);
}

static int discard(void **state)
{
    struct fixture *fixture = *state;

    speaker_destroy(fixture->speaker);
    playback_destroy(fixture->playback);
    synth_destroy(fixture->synth);
    queue_finish(&fixture->queue);
    free(fixture);
    return 0;
}

static struct speaker_order order_of(uint32_t token, const char *text, size_t from_sentence)
{
    struct speaker_order order = {
        .token = token, .from_sentence = from_sentence, .style = {.rate_wpm = 160, .voice = "en-gb"}};

    order.wording.text = strdup(text);
    assert_non_null(order.wording.text);
    order.wording.sentence_count = sentences_find(text, order.wording.starts, WORDING_SENTENCES_MAX);
    return order;
}

/* The next report, waited for. */
static struct report next_report(struct fixture *fixture)
{
    struct pollfd polled = {.fd = fixture->queue.fd, .events = POLLIN};
    struct report report = {0};

    while (!queue_pop(&fixture->queue, &report)) {
        assert_int_equal(poll(&polled, 1, -1), 1);
    }
    return report;
}

static void a_text_is_said_and_reported(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "One two. Three.";
    struct speaker_order order = order_of(7, text, 0);
    size_t sentences = 0, words = 0, sounding = 0;
    int64_t before_ms = queue_now_ms();
    struct report report;

    speaker_say(fixture->speaker, &order);
    assert_null(order.wording.text);
    for (report = next_report(fixture); report.kind != REPORT_SPOKEN; report = next_report(fixture)) {
        assert_int_equal(report.token, 7);
        if (report.kind == REPORT_SENTENCE) {
            assert_int_equal(report.sentence, sentences++);
        } else if (report.kind == REPORT_SOUNDING) {
            assert_int_equal(words, 0);
            assert_in_range(report.time_ms, before_ms, queue_now_ms());
            sounding++;
        } else {
            assert_int_equal(report.kind, REPORT_WORD);
            assert_true(report.offset + report.length <= sizeof(text));
            words++;
        }
    }
    assert_int_equal(report.error, 0);
    assert_int_equal(sentences, 2);
    assert_int_equal(words, 3);
    assert_int_equal(sounding, 1);
    speaker_rest(fixture->speaker);
    assert_string_equal(synth_record_said(fixture->synth)->items[0], text);
}

static void it_can_begin_in_the_middle(void **state)
{
    struct fixture *fixture = *state;
    struct speaker_order order = order_of(1, "One two. Three.", 1);

    speaker_say(fixture->speaker, &order);
    struct report report = next_report(fixture);
    assert_int_equal(report.kind, REPORT_SENTENCE);
    assert_int_equal(report.sentence, 1);
    assert_int_equal(next_report(fixture).kind, REPORT_SOUNDING);
    report = next_report(fixture);
    assert_int_equal(report.kind, REPORT_WORD);
    assert_int_equal(report.offset, strlen("One two. "));
    while (report.kind != REPORT_SPOKEN) {
        report = next_report(fixture);
    }
    speaker_rest(fixture->speaker);
    assert_string_equal(synth_record_said(fixture->synth)->items[0], "Three.");
}

static void beyond_the_last_sentence_is_the_last(void **state)
{
    struct fixture *fixture = *state;
    struct speaker_order order = order_of(1, "One. Two.", 9);

    speaker_say(fixture->speaker, &order);
    assert_int_equal(next_report(fixture).sentence, 1);
}

static void a_new_order_takes_the_place_of_the_old(void **state)
{
    struct fixture *fixture = *state;
    struct report report;

    for (uint32_t token = 1; token <= 20; token++) {
        struct speaker_order order = order_of(token, "A rather long text, of which hardly anything is heard.", 0);
        speaker_say(fixture->speaker, &order);
    }
    /* Of those before, some may have been said; only one is said last, and it is the last one. */
    uint32_t last = 0;
    for (report = next_report(fixture); report.kind != REPORT_SPOKEN || report.token != 20;
         report = next_report(fixture)) {
        assert_true(report.token >= last);
        last = report.token;
    }
    speaker_rest(fixture->speaker);
    assert_false(queue_pop(&fixture->queue, &report));
}

static void silence_ends_it_without_a_word(void **state)
{
    struct fixture *fixture = *state;
    struct report report;

    struct speaker_order order = order_of(1, "This is cut off at once.", 0);
    speaker_say(fixture->speaker, &order);
    speaker_silence(fixture->speaker);
    speaker_silence(fixture->speaker);
    order = order_of(2, "Next.", 0);
    speaker_say(fixture->speaker, &order);
    for (report = next_report(fixture); report.kind != REPORT_SPOKEN; report = next_report(fixture)) {
    }
    assert_true(report.token == 1 || report.token == 2);
}

static void a_sound_comes_before_the_words_or_alone(void **state)
{
    struct fixture *fixture = *state;
    static const int16_t sound[400];

    struct speaker_order alone = {.token = 1, .sound = sound, .sound_frames = 400};
    speaker_say(fixture->speaker, &alone);
    struct speaker_order before = order_of(2, "Words.", 0);
    before.sound = sound;
    before.sound_frames = 400;
    speaker_say(fixture->speaker, &before);
    struct report report = next_report(fixture);
    while (report.kind != REPORT_SPOKEN) {
        assert_int_equal(report.token, 2);
        report = next_report(fixture);
    }
    assert_int_equal(playback_played_frames(fixture->playback) > 400, true);
}

static void what_cannot_be_said_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct speaker_order order = order_of(3, "Not UTF-8: \xff.", 0);
    struct report report;

    speaker_say(fixture->speaker, &order);
    for (report = next_report(fixture); report.kind != REPORT_SPOKEN; report = next_report(fixture)) {
    }
    assert_int_equal(report.error, -EINVAL);
}

static void nothing_is_made_of_nothing(void **state)
{
    struct speaker *speaker = NULL;

    (void)state;
    assert_int_equal(speaker_create(&speaker, &(struct speaker_options){0}), -EINVAL);
    assert_null(speaker);
    speaker_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_text_is_said_and_reported, make, discard),
        cmocka_unit_test_setup_teardown(it_can_begin_in_the_middle, make, discard),
        cmocka_unit_test_setup_teardown(beyond_the_last_sentence_is_the_last, make, discard),
        cmocka_unit_test_setup_teardown(a_new_order_takes_the_place_of_the_old, make, discard),
        cmocka_unit_test_setup_teardown(silence_ends_it_without_a_word, make, discard),
        cmocka_unit_test_setup_teardown(a_sound_comes_before_the_words_or_alone, make, discard),
        cmocka_unit_test_setup_teardown(what_cannot_be_said_is_reported, make, discard),
        cmocka_unit_test(nothing_is_made_of_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
