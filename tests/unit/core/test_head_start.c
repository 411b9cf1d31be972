/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/head_start.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MS = 16, SECOND = 1000 * MS, STEP = 10 * MS, TAIL = HEAD_START_TAIL_MS * MS };

/* Somebody speaks for so long, then pauses; the numbers go by in steps, as they do in an ear. */
struct utterance {
    struct head_start head_start;
    size_t frames, silent_frames;
    size_t tries;
    size_t tried_frames; /* in all tries together */
};

static void look(struct utterance *utterance)
{
    size_t before = utterance->head_start.frames;
    size_t now = head_start_update(&utterance->head_start, utterance->frames, utterance->silent_frames);
    assert_true(now <= utterance->frames);
    if (now != before && now > 0) {
        utterance->tries++;
        utterance->tried_frames += now;
    }
}

static void speak(struct utterance *utterance, size_t frames)
{
    utterance->silent_frames = 0;
    for (size_t end = utterance->frames + frames; utterance->frames < end; utterance->frames += STEP) {
        look(utterance);
    }
    look(utterance);
}

static void pause_for(struct utterance *utterance, size_t frames)
{
    for (size_t i = 0; i < frames; i += STEP) {
        utterance->frames += STEP;
        utterance->silent_frames += STEP;
        look(utterance);
    }
}

static void what_counts_is_the_same_however_long_the_pause(void **state)
{
    (void)state;
    for (size_t silent = 0; silent <= 3 * SECOND; silent += STEP) {
        size_t counts = head_start_cut(2 * SECOND + silent, silent);
        assert_int_equal(counts, 2 * SECOND + (silent < TAIL ? silent : TAIL));
    }
    assert_int_equal(head_start_cut(0, 0), 0);
    assert_int_equal(head_start_cut(SECOND, 5 * SECOND), 0); /* more silence than utterance */
}

static void it_begins_in_the_pause_and_stays_until_the_end(void **state)
{
    (void)state;
    struct utterance utterance = {0};
    speak(&utterance, 2 * SECOND);
    pause_for(&utterance, TAIL - STEP);
    assert_int_equal(utterance.head_start.frames, 0);
    pause_for(&utterance, STEP);
    assert_int_equal(utterance.head_start.frames, 2 * SECOND + TAIL);
    pause_for(&utterance, SECOND);
    assert_int_equal(utterance.head_start.frames, head_start_cut(utterance.frames, utterance.silent_frames));
    assert_int_equal(utterance.tries, 1);
}

/* Frames may come in heaps, when recognition has kept the ear busy. */
static void a_late_look_begins_with_the_same(void **state)
{
    (void)state;
    struct head_start head_start = {0};
    assert_int_equal(head_start_update(&head_start, 2 * SECOND + 2 * TAIL, 2 * TAIL), 2 * SECOND + TAIL);
}

static void speaking_on_throws_it_away(void **state)
{
    (void)state;
    struct utterance utterance = {0};
    speak(&utterance, SECOND);
    pause_for(&utterance, 2 * TAIL);
    size_t first = utterance.head_start.frames;
    speak(&utterance, STEP);
    assert_int_equal(utterance.head_start.frames, 0);
    assert_int_equal(utterance.head_start.vain_frames, first);
    speak(&utterance, SECOND);
    pause_for(&utterance, TAIL);
    assert_int_equal(utterance.head_start.frames, utterance.frames);
    assert_int_equal(utterance.tries, 2);
    head_start_reset(&utterance.head_start);
    assert_int_equal(utterance.head_start.frames, 0);
    assert_int_equal(utterance.head_start.vain_frames, 0);
}

/* One short word, one pause, and so on: without a bound the tries would grow with the square of the words. */
static void what_is_in_vain_is_bounded(void **state)
{
    (void)state;
    struct utterance utterance = {0};
    size_t pauses = 0;
    for (; utterance.frames < 60 * SECOND; pauses++) {
        speak(&utterance, 200 * MS);
        pause_for(&utterance, TAIL + 100 * MS);
        assert_true(utterance.tried_frames <= (HEAD_START_VAIN_MAX + 1) * utterance.frames);
    }
    assert_true(utterance.tries > 5);
    assert_true(utterance.tries < pauses / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_counts_is_the_same_however_long_the_pause),
        cmocka_unit_test(it_begins_in_the_pause_and_stays_until_the_end),
        cmocka_unit_test(a_late_look_begins_with_the_same),
        cmocka_unit_test(speaking_on_throws_it_away),
        cmocka_unit_test(what_is_in_vain_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
