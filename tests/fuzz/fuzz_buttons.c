/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Button events: what a kernel, or whoever plugs a strange device in, may send. The first bytes are the settings, then
 * come steps of four bytes: what to do, a key, and how much later than the step before. Half of the steps go through
 * buttons_feed as events of libevdev do, the others to the gesture module itself. */

#include "fuzz.h"

#include <string.h>

#include "docent/buttons.h"
#include "docent/gesture.h"

struct world {
    struct gesture gesture;
    struct buttons *buttons;
    int64_t now_ms;
    unsigned talking; /* TALK_PRESSED without their TALK_RELEASED */
};

static void check_events(struct world *world, const struct gesture_events *events)
{
    fuzz_check(events->count <= GESTURE_EVENTS_MAX);
    for (size_t i = 0; i < events->count; i++) {
        if (events->list[i].kind == DIALOGUE_EVENT_TALK_PRESSED) {
            world->talking++;
        } else if (events->list[i].kind == DIALOGUE_EVENT_TALK_RELEASED) {
            fuzz_check(world->talking > 0);
            world->talking--;
        }
        fuzz_check(events->list[i].source == DIALOGUE_BY_BUTTON);
    }
}

static void on_event(void *user, const struct dialogue_event *event, int64_t now_ms)
{
    (void)user;
    (void)now_ms;
    fuzz_check(event->source == DIALOGUE_BY_BUTTON);
}

static void on_present(void *user, bool is_present)
{
    (void)user;
    (void)is_present;
}

static void take_settings(struct fuzz_bytes *bytes, struct gesture_settings *ret_settings)
{
    *ret_settings = (struct gesture_settings){.debounce_ms = fuzz_take(bytes, 1) * 2,
                                              .hold_ms = fuzz_take(bytes, 1) * 8,
                                              .double_ms = fuzz_take(bytes, 1) * 4,
                                              .key_count = fuzz_take(bytes, 1) % (GESTURE_KEYS_MAX + 1)};
    for (size_t i = 0; i < ret_settings->key_count; i++) {
        uint32_t meaning = fuzz_take(bytes, 1);
        ret_settings->keys[i].meaning = (enum gesture_meaning)(meaning % 4);
        ret_settings->keys[i].command = (enum dialogue_command)(meaning / 4 % DIALOGUE_COMMAND_COUNT);
    }
}

/* All that falls due up to now, as the event loop would have it done. */
static void pass_time(struct world *world, int64_t deadline_ms)
{
    struct gesture_events events;

    for (int i = 0; deadline_ms != GESTURE_NO_DEADLINE && deadline_ms <= world->now_ms; i++) {
        fuzz_check(i < 2 * GESTURE_KEYS_MAX); /* a deadline that never goes away would turn the loop for ever */
        deadline_ms = gesture_time(&world->gesture, world->now_ms, &events);
        check_events(world, &events);
    }
}

static void step(struct world *world, struct fuzz_bytes *bytes)
{
    struct gesture_events events = {.count = 0};
    uint32_t what = fuzz_take(bytes, 1);
    uint32_t key = fuzz_take(bytes, 1);
    int64_t deadline_ms = GESTURE_NO_DEADLINE;

    world->now_ms += fuzz_take(bytes, 2);
    struct input_event event = {.type = (uint16_t)(what >> 3), .code = (uint16_t)(key * 3), .value = (int)(what & 7)};
    event.input_event_sec = world->now_ms / 1000;
    event.input_event_usec = world->now_ms % 1000 * 1000;
    switch (what % 6) {
    case 0:
    case 1:
        pass_time(world, 0);
        deadline_ms = gesture_change(&world->gesture, key == 0xff ? SIZE_MAX : key, what % 6 == 0, world->now_ms,
                                     &events);
        break;
    case 2:
        deadline_ms = gesture_time(&world->gesture, world->now_ms, &events);
        break;
    case 3:
        gesture_let_go(&world->gesture, world->now_ms, &events);
        check_events(world, &events);
        fuzz_check(world->talking == 0);
        return;
    case 4:
        event.type = EV_KEY;
        buttons_feed(world->buttons, &event);
        return;
    default:
        buttons_feed(world->buttons, &event);
        return;
    }
    check_events(world, &events);
    pass_time(world, deadline_ms);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sd_event *loop;
    struct fuzz_bytes bytes = {data, size};
    struct gesture_settings gesture;
    struct settings settings;
    const char *wrong_key = NULL;
    struct world world = {.now_ms = 1};

    fuzz_check(loop != NULL || sd_event_new(&loop) >= 0);
    take_settings(&bytes, &gesture);
    gesture_init(&world.gesture, &gesture);
    settings_default(&settings);
    settings.buttons_device[0] = '\0';
    settings.debounce_ms = (int)gesture.debounce_ms;
    const struct buttons_options options = {
        .loop = loop, .settings = &settings, .event = on_event, .present = on_present, .user = &world};
    fuzz_check(buttons_create(&world.buttons, &options, &wrong_key) == 0);
    while (bytes.left > 0) {
        step(&world, &bytes);
    }
    /* A key as a program names it: the last bytes of the input. */
    char name[SETTINGS_KEY_BYTES] = "";
    memcpy(name, data + (size < sizeof(name) ? 0 : size - sizeof(name) + 1),
           size < sizeof(name) ? size : sizeof(name) - 1);
    (void)buttons_press(world.buttons, name, size % 2 == 0, world.now_ms);
    buttons_destroy(world.buttons);
    return 0;
}
