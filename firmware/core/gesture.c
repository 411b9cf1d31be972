/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/gesture.h"

#include <assert.h>
#include <string.h>

void gesture_init(struct gesture *gesture, const struct gesture_settings *settings)
{
    assert(settings->key_count <= GESTURE_KEYS_MAX);
    memset(gesture, 0, sizeof(*gesture));
    gesture->settings = *settings;
    for (size_t i = 0; i < GESTURE_KEYS_MAX; i++) {
        gesture->states[i].up_ms = GESTURE_NO_DEADLINE;
        gesture->states[i].release_ms = GESTURE_NO_DEADLINE;
        gesture->states[i].meaning_ms = GESTURE_NO_DEADLINE;
    }
}

static void give(struct gesture_events *events, enum dialogue_event_kind kind, enum dialogue_command command)
{
    assert(events->count < GESTURE_EVENTS_MAX);
    events->list[events->count++] = (struct dialogue_event){
        .kind = kind, .source = DIALOGUE_BY_BUTTON, .command = command};
}

static void press(struct gesture *gesture, size_t key, int64_t now_ms, struct gesture_events *events)
{
    const struct gesture_key *meaning = &gesture->settings.keys[key];
    struct gesture_state *state = &gesture->states[key];

    state->down = true;
    state->down_ms = now_ms;
    state->long_given = false;
    switch (meaning->meaning) {
    case GESTURE_TALK:
        give(events, DIALOGUE_EVENT_TALK_PRESSED, DIALOGUE_STOP);
        break;
    case GESTURE_COMMAND:
        give(events, DIALOGUE_EVENT_KEY_DOWN, DIALOGUE_STOP);
        give(events, DIALOGUE_EVENT_COMMAND, meaning->command);
        break;
    case GESTURE_ONE:
        give(events, DIALOGUE_EVENT_KEY_DOWN, DIALOGUE_STOP);
        state->meaning_ms = now_ms + gesture->settings.hold_ms;
        break;
    case GESTURE_NOTHING:
        give(events, DIALOGUE_EVENT_KEY_DOWN, DIALOGUE_STOP);
        break;
    }
}

static void release_one(struct gesture *gesture, struct gesture_state *state, struct gesture_events *events)
{
    if (state->long_given) {
        state->meaning_ms = GESTURE_NO_DEADLINE;
    } else if (state->tapped_once) {
        state->tapped_once = false;
        state->meaning_ms = GESTURE_NO_DEADLINE;
        give(events, DIALOGUE_EVENT_COMMAND, DIALOGUE_REPEAT);
    } else {
        state->tapped_once = true;
        state->meaning_ms = state->up_ms + gesture->settings.double_ms;
    }
}

/* The key has been let go, at state->up_ms. */
static void release(struct gesture *gesture, size_t key, struct gesture_events *events)
{
    struct gesture_state *state = &gesture->states[key];

    state->down = false;
    state->release_ms = GESTURE_NO_DEADLINE;
    if (gesture->settings.keys[key].meaning == GESTURE_TALK) {
        give(events, DIALOGUE_EVENT_TALK_RELEASED, DIALOGUE_STOP);
    } else if (gesture->settings.keys[key].meaning == GESTURE_ONE) {
        release_one(gesture, state, events);
    }
}

static void key_down(struct gesture *gesture, size_t key, int64_t now_ms, struct gesture_events *events)
{
    struct gesture_state *state = &gesture->states[key];

    if (state->release_ms != GESTURE_NO_DEADLINE && now_ms < state->release_ms) {
        state->release_ms = GESTURE_NO_DEADLINE; /* it had only bounced */
        return;
    }
    if (state->down || state->ignored) {
        return;
    }
    if (state->up_ms != GESTURE_NO_DEADLINE && now_ms - state->up_ms < gesture->settings.debounce_ms) {
        state->ignored = true;
        return;
    }
    press(gesture, key, now_ms, events);
}

static void key_up(struct gesture *gesture, size_t key, int64_t now_ms, struct gesture_events *events)
{
    struct gesture_state *state = &gesture->states[key];

    if (state->ignored) {
        state->ignored = false;
        return;
    }
    if (!state->down || state->release_ms != GESTURE_NO_DEADLINE) {
        return;
    }
    state->up_ms = now_ms;
    if (gesture->settings.debounce_ms == 0) {
        release(gesture, key, events);
    } else {
        state->release_ms = now_ms + GESTURE_BOUNCE_MS;
    }
}

/* What is due by now for one key, in the order in which it fell due. */
static void key_time(struct gesture *gesture, size_t key, int64_t now_ms, struct gesture_events *events)
{
    struct gesture_state *state = &gesture->states[key];

    if (state->release_ms != GESTURE_NO_DEADLINE && now_ms >= state->release_ms &&
        (state->meaning_ms == GESTURE_NO_DEADLINE || state->meaning_ms > state->up_ms)) {
        release(gesture, key, events);
    }
    if (state->meaning_ms == GESTURE_NO_DEADLINE || now_ms < state->meaning_ms) {
        return;
    }
    state->meaning_ms = GESTURE_NO_DEADLINE;
    state->tapped_once = false;
    if (state->down) {
        state->long_given = true;
        give(events, DIALOGUE_EVENT_COMMAND, DIALOGUE_TOPICS);
    } else {
        give(events, DIALOGUE_EVENT_TAP, DIALOGUE_STOP);
    }
    if (state->release_ms != GESTURE_NO_DEADLINE && now_ms >= state->release_ms) {
        release(gesture, key, events);
    }
}

static int64_t next_deadline(const struct gesture *gesture)
{
    int64_t next_ms = GESTURE_NO_DEADLINE;

    for (size_t i = 0; i < gesture->settings.key_count; i++) {
        const int64_t times_ms[] = {gesture->states[i].release_ms, gesture->states[i].meaning_ms};
        for (size_t j = 0; j < 2; j++) {
            if (times_ms[j] != GESTURE_NO_DEADLINE && (next_ms == GESTURE_NO_DEADLINE || times_ms[j] < next_ms)) {
                next_ms = times_ms[j];
            }
        }
    }
    return next_ms;
}

int64_t gesture_change(struct gesture *gesture, size_t key, bool down, int64_t now_ms,
                       struct gesture_events *ret_events)
{
    ret_events->count = 0;
    if (key >= gesture->settings.key_count) {
        if (down) {
            give(ret_events, DIALOGUE_EVENT_KEY_DOWN, DIALOGUE_STOP);
        }
        return next_deadline(gesture);
    }
    key_time(gesture, key, now_ms, ret_events);
    if (down) {
        key_down(gesture, key, now_ms, ret_events);
    } else {
        key_up(gesture, key, now_ms, ret_events);
    }
    return next_deadline(gesture);
}

int64_t gesture_time(struct gesture *gesture, int64_t now_ms, struct gesture_events *ret_events)
{
    ret_events->count = 0;
    for (size_t i = 0; i < gesture->settings.key_count; i++) {
        if (ret_events->count > GESTURE_EVENTS_MAX / 2) {
            break; /* the rest is due at once again */
        }
        key_time(gesture, i, now_ms, ret_events);
    }
    return next_deadline(gesture);
}

void gesture_let_go(struct gesture *gesture, int64_t now_ms, struct gesture_events *ret_events)
{
    ret_events->count = 0;
    for (size_t i = 0; i < gesture->settings.key_count; i++) {
        struct gesture_state *state = &gesture->states[i];
        bool talks = state->down && gesture->settings.keys[i].meaning == GESTURE_TALK;
        *state = (struct gesture_state){
            .up_ms = now_ms, .release_ms = GESTURE_NO_DEADLINE, .meaning_ms = GESTURE_NO_DEADLINE};
        if (talks) {
            give(ret_events, DIALOGUE_EVENT_TALK_RELEASED, DIALOGUE_STOP);
        }
    }
}
