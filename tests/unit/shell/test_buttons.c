/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys as the kernel reports them, without a device: what a device adds (finding, grabbing, unplugging) needs a kernel
 * with uinput and is tested in a virtual machine. */

#include "docent/buttons.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CAME_BYTES = 500 };

struct fixture {
    sd_event *loop;
    struct settings settings;
    struct buttons *buttons;
    char came[CAME_BYTES];
    int absent, present;
};

static void on_event(void *user, const struct dialogue_event *event, int64_t now_ms)
{
    struct fixture *fixture = user;
    size_t length = strlen(fixture->came);
    const char *name = "?";

    switch (event->kind) {
    case DIALOGUE_EVENT_KEY_DOWN:
        name = "key";
        break;
    case DIALOGUE_EVENT_TALK_PRESSED:
        name = "talk-on";
        break;
    case DIALOGUE_EVENT_TALK_RELEASED:
        name = "talk-off";
        break;
    case DIALOGUE_EVENT_TAP:
        name = "tap";
        break;
    case DIALOGUE_EVENT_COMMAND:
        name = dialogue_command_id(event->command);
        break;
    default:
        break;
    }
    snprintf(fixture->came + length, CAME_BYTES - length, "%s@%lld ", name, (long long)now_ms);
}

static void on_present(void *user, bool is_present)
{
    struct fixture *fixture = user;

    if (is_present) {
        fixture->present++;
    } else {
        fixture->absent++;
    }
}

static int make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    settings_default(&fixture->settings);
    return sd_event_new(&fixture->loop) < 0 ? -1 : 0;
}

static int discard(void **state)
{
    struct fixture *fixture = *state;

    buttons_destroy(fixture->buttons);
    sd_event_unref(fixture->loop);
    free(fixture);
    return 0;
}

static int open_buttons(struct fixture *fixture, const char **ret_wrong_key)
{
    const struct buttons_options options = {.loop = fixture->loop,
                                            .settings = &fixture->settings,
                                            .event = on_event,
                                            .present = on_present,
                                            .user = fixture};

    return buttons_create(&fixture->buttons, &options, ret_wrong_key);
}

static void turn(struct fixture *fixture)
{
    while (sd_event_run(fixture->loop, 0) > 0) {
    }
}

static void key(struct fixture *fixture, unsigned code, int value, int64_t now_ms)
{
    struct input_event event = {.type = EV_KEY, .code = (uint16_t)code, .value = value};

    event.input_event_sec = (time_t)(now_ms / 1000);
    event.input_event_usec = (suseconds_t)(now_ms % 1000 * 1000);
    buttons_feed(fixture->buttons, &event);
}

static void configure(struct fixture *fixture, const char *name, struct settings_button button)
{
    snprintf(button.key, sizeof(button.key), "%s", name);
    fixture->settings.buttons[fixture->settings.button_count++] = button;
}

static void keys_do_what_the_settings_say(void **state)
{
    struct fixture *fixture = *state;
    const char *wrong_key = NULL;

    configure(fixture, "KEY_A", (struct settings_button){.command = DIALOGUE_LOUDER});
    configure(fixture, "KEY_B", (struct settings_button){.is_talk = true});
    configure(fixture, "BTN_1", (struct settings_button){.is_one = true});
    fixture->settings.debounce_ms = 0;
    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    key(fixture, KEY_A, 1, 1000);
    key(fixture, KEY_A, 2, 1300);
    key(fixture, KEY_A, 0, 1400);
    key(fixture, KEY_B, 1, 2000);
    key(fixture, KEY_B, 0, 2900);
    key(fixture, KEY_Z, 1, 3000);
    key(fixture, KEY_Z, 0, 3100);
    key(fixture, BTN_1, 1, 4000);
    key(fixture, BTN_1, 0, 4100);
    turn(fixture); /* by the real clock, all of this was long ago */
    assert_string_equal(fixture->came, "key@1000 louder@1000 talk-on@2000 talk-off@2900 key@3000 key@4000 tap@4500 ");
}

static void a_key_on_a_screen_is_like_any_other(void **state)
{
    struct fixture *fixture = *state;
    const char *wrong_key = NULL;

    fixture->settings.debounce_ms = 0;
    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    assert_int_equal(buttons_press(fixture->buttons, "KEY_ENTER", true, 1234), 0);
    assert_int_equal(buttons_press(fixture->buttons, "KEY_ENTER", false, 2345), 0);
    assert_int_equal(buttons_press(fixture->buttons, "KEY_NOWHERE", true, 3456), -EINVAL);
    assert_string_equal(fixture->came, "talk-on@1234 talk-off@2345 ");
}

/* Only contacts bounce: of a program's presses none is lost, of a finger's the one that comes too soon. */
static void only_the_device_is_debounced(void **state)
{
    struct fixture *fixture = *state;
    const char *wrong_key = NULL;

    fixture->settings.debounce_ms = 500;
    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    for (int64_t now_ms = 1000; now_ms < 1002; now_ms++) {
        assert_int_equal(buttons_press(fixture->buttons, "KEY_ESC", true, now_ms), 0);
        assert_int_equal(buttons_press(fixture->buttons, "KEY_ESC", false, now_ms), 0);
    }
    assert_string_equal(fixture->came, "key@1000 stop@1000 key@1001 stop@1001 ");
    fixture->came[0] = '\0';
    for (int64_t now_ms = 2000; now_ms < 2600; now_ms += 200) {
        key(fixture, KEY_ESC, 1, now_ms);
        key(fixture, KEY_ESC, 0, now_ms + 50);
    }
    assert_string_equal(fixture->came, "key@2000 stop@2000 ");
}

static void what_is_no_key_means_nothing(void **state)
{
    struct fixture *fixture = *state;
    const struct input_event moved = {.type = EV_REL, .code = REL_X, .value = 5};
    const char *wrong_key = NULL;

    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    buttons_feed(fixture->buttons, &moved);
    turn(fixture);
    assert_string_equal(fixture->came, "");
}

static void without_settings_the_standard_keys_hold(void **state)
{
    struct fixture *fixture = *state;
    const char *wrong_key = NULL;

    fixture->settings.debounce_ms = 0;
    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    key(fixture, KEY_ESC, 1, 1000);
    key(fixture, KEY_ENTER, 1, 2000);
    key(fixture, KEY_ENTER, 0, 2100);
    assert_string_equal(fixture->came, "key@1000 stop@1000 talk-on@2000 talk-off@2100 ");
}

static void every_command_without_a_list_has_a_standard_key(void **state)
{
    struct settings_button button;
    bool has[DIALOGUE_COMMAND_COUNT] = {false}, talk = false, one = false;

    (void)state;
    for (size_t i = 0; buttons_standard(i, &button); i++) {
        talk = talk || button.is_talk;
        one = one || button.is_one;
        has[button.command] = has[button.command] || (!button.is_talk && !button.is_one);
    }
    assert_true(talk && one);
    /* "Go on" is the play key, and so is pausing. */
    for (int i = DIALOGUE_STOP; i <= DIALOGUE_PLAY; i++) {
        assert_true(has[i] || i == DIALOGUE_PAUSE || i == DIALOGUE_GO_ON);
    }
}

static void a_key_that_does_not_exist_is_named(void **state)
{
    struct fixture *fixture = *state;
    const char *wrong_key = NULL;

    configure(fixture, "KEY_A", (struct settings_button){.is_talk = true});
    configure(fixture, "KEY_AAA", (struct settings_button){.is_talk = true});
    assert_int_equal(open_buttons(fixture, &wrong_key), -EINVAL);
    assert_string_equal(wrong_key, "KEY_AAA");
    assert_null(fixture->buttons);
    buttons_destroy(NULL);
}

static void no_device_configured_is_no_fault(void **state)
{
    struct fixture *fixture = *state;
    const char *wrong_key = NULL;

    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    turn(fixture);
    assert_int_equal(fixture->absent, 0);
    assert_int_equal(fixture->present, 0);
}

static void a_device_that_is_not_there_is_told_once(void **state)
{
    struct fixture *fixture = *state;
    const char *wrong_key = NULL;

    strcpy(fixture->settings.buttons_device, "/dev/input/by-id/no-such-keypad");
    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    turn(fixture);
    assert_int_equal(fixture->absent, 1);
    assert_int_equal(fixture->present, 0);
}

static void what_is_no_input_device_is_not_taken_for_one(void **state)
{
    struct fixture *fixture = *state;
    const char *wrong_key = NULL;

    strcpy(fixture->settings.buttons_device, "/dev/null");
    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    turn(fixture);
    assert_int_equal(fixture->absent, 1);
    buttons_destroy(fixture->buttons);
    strcpy(fixture->settings.buttons_device, "A keypad that nobody has");
    assert_int_equal(open_buttons(fixture, &wrong_key), 0);
    turn(fixture);
    assert_int_equal(fixture->absent, 2);
}

#define test(name) cmocka_unit_test_setup_teardown(name, make, discard)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(keys_do_what_the_settings_say),
        test(a_key_on_a_screen_is_like_any_other),
        test(only_the_device_is_debounced),
        test(what_is_no_key_means_nothing),
        test(without_settings_the_standard_keys_hold),
        test(every_command_without_a_list_has_a_standard_key),
        test(a_key_that_does_not_exist_is_named),
        test(no_device_configured_is_no_fault),
        test(a_device_that_is_not_there_is_told_once),
        test(what_is_no_input_device_is_not_taken_for_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
