/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "docent/synth.h"
#include "docent/text_list.h"

/* A pronunciation in memory of its own, as the content has it. */
#define SAID(written, sounds)                                                                                          \
    {                                                                                                                  \
        .word = (char[]){written}, .sounds_like = (char[])                                                             \
        {                                                                                                              \
            sounds                                                                                                     \
        }                                                                                                              \
    }

/* What the border promises of every kind, on the record synth; test_synth_espeak.c has the real voice. */

enum { WORDS_MAX = 32 };

struct heard_words {
    size_t frames;
    struct synth_word words[WORDS_MAX];
    size_t word_count;
    size_t chunks;
    size_t chunks_wanted; /* end after so many; 0: never */
};

static int listen(void *user, const struct synth_chunk *chunk)
{
    struct heard_words *heard = user;
    for (size_t i = 0; i < chunk->count; i++) {
        assert_int_equal(chunk->frames[i], 0);
    }
    for (size_t i = 0; i < chunk->word_count; i++) {
        assert_true(chunk->words[i].frame >= heard->frames);
        assert_true(chunk->words[i].frame < heard->frames + chunk->count);
        assert_true(heard->word_count < WORDS_MAX);
        heard->words[heard->word_count++] = chunk->words[i];
    }
    heard->frames += chunk->count;
    heard->chunks++;
    return heard->chunks == heard->chunks_wanted;
}

static const struct synth_style normal = {.rate_wpm = 160};

static int setup(void **state)
{
    struct synth *synth = NULL;
    assert_int_equal(synth_create_record(&synth), 0);
    *state = synth;
    return 0;
}

static int teardown(void **state)
{
    synth_destroy(*state);
    return 0;
}

static void test_what_was_asked_for_is_written_down(void **state)
{
    struct synth *synth = *state;
    struct heard_words heard = {0};
    const struct pronunciation list[] = {SAID("ERMA", "er ma")};
    assert_int_equal(synth_record_said(synth)->count, 0);
    assert_int_equal(synth_set_pronunciations(synth, list, 1), 0);
    assert_int_equal(synth_speak(synth, "What is ERMA?", &normal, listen, &heard), 0);
    assert_int_equal(synth_speak(synth, "", &normal, listen, &heard), 0);
    const struct text_list *said = synth_record_said(synth);
    assert_int_equal(said->count, 2);
    assert_string_equal(said->items[0], "What is ERMA?");
    assert_string_equal(said->items[1], "");
}

static void test_silence_is_as_long_as_the_words(void **state)
{
    struct synth *synth = *state;
    struct heard_words heard = {0};
    size_t word_frames = (size_t)synth_rate_hz(synth) * 60 / 160;
    assert_int_equal(synth_speak(synth, "One, two three.", &normal, listen, &heard), 0);
    assert_int_equal(heard.frames, 3 * word_frames);
    assert_int_equal(heard.word_count, 3);
    assert_int_equal(heard.words[1].frame, word_frames);
    assert_int_equal(heard.words[1].offset, 5);
    assert_int_equal(heard.words[1].length, 3);
    struct heard_words fast = {0};
    const struct synth_style style = {.rate_wpm = 320};
    assert_int_equal(synth_speak(synth, "One, two three.", &style, listen, &fast), 0);
    assert_int_equal(fast.frames, 3 * (word_frames / 2));
}

static void test_the_sink_can_end_it(void **state)
{
    struct synth *synth = *state;
    struct heard_words heard = {.chunks_wanted = 2};
    assert_int_equal(synth_speak(synth, "One two three.", &normal, listen, &heard), -ECANCELED);
    assert_int_equal(heard.chunks, 2);
}

static void test_bad_rates_and_texts_are_refused(void **state)
{
    struct synth *synth = *state;
    struct heard_words heard = {0};
    const struct synth_style slow = {.rate_wpm = SYNTH_RATE_MIN_WPM - 1}, fast = {.rate_wpm = SYNTH_RATE_MAX_WPM + 1};
    assert_int_equal(synth_speak(synth, "x", &slow, listen, &heard), -EINVAL);
    assert_int_equal(synth_speak(synth, "x", &fast, listen, &heard), -EINVAL);
    assert_int_equal(synth_speak(synth, "\xc0\x80", &normal, listen, &heard), -EINVAL);
    assert_int_equal(heard.chunks, 0);
    assert_int_equal(synth_record_said(synth)->count, 0);
}

static int speak_again(void *user, const struct synth_chunk *chunk)
{
    (void)chunk;
    struct heard_words heard = {0};
    struct synth *synth = user;
    assert_int_equal(synth_speak(synth, "Me too.", &normal, listen, &heard), -EBUSY);
    assert_int_equal(heard.chunks, 0);
    return 0;
}

struct other {
    struct synth *synth;
    atomic_bool is_going, has_spoken;
};

static void *speak_elsewhere(void *user)
{
    struct other *other = user;
    struct heard_words heard = {0};
    atomic_store(&other->is_going, true);
    int result = synth_speak(other->synth, "Two.", &normal, listen, &heard);
    atomic_store(&other->has_spoken, true);
    return result == 0 ? other : NULL;
}

struct starting {
    struct other *other;
    pthread_t thread;
    bool has_started;
};

/* Has another thread speak, which must wait until this utterance is over. */
static int start_other(void *user, const struct synth_chunk *chunk)
{
    struct starting *starting = user;
    (void)chunk;
    if (!starting->has_started) {
        assert_int_equal(pthread_create(&starting->thread, NULL, speak_elsewhere, starting->other), 0);
        starting->has_started = true;
    }
    while (!atomic_load(&starting->other->is_going)) {
        sched_yield();
    }
    assert_false(atomic_load(&starting->other->has_spoken));
    return 0;
}

static void test_callers_take_turns(void **state)
{
    struct other other = {.synth = *state};
    struct starting starting = {.other = &other};
    void *result = NULL;
    assert_int_equal(synth_speak(*state, "One, and more of it.", &normal, start_other, &starting), 0);
    pthread_join(starting.thread, &result);
    assert_ptr_equal(result, &other);
    assert_string_equal(synth_record_said(*state)->items[1], "Two.");
}

static void test_a_sink_cannot_speak(void **state)
{
    struct synth *synth = *state;
    assert_int_equal(synth_speak(synth, "One.", &normal, speak_again, synth), 0);
    assert_int_equal(synth_record_said(synth)->count, 1);
}

static void test_a_record_has_no_phones(void **state)
{
    struct synth *synth = *state;
    char phones[64];
    assert_int_equal(synth_phones(synth, "rare", phones, sizeof phones), -ENOTSUP);
}

static void test_pronunciations_are_replaced_not_added(void **state)
{
    struct synth *synth = *state;
    struct heard_words heard = {0};
    const struct pronunciation first[] = {SAID("a b", "ab"), SAID("c", "see")}, second[] = {SAID("c", "sea")};
    assert_int_equal(synth_set_pronunciations(synth, first, 2), 0);
    assert_int_equal(synth_speak(synth, "a b c", &normal, listen, &heard), 0);
    assert_int_equal(heard.word_count, 2); /* "a b" is one piece */
    assert_int_equal(heard.words[0].length, 3);
    assert_int_equal(synth_set_pronunciations(synth, second, 1), 0);
    heard = (struct heard_words){0};
    assert_int_equal(synth_speak(synth, "a b c", &normal, listen, &heard), 0);
    assert_int_equal(heard.word_count, 3);
    assert_int_equal(synth_set_pronunciations(synth, NULL, 0), 0);
    synth_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_was_asked_for_is_written_down, setup, teardown),
        cmocka_unit_test_setup_teardown(test_silence_is_as_long_as_the_words, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_sink_can_end_it, setup, teardown),
        cmocka_unit_test_setup_teardown(test_bad_rates_and_texts_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_callers_take_turns, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_sink_cannot_speak, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_record_has_no_phones, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pronunciations_are_replaced_not_added, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
