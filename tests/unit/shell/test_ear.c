/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/ear.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "listening_fixture.h"
#include "voice.h"

enum {
    HEARD_MAX = 8,
    IN_THE_PAUSE = 41 * VOICE_RATE_HZ / 10, /* 0.6 s after the first of two questions */
};

struct fixture {
    struct voice voice;
    struct listening listening;
    size_t began;
    struct {
        size_t at; /* frame after which it was told */
        char topic[16];
        size_t word_count;
        uint32_t utterance_ms, speech_ms;
        bool was_ready;
    } heard[HEARD_MAX];
    size_t heard_count;
    bool works; /* between pieces, as an ear does that waits for a microphone */
    size_t tries;
    struct ear_result result;
};

static char apples[] = "apples", pears[] = "pears", nothing[] = "", failure[] = "!";

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    listening_close(&f->listening);
    free(f);
    return 0;
}

static void note(struct fixture *f, enum ear_event_kind event, size_t at)
{
    f->began += event == EAR_SPEECH_BEGAN;
    if (event != EAR_HEARD) {
        return;
    }
    assert_true(f->heard_count < HEARD_MAX);
    const struct match *match = &f->result.match;
    const char *topic = match->kind == MATCH_ONE ? match->candidates[0].topic->id : "-";
    snprintf(f->heard[f->heard_count].topic, sizeof(f->heard[0].topic), "%s", topic);
    f->heard[f->heard_count].at = at;
    f->heard[f->heard_count].word_count = f->result.heard.word_count;
    f->heard[f->heard_count].utterance_ms = f->result.heard.speech_ms;
    f->heard[f->heard_count].speech_ms = f->result.speech_ms;
    f->heard[f->heard_count].was_ready = f->result.was_ready;
    f->heard_count++;
}

/* A try takes RECOGNISER_SCRIPT_PARTS calls, all but the last of which say that more is left. */
static void work(struct fixture *f)
{
    size_t parts = 0;
    while (f->works && ear_work(f->listening.ear)) {
        parts++;
    }
    assert_true(parts == 0 || parts == RECOGNISER_SCRIPT_PARTS - 1);
    f->tries += parts > 0;
}

/* Returns the first error, having gone on after it. */
static int feed(struct fixture *f, size_t from, size_t to, size_t piece)
{
    int error = 0;
    for (size_t at = from; at < to;) {
        size_t used = 0;
        enum ear_event_kind event = EAR_NOTHING;
        size_t count = to - at < piece ? to - at : piece;
        int result = ear_feed(f->listening.ear, f->voice.frames + at, count, &used, &event, &f->result);
        assert_true(used > 0 && used <= count);
        at += used;
        error = error == 0 ? result : error;
        assert_true(result == 0 || event == EAR_NOTHING);
        note(f, event, at);
        work(f);
    }
    return error;
}

static int flush(struct fixture *f)
{
    enum ear_event_kind event = EAR_NOTHING;
    int result = ear_flush(f->listening.ear, &event, &f->result);
    note(f, event, f->voice.count);
    return result;
}

static struct fixture *make(void **state, char *first, char *second)
{
    struct fixture *f = *state;
    char *said[] = {first, second};
    assert_int_equal(listening_open(&f->listening, said, 2), 0);
    return f;
}

/* 2 s of room, 1.5 s of speech, 2 s of room, and the same once more. */
static void make_two_questions(struct fixture *f)
{
    voice_add_room(&f->voice, 2);
    for (int i = 0; i < 2; i++) {
        voice_add_speech(&f->voice, 1.5);
        voice_add_room(&f->voice, 2);
    }
}

/* As far as into the pause after the first question, which is recognised by then. */
static struct fixture *make_in_a_pause(void **state, enum ear_mode mode)
{
    struct fixture *f = make(state, apples, pears);
    make_two_questions(f);
    f->works = true;
    ear_set_mode(f->listening.ear, mode);
    assert_int_equal(feed(f, 0, IN_THE_PAUSE, 320), 0);
    assert_int_equal(f->tries, 1);
    return f;
}

static void test_open_hears_each_question(void **state)
{
    struct fixture *f = make(state, apples, pears);
    make_two_questions(f);
    ear_set_mode(f->listening.ear, EAR_OPEN);
    assert_int_equal(feed(f, 0, f->voice.count, 320), 0);
    assert_int_equal(f->began, 2);
    assert_int_equal(f->heard_count, 2);
    assert_string_equal(f->heard[0].topic, "apples");
    assert_string_equal(f->heard[1].topic, "pears");
    /* Told 700 ms after the last syllable; what counts is pre-roll, speech and a tail of 500 ms. */
    assert_in_range(f->heard[0].at, 4 * VOICE_RATE_HZ, 4.6 * VOICE_RATE_HZ);
    assert_in_range(f->heard[0].utterance_ms, 2100, 2700);
    assert_in_range(f->heard[0].speech_ms, 500, 2000);
    assert_int_equal(ear_mode(f->listening.ear), EAR_OPEN);
    assert_int_equal(flush(f), 0);
    assert_int_equal(f->heard_count, 2);
}

static void test_pieces_do_not_matter(void **state)
{
    struct fixture *f = make(state, apples, pears);
    static const size_t pieces[] = {1, 77, 160, 1024, VOICE_FRAMES_MAX};
    size_t at[2];
    make_two_questions(f);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        listening_close(&f->listening);
        make(state, apples, pears);
        f->heard_count = 0;
        ear_set_mode(f->listening.ear, EAR_OPEN);
        assert_int_equal(feed(f, 0, f->voice.count, pieces[i]), 0);
        assert_int_equal(f->heard_count, 2);
        for (size_t k = 0; k < 2; k++) {
            at[k] = i == 0 ? f->heard[k].at : at[k];
            assert_int_equal(f->heard[k].at, at[k]);
        }
    }
}

static void test_closed_hears_nothing(void **state)
{
    struct fixture *f = make(state, apples, pears);
    make_two_questions(f);
    assert_int_equal(ear_mode(f->listening.ear), EAR_CLOSED);
    assert_int_equal(feed(f, 0, f->voice.count, 320), 0);
    assert_int_equal(flush(f), 0);
    assert_int_equal(f->began, 0);
    assert_int_equal(f->heard_count, 0);
}

static void test_closing_gives_the_utterance_up(void **state)
{
    struct fixture *f = make(state, apples, pears);
    make_two_questions(f);
    ear_set_mode(f->listening.ear, EAR_OPEN);
    assert_int_equal(feed(f, 0, 3 * VOICE_RATE_HZ, 320), 0);
    assert_int_equal(f->began, 1);
    ear_set_mode(f->listening.ear, EAR_CLOSED);
    assert_int_equal(feed(f, 3 * VOICE_RATE_HZ, 5 * VOICE_RATE_HZ, 320), 0);
    assert_int_equal(f->heard_count, 0);
    ear_set_mode(f->listening.ear, EAR_OPEN);
    assert_int_equal(feed(f, 5 * VOICE_RATE_HZ, f->voice.count, 320), 0);
    assert_int_equal(f->heard_count, 1);
    assert_string_equal(f->heard[0].topic, "apples"); /* what was given up took nothing of the script */
}

static void test_the_button_is_for_one_question(void **state)
{
    struct fixture *f = make(state, apples, pears);
    make_two_questions(f);
    ear_set_mode(f->listening.ear, EAR_PUSH_TO_TALK);
    assert_int_equal(feed(f, 0, f->voice.count, 320), 0);
    assert_int_equal(f->heard_count, 1);
    assert_string_equal(f->heard[0].topic, "apples");
    /* 1000 ms after the last syllable; heard from the press on, to 500 ms after it. */
    assert_in_range(f->heard[0].at, 4.3 * VOICE_RATE_HZ, 4.9 * VOICE_RATE_HZ);
    assert_in_range(f->heard[0].utterance_ms, 3800, 4400);
    assert_int_equal(f->began, 1);
    assert_int_equal(ear_mode(f->listening.ear), EAR_CLOSED);
    assert_int_equal(flush(f), 0);
    assert_int_equal(f->heard_count, 1);
}

static void test_letting_go_judges_at_once(void **state)
{
    struct fixture *f = make(state, apples, pears);
    make_two_questions(f);
    ear_set_mode(f->listening.ear, EAR_PUSH_TO_TALK);
    assert_int_equal(feed(f, 0, 3 * VOICE_RATE_HZ, 320), 0);
    assert_int_equal(f->heard_count, 0);
    assert_int_equal(flush(f), 0);
    assert_int_equal(f->heard_count, 1);
    assert_string_equal(f->heard[0].topic, "apples");
    assert_int_equal(f->heard[0].utterance_ms, 3000);
    assert_int_equal(ear_mode(f->listening.ear), EAR_CLOSED);
}

/* The recogniser gets some of what came before the press, for people speak first and press then. */
static void test_pressing_reaches_back(void **state)
{
    struct fixture *f = make(state, apples, pears);
    make_two_questions(f);
    assert_int_equal(feed(f, 0, VOICE_RATE_HZ, 320), 0);
    ear_set_mode(f->listening.ear, EAR_PUSH_TO_TALK);
    assert_int_equal(feed(f, VOICE_RATE_HZ, 3 * VOICE_RATE_HZ, 320), 0);
    assert_int_equal(flush(f), 0);
    assert_int_equal(f->heard[0].utterance_ms, 2300);
}

static void test_nobody_speaks(void **state)
{
    struct fixture *f = make(state, apples, pears);
    voice_add_room(&f->voice, 10);
    ear_set_mode(f->listening.ear, EAR_PUSH_TO_TALK);
    assert_int_equal(feed(f, 0, f->voice.count, 320), 0);
    assert_int_equal(f->heard_count, 1); /* the endpointer's patience ended */
    assert_int_equal(f->heard[0].word_count, 0);
    assert_int_equal(f->heard[0].speech_ms, 0);
    assert_string_equal(f->heard[0].topic, "-");
    assert_int_equal(f->began, 0);
}

static void test_pressed_and_let_go(void **state)
{
    struct fixture *f = make(state, apples, pears);
    ear_set_mode(f->listening.ear, EAR_PUSH_TO_TALK);
    assert_int_equal(flush(f), 0);
    assert_int_equal(f->heard_count, 1);
    assert_int_equal(f->heard[0].word_count, 0);
    assert_int_equal(ear_mode(f->listening.ear), EAR_CLOSED);
}

static void test_nothing_recognised(void **state)
{
    struct fixture *f = make(state, nothing, pears);
    make_two_questions(f);
    ear_set_mode(f->listening.ear, EAR_OPEN);
    assert_int_equal(feed(f, 0, f->voice.count, 320), 0);
    assert_int_equal(f->heard_count, 2);
    assert_string_equal(f->heard[0].topic, "-");
    assert_int_equal(f->heard[0].word_count, 0);
    assert_string_equal(f->heard[1].topic, "pears");
}

static void test_goes_on_after_a_failure(void **state)
{
    struct fixture *f = make(state, failure, pears);
    make_two_questions(f);
    ear_set_mode(f->listening.ear, EAR_OPEN);
    assert_int_equal(feed(f, 0, f->voice.count, 320), -EIO);
    assert_int_equal(f->heard_count, 1);
    assert_string_equal(f->heard[0].topic, "pears");
}

static void test_failure_at_the_button(void **state)
{
    struct fixture *f = make(state, failure, pears);
    make_two_questions(f);
    ear_set_mode(f->listening.ear, EAR_PUSH_TO_TALK);
    assert_int_equal(feed(f, 0, 3 * VOICE_RATE_HZ, 320), 0);
    assert_int_equal(flush(f), -EIO);
    assert_int_equal(f->heard_count, 0);
    assert_int_equal(ear_mode(f->listening.ear), EAR_CLOSED);
}

/* Whoever talks on beyond the limit is judged in parts. */
static void test_longest_utterance(void **state)
{
    struct fixture *f = make(state, apples, pears);
    voice_add_room(&f->voice, 2);
    voice_add_speech(&f->voice, 18);
    voice_add_room(&f->voice, 2);
    ear_set_mode(f->listening.ear, EAR_OPEN);
    assert_int_equal(feed(f, 0, f->voice.count, 320), 0);
    assert_int_equal(f->heard_count, 2);
    assert_in_range(f->heard[0].utterance_ms, 15000, 15400);
    assert_in_range(f->heard[1].utterance_ms, 3000, 4500); /* what came after, without a gap */
}

/* With time between the pieces, all is ready when the end is told, and the same is heard at the same frame. */
static void test_a_head_start_changes_nothing_but_the_time(void **state)
{
    struct fixture *f = make(state, apples, pears);
    uint32_t utterance_ms[2] = {0};
    size_t at[2] = {0};
    make_two_questions(f);
    for (int works = 0; works <= 1; works++) {
        listening_close(&f->listening);
        make(state, apples, pears);
        f->heard_count = 0;
        f->works = works;
        ear_set_mode(f->listening.ear, EAR_OPEN);
        assert_int_equal(feed(f, 0, f->voice.count, 320), 0);
        assert_int_equal(f->heard_count, 2);
        assert_string_equal(f->heard[0].topic, "apples");
        assert_string_equal(f->heard[1].topic, "pears");
        for (size_t k = 0; k < 2; k++) {
            assert_int_equal(f->heard[k].was_ready, works);
            assert_true(works == 0 || f->heard[k].utterance_ms == utterance_ms[k]);
            assert_true(works == 0 || f->heard[k].at == at[k]);
            utterance_ms[k] = f->heard[k].utterance_ms;
            at[k] = f->heard[k].at;
        }
    }
    assert_int_equal(f->tries, 2);
}

/* A pause of 0.7 s is long enough to begin in, and too short to end a question. */
static void test_speaking_on_throws_a_head_start_away(void **state)
{
    struct fixture *f = make(state, apples, pears);
    voice_add_room(&f->voice, 2);
    voice_add_speech(&f->voice, 1.5);
    voice_add_room(&f->voice, 0.7);
    voice_add_speech(&f->voice, 1.5);
    voice_add_room(&f->voice, 2);
    f->works = true;
    ear_set_mode(f->listening.ear, EAR_OPEN);
    assert_int_equal(feed(f, 0, IN_THE_PAUSE, 320), 0);
    assert_int_equal(f->tries, 1);
    assert_int_equal(f->heard_count, 0);
    assert_int_equal(feed(f, IN_THE_PAUSE, f->voice.count, 320), 0);
    assert_int_equal(f->tries, 2);
    assert_int_equal(f->heard_count, 1);
    assert_string_equal(f->heard[0].topic, "apples"); /* what was thrown away took nothing of the script */
    assert_in_range(f->heard[0].utterance_ms, 4100, 4900);
    assert_true(f->heard[0].was_ready);
}

static void test_letting_go_in_a_pause_finds_it_ready(void **state)
{
    struct fixture *f = make_in_a_pause(state, EAR_PUSH_TO_TALK);
    assert_int_equal(flush(f), 0);
    assert_int_equal(f->heard_count, 1);
    assert_true(f->heard[0].was_ready);
    assert_false(ear_work(f->listening.ear));
}

static void test_closing_gives_a_head_start_up(void **state)
{
    struct fixture *f = make_in_a_pause(state, EAR_OPEN);
    ear_set_mode(f->listening.ear, EAR_CLOSED);
    assert_false(ear_work(f->listening.ear));
    ear_set_mode(f->listening.ear, EAR_OPEN);
    assert_int_equal(feed(f, IN_THE_PAUSE, f->voice.count, 320), 0);
    assert_int_equal(f->heard_count, 1);
    assert_string_equal(f->heard[0].topic, "apples");
    assert_true(f->heard[0].was_ready);
}

static void test_options_out_of_range(void **state)
{
    struct fixture *f = make(state, apples, pears);
    struct ear *ear = NULL;
    struct ear_options options = {.hangover_ms = 0, .utterance_max_ms = 15000};
    assert_int_equal(ear_create(&ear, f->listening.recogniser, f->listening.matcher, &options), -EINVAL);
    options.hangover_ms = 700;
    options.utterance_max_ms = 0;
    assert_int_equal(ear_create(&ear, f->listening.recogniser, f->listening.matcher, &options), -EINVAL);
    assert_null(ear);
    ear_destroy(NULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_open_hears_each_question),
        TEST(test_pieces_do_not_matter),
        TEST(test_closed_hears_nothing),
        TEST(test_closing_gives_the_utterance_up),
        TEST(test_the_button_is_for_one_question),
        TEST(test_letting_go_judges_at_once),
        TEST(test_pressing_reaches_back),
        TEST(test_nobody_speaks),
        TEST(test_pressed_and_let_go),
        TEST(test_nothing_recognised),
        TEST(test_goes_on_after_a_failure),
        TEST(test_failure_at_the_button),
        TEST(test_longest_utterance),
        TEST(test_a_head_start_changes_nothing_but_the_time),
        TEST(test_speaking_on_throws_a_head_start_away),
        TEST(test_letting_go_in_a_pause_finds_it_ready),
        TEST(test_closing_gives_a_head_start_up),
        TEST(test_options_out_of_range),
    };
    return cmocka_run_group_tests_name("ear", tests, NULL, NULL);
}
