/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/gesture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*
 * A test plays a line of moves and compares what came of it. Moves: `d0@100` key 0 down at 100 ms, `u0@180` up, `x@500`
 * the device is gone. Between moves every deadline is kept. What came: `key@100`, `talk-on@..`, `talk-off@..`,
 * `tap@..`, `topics@..` and so on for commands. Keys: 0 talk, 1 the one button, 2 louder, 3 without a meaning.
 */

enum { TALK, ONE, LOUDER, PLAIN, KEYS };

static const struct gesture_key keys[KEYS] = {
    [TALK] = {.meaning = GESTURE_TALK},
    [ONE] = {.meaning = GESTURE_ONE},
    [LOUDER] = {.meaning = GESTURE_COMMAND, .command = DIALOGUE_LOUDER},
    [PLAIN] = {.meaning = GESTURE_NOTHING},
};

struct player {
    struct gesture gesture;
    int64_t deadline_ms;
    char came[500];
};

static const char *event_name(const struct dialogue_event *event)
{
    switch (event->kind) {
    case DIALOGUE_EVENT_KEY_DOWN:
        return "key";
    case DIALOGUE_EVENT_TALK_PRESSED:
        return "talk-on";
    case DIALOGUE_EVENT_TALK_RELEASED:
        return "talk-off";
    case DIALOGUE_EVENT_TAP:
        return "tap";
    case DIALOGUE_EVENT_COMMAND:
        return dialogue_command_id(event->command);
    default:
        return "?";
    }
}

static void note(struct player *player, const struct gesture_events *events, int64_t now_ms)
{
    for (size_t i = 0; i < events->count; i++) {
        size_t length = strlen(player->came);
        assert_int_equal(events->list[i].source, DIALOGUE_BY_BUTTON);
        snprintf(player->came + length, sizeof(player->came) - length, "%s%s@%lld", length > 0 ? " " : "",
                 event_name(&events->list[i]), (long long)now_ms);
    }
}

static void keep_deadlines(struct player *player, int64_t until_ms)
{
    struct gesture_events events;

    while (player->deadline_ms != GESTURE_NO_DEADLINE && player->deadline_ms <= until_ms) {
        int64_t now_ms = player->deadline_ms;
        player->deadline_ms = gesture_time(&player->gesture, now_ms, &events);
        assert_true(player->deadline_ms == GESTURE_NO_DEADLINE || player->deadline_ms > now_ms);
        note(player, &events, now_ms);
    }
}

static void move(struct player *player, const char *text)
{
    struct gesture_events events;
    int64_t now_ms = strtoll(strchr(text, '@') + 1, NULL, 10);

    keep_deadlines(player, now_ms);
    if (text[0] == 'x') {
        gesture_let_go(&player->gesture, now_ms, &events);
        player->deadline_ms = GESTURE_NO_DEADLINE;
    } else {
        size_t key = text[1] == '?' ? SIZE_MAX : (size_t)(text[1] - '0');
        player->deadline_ms = gesture_change(&player->gesture, key, text[0] == 'd', now_ms, &events);
    }
    note(player, &events, now_ms);
}

static void assert_comes(uint32_t debounce_ms, const char *moves, const char *wanted)
{
    struct gesture_settings settings = {
        .debounce_ms = debounce_ms, .hold_ms = 500, .double_ms = 400, .key_count = KEYS};
    struct player player = {.deadline_ms = GESTURE_NO_DEADLINE};

    memcpy(settings.keys, keys, sizeof(keys));
    gesture_init(&player.gesture, &settings);
    for (const char *text = moves; text != NULL; text = strchr(text, ' ')) {
        text += *text == ' ';
        move(&player, text);
    }
    keep_deadlines(&player, INT64_MAX);
    assert_string_equal(player.came, wanted);
}

static void a_command_comes_when_its_key_goes_down(void **state)
{
    (void)state;
    assert_comes(0, "d2@100 u2@150 d2@160 u2@170", "key@100 louder@100 key@160 louder@160");
}

static void talk_is_pressed_and_released(void **state)
{
    (void)state;
    assert_comes(0, "d0@100 u0@2100", "talk-on@100 talk-off@2100");
}

static void any_other_key_only_silences(void **state)
{
    (void)state;
    assert_comes(0, "d3@100 u3@150 d?@200 u?@250", "key@100 key@200");
}

static void a_tap_is_known_when_no_second_one_follows(void **state)
{
    (void)state;
    assert_comes(0, "d1@100 u1@200", "key@100 tap@600");
}

static void two_taps_repeat(void **state)
{
    (void)state;
    assert_comes(0, "d1@100 u1@200 d1@400 u1@500", "key@100 key@400 repeat@500");
    assert_comes(0, "d1@100 u1@200 d1@700 u1@800", "key@100 tap@600 key@700 tap@1200");
}

static void three_taps_are_a_double_and_a_single_one(void **state)
{
    (void)state;
    assert_comes(0, "d1@100 u1@200 d1@300 u1@400 d1@500 u1@600", "key@100 key@300 repeat@400 key@500 tap@1000");
}

static void a_long_press_reads_the_list_before_it_ends(void **state)
{
    (void)state;
    assert_comes(0, "d1@100 u1@3000", "key@100 topics@600");
    assert_comes(0, "d1@100 u1@599", "key@100 tap@999");
    /* A tap and then a long press is a long press. */
    assert_comes(0, "d1@100 u1@200 d1@300 u1@2000", "key@100 key@300 topics@800");
}

static void a_keyboards_repeats_change_nothing(void **state)
{
    (void)state;
    assert_comes(0, "d2@100 d2@350 d2@380 u2@400", "key@100 louder@100");
    assert_comes(30, "d0@100 d0@350 d0@380 u0@400", "talk-on@100 talk-off@415");
}

static void contacts_that_bounce_are_one_press(void **state)
{
    (void)state;
    assert_comes(30, "d0@100 u0@102 d0@104 u0@105 d0@108 u0@1000 d0@1003 u0@1006", "talk-on@100 talk-off@1021");
}

static void a_press_soon_after_is_not_counted(void **state)
{
    (void)state;
    assert_comes(500, "d2@100 u2@150 d2@600 u2@650 d2@1200 u2@1250", "key@100 louder@100 key@1200 louder@1200");
    /* The key is let go at 150; half a second later it counts again. */
    assert_comes(500, "d2@100 u2@150 d2@649 u2@700", "key@100 louder@100");
    assert_comes(500, "d2@100 u2@150 d2@650 u2@700", "key@100 louder@100 key@650 louder@650");
    /* Another key is another matter. */
    assert_comes(500, "d2@100 u2@150 d0@200 u0@250", "key@100 louder@100 talk-on@200 talk-off@265");
}

static void a_tremble_during_a_hold_does_not_end_it_twice(void **state)
{
    (void)state;
    assert_comes(300, "d1@100 u1@180 d1@250 u1@300", "key@100 tap@580");
}

static void a_long_press_is_found_though_nobody_kept_the_deadline(void **state)
{
    struct gesture gesture;
    struct gesture_settings settings = {.debounce_ms = 30, .hold_ms = 500, .double_ms = 400, .key_count = KEYS};
    struct gesture_events events;

    (void)state;
    memcpy(settings.keys, keys, sizeof(keys));
    gesture_init(&gesture, &settings);
    gesture_change(&gesture, ONE, true, 0, &events);
    gesture_change(&gesture, ONE, false, 2000, &events);
    assert_int_equal(events.count, 1);
    assert_int_equal(events.list[0].command, DIALOGUE_TOPICS);
    gesture_time(&gesture, 9000, &events);
    assert_int_equal(events.count, 0);
}

static void a_lost_device_lets_go(void **state)
{
    (void)state;
    assert_comes(30, "d0@100 x@400 d0@600 u0@700", "talk-on@100 talk-off@400 talk-on@600 talk-off@715");
    assert_comes(30, "d1@100 x@150", "key@100");
    assert_comes(30, "d1@100 u1@150 x@170", "key@100");
}

/* Found by fuzz_buttons: of more keys than events had room for, some were held for ever. */
static void a_lost_device_lets_go_of_every_key(void **state)
{
    struct gesture_settings settings = {.hold_ms = 500, .double_ms = 400, .key_count = GESTURE_KEYS_MAX};
    struct gesture gesture;
    struct gesture_events events;

    (void)state;
    for (size_t i = 0; i < GESTURE_KEYS_MAX; i++) {
        settings.keys[i] = keys[TALK];
    }
    gesture_init(&gesture, &settings);
    for (size_t i = 0; i < GESTURE_KEYS_MAX; i++) {
        gesture_change(&gesture, i, true, 0, &events);
        assert_int_equal(events.count, 1);
    }
    gesture_let_go(&gesture, 100, &events);
    assert_int_equal(events.count, GESTURE_KEYS_MAX);
    for (size_t i = 0; i < events.count; i++) {
        assert_int_equal(events.list[i].kind, DIALOGUE_EVENT_TALK_RELEASED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_comes_when_its_key_goes_down),
        cmocka_unit_test(talk_is_pressed_and_released),
        cmocka_unit_test(any_other_key_only_silences),
        cmocka_unit_test(a_tap_is_known_when_no_second_one_follows),
        cmocka_unit_test(two_taps_repeat),
        cmocka_unit_test(three_taps_are_a_double_and_a_single_one),
        cmocka_unit_test(a_long_press_reads_the_list_before_it_ends),
        cmocka_unit_test(a_keyboards_repeats_change_nothing),
        cmocka_unit_test(contacts_that_bounce_are_one_press),
        cmocka_unit_test(a_press_soon_after_is_not_counted),
        cmocka_unit_test(a_tremble_during_a_hold_does_not_end_it_twice),
        cmocka_unit_test(a_long_press_is_found_though_nobody_kept_the_deadline),
        cmocka_unit_test(a_lost_device_lets_go),
        cmocka_unit_test(a_lost_device_lets_go_of_every_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
