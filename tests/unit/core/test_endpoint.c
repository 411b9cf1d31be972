/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/endpoint.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { RATE = ENDPOINT_RATE_HZ, STREAM_MAX = 60 * RATE, EVENTS_MAX = 64 };

static const double two_pi = 6.283185307179586;

struct told {
    enum endpoint_event_kind kind;
    size_t at, from; /* frame of the event; the frame it points back to */
    uint32_t speech_ms;
};

/* A stream made piece by piece, and what the endpointer says of it. */
struct fixture {
    double *sum;
    int16_t *frames;
    size_t count;
    uint32_t seed;
    struct endpoint_options options;
    struct endpoint endpoint;
    struct told events[EVENTS_MAX];
    size_t event_count;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    f->sum = calloc(STREAM_MAX, sizeof *f->sum);
    f->frames = calloc(STREAM_MAX, sizeof *f->frames);
    f->seed = 7;
    endpoint_options_default(&f->options);
    *state = f;
    return f->sum && f->frames ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    free(f->sum);
    free(f->frames);
    free(f);
    return 0;
}

static size_t frames_of(double seconds)
{
    return (size_t)lrint(seconds * RATE);
}

static double random_unit(struct fixture *f)
{
    f->seed = f->seed * 1664525u + 1013904223u;
    return (double)f->seed / 2147483648.0 - 1;
}

/* Evenly distributed white noise of an effective value in sample units; its bandwidth is 8 kHz. */
static void add_noise(struct fixture *f, double from_s, double to_s, double rms)
{
    for (size_t i = frames_of(from_s); i < frames_of(to_s); i++)
        f->sum[i] += sqrt(3) * rms * random_unit(f);
    f->count = frames_of(to_s) > f->count ? frames_of(to_s) : f->count;
}

static void add_tone(struct fixture *f, double from_s, double to_s, double hz, double peak)
{
    for (size_t i = frames_of(from_s); i < frames_of(to_s); i++)
        f->sum[i] += peak * sin(two_pi * hz * (double)i / RATE);
    f->count = frames_of(to_s) > f->count ? frames_of(to_s) : f->count;
}

/* Syllables of 160 ms every 220 ms: harmonics of a gliding pitch with the weights of an open vowel. The effective value
 * within a syllable is about the one given. */
static void add_speech(struct fixture *f, double from_s, double to_s, double rms)
{
    double phase = 0;
    size_t first = frames_of(from_s);
    for (size_t i = first; i < frames_of(to_s); i++) {
        double t = (double)(i - first) / RATE, within = fmod(t, 0.22) / 0.16;
        phase += two_pi * (130 + 25 * sin(two_pi * 1.7 * t)) / RATE;
        double vowel = 0;
        for (int h = 1; within < 1 && h <= 24; h++) {
            double hz = 130.0 * h, first_formant = (hz - 650) / 250, second_formant = (hz - 1300) / 300;
            vowel += sin(h * phase) *
                     (0.15 + 1 / (1 + first_formant * first_formant) + 0.5 / (1 + second_formant * second_formant));
        }
        f->sum[i] += 0.62 * rms * vowel * sin(two_pi / 2 * within);
    }
    f->count = frames_of(to_s) > f->count ? frames_of(to_s) : f->count;
}

static void feed(struct fixture *f, size_t from, size_t to, size_t piece)
{
    for (size_t i = from; i < to; i++)
        f->frames[i] = (int16_t)fmax(-32768, fmin(32767, round(f->sum[i])));
    for (size_t at = from; at < to;) {
        struct endpoint_event event;
        size_t offered = to - at < piece ? to - at : piece;
        at += endpoint_feed(&f->endpoint, f->frames + at, offered, &event);
        if (event.kind == ENDPOINT_NOTHING)
            continue;
        assert_true(f->event_count < EVENTS_MAX);
        assert_true(event.speech_ms == 0 || endpoint_silent_frames(&f->endpoint) == event.back_frames);
        f->events[f->event_count++] = (struct told){event.kind, at, at - event.back_frames, event.speech_ms};
    }
}

static void run(struct fixture *f, enum endpoint_regime regime)
{
    assert_int_equal(endpoint_init(&f->endpoint, &f->options), 0);
    f->event_count = 0;
    endpoint_set_regime(&f->endpoint, regime);
    feed(f, 0, f->count, 160);
}

/* One utterance, given from `from_s` less at most 0.5 s on, ended between its last sound and 1.5 s later. */
static void assert_one_utterance(const struct fixture *f, double from_s, double to_s)
{
    assert_int_equal(f->event_count, 2);
    assert_int_equal(f->events[0].kind, ENDPOINT_BEGAN);
    assert_in_range(f->events[0].from, frames_of(fmax(from_s - 0.5, 0)), frames_of(from_s));
    assert_true(f->events[0].at - f->events[0].from <= ENDPOINT_BACK_FRAMES);
    assert_int_equal(f->events[1].kind, ENDPOINT_ENDED);
    assert_in_range(f->events[1].at, frames_of(to_s), frames_of(to_s + 1.5));
    assert_in_range(f->events[1].from, frames_of(to_s - 0.2), frames_of(to_s + 0.2));
    assert_true(f->events[1].speech_ms > 500 * (to_s - from_s));
}

static void test_silence_is_not_speech(void **state)
{
    struct fixture *f = *state;
    f->count = frames_of(30);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 0);
}

static void test_steady_noise_is_not_speech(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 30, 1500);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 0);
}

static void test_speech_in_silence(void **state)
{
    struct fixture *f = *state;
    add_speech(f, 2, 4, 3000);
    f->count = frames_of(7);
    run(f, ENDPOINT_OPEN);
    assert_one_utterance(f, 2, 4);
}

static void test_speech_from_the_first_frame(void **state)
{
    struct fixture *f = *state;
    add_speech(f, 0, 2, 3000);
    add_noise(f, 0, 5, 30);
    run(f, ENDPOINT_OPEN);
    assert_one_utterance(f, 0, 2);
    assert_int_equal(f->events[0].from, 0);
}

static void test_short_word_at_the_first_frame(void **state)
{
    struct fixture *f = *state;
    add_speech(f, 0.05, 0.45, 3000);
    add_noise(f, 0, 4, 30);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 2);
    assert_int_equal(f->events[0].from, 0);
}

static void test_speech_in_noise(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 9, 1000);
    add_speech(f, 4, 6, 2000);
    run(f, ENDPOINT_OPEN);
    assert_one_utterance(f, 4, 6);
}

static void test_offset_changes_nothing(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 9, 100);
    add_speech(f, 4, 6, 2000);
    run(f, ENDPOINT_OPEN);
    assert_one_utterance(f, 4, 6);
    size_t began = f->events[0].at, ended = f->events[1].at;
    for (size_t i = 0; i < f->count; i++)
        f->sum[i] += 6000;
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 2);
    assert_int_equal(f->events[0].at, began);
    assert_int_equal(f->events[1].at, ended);
}

static void test_noise_that_rises_is_not_speech(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 20, 50);
    add_noise(f, 5, 20, 1500);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 0);
}

static void test_speech_is_found_after_the_noise_rose(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 20, 50);
    add_noise(f, 5, 20, 1000);
    add_speech(f, 8, 10, 3000);
    run(f, ENDPOINT_OPEN);
    assert_one_utterance(f, 8, 10);
}

static void test_noise_that_rises_during_speech_does_not_keep_it_open(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 20, 50);
    add_speech(f, 4, 7, 3000);
    add_noise(f, 5, 20, 1000);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 2);
    assert_int_equal(f->events[1].kind, ENDPOINT_ENDED);
    assert_in_range(f->events[1].at, frames_of(7), frames_of(10.5));
}

static void test_hum_that_starts_is_soon_background(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 30, 50);
    for (int h = 1; h <= 8; h++)
        add_tone(f, 5, 30, 100 * h, 2000.0 / h);
    run(f, ENDPOINT_OPEN);
    assert_true(f->event_count == 0 || (f->event_count == 2 && f->events[1].at < frames_of(9)));
}

static void test_clicks_are_not_speech(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 20, 50);
    for (int i = 0; i < 17; i++)
        add_noise(f, 2 + i, 2.04 + i, 9000);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 0);
}

static void test_consonant_before_the_first_vowel_belongs_to_it(void **state)
{
    struct fixture *f = *state;
    f->options.preroll_ms = 0;
    add_noise(f, 0, 8, 50);
    add_noise(f, 3.85, 4, 800);
    add_speech(f, 4, 5, 3000);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 2);
    assert_in_range(f->events[0].from, frames_of(3.75), frames_of(3.88));
}

/* Twenty decibels under the one who asked, and well above the background. */
static void test_people_further_off_do_not_keep_it_open(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 12, 10);
    add_speech(f, 3, 5, 6000);
    add_speech(f, 5.1, 12, 250);
    run(f, ENDPOINT_OPEN);
    assert_true(f->event_count >= 2);
    assert_int_equal(f->events[1].kind, ENDPOINT_ENDED);
    assert_in_range(f->events[1].at, frames_of(5), frames_of(6.5));
}

/* What is marginal on its own, here the hiss between two near words, must not bridge them for good. */
static void test_hiss_under_the_voices_share_does_not_keep_it_open(void **state)
{
    struct fixture *f = *state;
    f->options.below_voice_db = 100;
    add_noise(f, 0, 12, 10);
    add_speech(f, 3, 5, 6000);
    add_noise(f, 5, 6.4, 60);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 2);
    assert_in_range(f->events[1].at, frames_of(5.6), frames_of(6.1));
}

static void test_pauses_shorter_than_the_hangover_do_not_end(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 10, 50);
    add_speech(f, 3, 4, 3000);
    add_speech(f, 4.5, 5.5, 3000);
    run(f, ENDPOINT_OPEN);
    assert_one_utterance(f, 3, 5.5);
}

static void test_two_utterances_do_not_overlap(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 10, 50);
    add_speech(f, 3, 4, 3000);
    add_speech(f, 4.9, 6, 3000);
    run(f, ENDPOINT_OPEN);
    assert_int_equal(f->event_count, 4);
    assert_true(f->events[2].from >= f->events[1].at);
    assert_true(f->events[2].from <= frames_of(4.9));
}

static void test_too_long(void **state)
{
    struct fixture *f = *state;
    f->options.utterance_max_ms = 5000;
    add_noise(f, 0, 16, 50);
    add_speech(f, 2, 12, 3000);
    run(f, ENDPOINT_OPEN);
    assert_true(f->event_count >= 4);
    assert_int_equal(f->events[1].kind, ENDPOINT_TOO_LONG);
    assert_in_range(f->events[1].at, frames_of(6.9), frames_of(7.2));
    assert_int_equal(f->events[2].kind, ENDPOINT_BEGAN);
    assert_int_equal(f->events[2].from, f->events[1].at);
}

static void test_closed_says_nothing_but_learns(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 5, 1000);
    add_speech(f, 1, 4, 3000);
    run(f, ENDPOINT_CLOSED);
    assert_int_equal(f->event_count, 0);
    assert_true(fabsf(endpoint_noise_db(&f->endpoint) + 31.4f) < 1.5f);
}

/* Noise of 1000 in 32768 is -30.3 dB, of which 6200 of 8000 Hz are counted. */
static void test_levels(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 5, 1000);
    add_tone(f, 4.5, 5, 1000, 10000);
    run(f, ENDPOINT_CLOSED);
    assert_true(fabsf(endpoint_level_db(&f->endpoint) - 20 * log10f(10000 / (sqrtf(2) * 32768))) < 1);
    assert_true(fabsf(endpoint_noise_db(&f->endpoint) + 31.4f) < 1.5f);
}

static void test_push_to_talk_begins_at_once(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 9, 50);
    add_speech(f, 4, 6, 3000);
    assert_int_equal(endpoint_init(&f->endpoint, &f->options), 0);
    feed(f, 0, frames_of(3), 160);
    endpoint_set_regime(&f->endpoint, ENDPOINT_PUSH_TO_TALK);
    feed(f, frames_of(3), f->count, 160);
    assert_int_equal(f->event_count, 2);
    assert_int_equal(f->events[0].kind, ENDPOINT_BEGAN);
    assert_int_equal(f->events[0].at, frames_of(3));
    assert_int_equal(f->events[0].from, frames_of(3) - f->options.preroll_ms * RATE / 1000);
    assert_int_equal(f->events[1].kind, ENDPOINT_ENDED);
    assert_in_range(f->events[1].at, frames_of(6), frames_of(7.5));
    assert_true(f->events[1].speech_ms > 1000);
}

static void test_push_to_talk_closes_after_the_utterance(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 12, 50);
    add_speech(f, 2, 4, 3000);
    add_speech(f, 7, 9, 3000);
    run(f, ENDPOINT_PUSH_TO_TALK);
    assert_int_equal(f->event_count, 2);
    assert_true(f->events[1].at < frames_of(6));
}

/* The button went down in a noise that nobody had heard before: it is learnt until someone speaks. */
static void test_push_to_talk_learns_the_noise_first(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 9, 300);
    for (int i = 0; i < 30; i++)
        add_noise(f, 0.3 * i, 0.3 * i + 0.15, 900);
    add_speech(f, 4, 6, 3000);
    run(f, ENDPOINT_PUSH_TO_TALK);
    assert_int_equal(f->event_count, 2);
    assert_in_range(f->events[1].at, frames_of(6), frames_of(7.5));
    assert_in_range(f->events[1].speech_ms, 1000, 3000);
}

static void test_push_to_talk_gives_up_when_nobody_speaks(void **state)
{
    struct fixture *f = *state;
    f->options.patience_ms = 3000;
    add_noise(f, 0, 9, 500);
    add_noise(f, 1, 1.1, 9000);
    run(f, ENDPOINT_PUSH_TO_TALK);
    assert_int_equal(f->event_count, 2);
    assert_int_equal(f->events[1].kind, ENDPOINT_ENDED);
    assert_in_range(f->events[1].at, frames_of(2.9), frames_of(3.1));
    assert_int_equal(f->events[1].speech_ms, 0);
}

static void test_pressing_again_begins_anew(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 3, 50);
    assert_int_equal(endpoint_init(&f->endpoint, &f->options), 0);
    endpoint_set_regime(&f->endpoint, ENDPOINT_PUSH_TO_TALK);
    feed(f, 0, frames_of(1), 160);
    assert_true(endpoint_is_speaking(&f->endpoint));
    endpoint_set_regime(&f->endpoint, ENDPOINT_PUSH_TO_TALK);
    assert_false(endpoint_is_speaking(&f->endpoint));
    feed(f, frames_of(1), frames_of(2), 160);
    assert_int_equal(f->event_count, 2);
    assert_int_equal(f->events[1].kind, ENDPOINT_BEGAN);
    assert_int_equal(f->events[1].at, frames_of(1));
    endpoint_set_regime(&f->endpoint, ENDPOINT_CLOSED);
    feed(f, frames_of(2), frames_of(3), 160);
    assert_int_equal(f->event_count, 2);
}

static void test_pieces_of_any_size_give_the_same(void **state)
{
    struct fixture *f = *state;
    add_noise(f, 0, 9, 200);
    add_speech(f, 4, 6, 3000);
    run(f, ENDPOINT_OPEN);
    size_t began = f->events[0].at, ended = f->events[1].at;
    static const size_t pieces[] = {1, 7, 159, 161, 4096, STREAM_MAX};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        assert_int_equal(endpoint_init(&f->endpoint, &f->options), 0);
        f->event_count = 0;
        endpoint_set_regime(&f->endpoint, ENDPOINT_OPEN);
        feed(f, 0, f->count, pieces[i]);
        assert_int_equal(f->event_count, 2);
        assert_int_equal(f->events[0].at, began);
        assert_int_equal(f->events[1].at, ended);
    }
}

static void test_bad_options_are_refused(void **state)
{
    struct fixture *f = *state;
    struct endpoint_options bad[] = {f->options, f->options, f->options, f->options};
    bad[0].hangover_ms = 0;
    bad[1].preroll_ms = 501;
    bad[2].periodicity_min = NAN;
    bad[3].speech_min_ms = bad[3].start_window_ms + 1;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(endpoint_init(&f->endpoint, &bad[i]), -EINVAL);
    assert_int_equal(endpoint_init(&f->endpoint, &f->options), 0);
}

#define endpoint_test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        endpoint_test(test_silence_is_not_speech),
        endpoint_test(test_steady_noise_is_not_speech),
        endpoint_test(test_speech_in_silence),
        endpoint_test(test_speech_from_the_first_frame),
        endpoint_test(test_short_word_at_the_first_frame),
        endpoint_test(test_speech_in_noise),
        endpoint_test(test_offset_changes_nothing),
        endpoint_test(test_noise_that_rises_is_not_speech),
        endpoint_test(test_speech_is_found_after_the_noise_rose),
        endpoint_test(test_noise_that_rises_during_speech_does_not_keep_it_open),
        endpoint_test(test_hum_that_starts_is_soon_background),
        endpoint_test(test_clicks_are_not_speech),
        endpoint_test(test_consonant_before_the_first_vowel_belongs_to_it),
        endpoint_test(test_people_further_off_do_not_keep_it_open),
        endpoint_test(test_hiss_under_the_voices_share_does_not_keep_it_open),
        endpoint_test(test_pauses_shorter_than_the_hangover_do_not_end),
        endpoint_test(test_two_utterances_do_not_overlap),
        endpoint_test(test_too_long),
        endpoint_test(test_closed_says_nothing_but_learns),
        endpoint_test(test_levels),
        endpoint_test(test_push_to_talk_begins_at_once),
        endpoint_test(test_push_to_talk_closes_after_the_utterance),
        endpoint_test(test_push_to_talk_learns_the_noise_first),
        endpoint_test(test_push_to_talk_gives_up_when_nobody_speaks),
        endpoint_test(test_pressing_again_begins_anew),
        endpoint_test(test_pieces_of_any_size_give_the_same),
        endpoint_test(test_bad_options_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
