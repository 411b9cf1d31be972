/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_DIALOGUE_COVERAGE_H
#define DOCENT_DIALOGUE_COVERAGE_H

/* What the conversation scripts have tried, for test_dialogue.c alone: every command and every event in every state,
 * and every deadline. A pair that no script tries fails the test. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "docent/dialogue.h"

enum { COVERAGE_STATES = DIALOGUE_STILL_THERE + 1, COVERAGE_EVENTS = DIALOGUE_EVENT_TIME + 1 };

struct coverage {
    unsigned commands[COVERAGE_STATES][DIALOGUE_COMMAND_COUNT];
    unsigned events[COVERAGE_STATES][COVERAGE_EVENTS];
    unsigned steps[COVERAGE_STATES]; /* the state's own time was up */
    unsigned quiets[COVERAGE_STATES];
    unsigned guards;
    bool key_is_down; /* the event before was a button's press, in the state `key_from`: what follows is its meaning */
    enum dialogue_state key_from;
};

/* Those that can come in any state; others have a place of their own in the conversation. */
static const struct {
    enum dialogue_event_kind kind;
    const char *name;
} coverage_events[] = {
    {DIALOGUE_EVENT_HEARD_TOPIC, "hear TOPIC"},
    {DIALOGUE_EVENT_HEARD_CLOSE, "hear A or B"},
    {DIALOGUE_EVENT_HEARD_NONE, "hear mumbling"},
    {DIALOGUE_EVENT_HEARD_SILENCE, "hear nothing"},
    {DIALOGUE_EVENT_SPEECH_BEGAN, "somebody begins to speak"},
    {DIALOGUE_EVENT_TALK_PRESSED, "press talk"},
    {DIALOGUE_EVENT_TALK_RELEASED, "release talk"},
    {DIALOGUE_EVENT_TAP, "tap"},
    {DIALOGUE_EVENT_KEY_DOWN, "press any key"},
    {DIALOGUE_EVENT_ASK, "ask for TOPIC"},
    {DIALOGUE_EVENT_SAY_TEXT, "a text is to be said"},
    {DIALOGUE_EVENT_FAULT, "fault"},
    {DIALOGUE_EVENT_MENDED, "mended"},
};

static bool coverage_is_due(int64_t deadline_ms, int64_t now_ms)
{
    return deadline_ms != DIALOGUE_NO_DEADLINE && deadline_ms <= now_ms;
}

/* `event` is about to be given. A command by voice that falls on a closed ear was not tried. */
static void coverage_note(struct coverage *coverage, const struct dialogue *dialogue,
                          const struct dialogue_event *event, int64_t now_ms)
{
    enum dialogue_state state = dialogue->state;
    bool is_deaf = event->source == DIALOGUE_BY_VOICE && dialogue->ear == DIALOGUE_EAR_CLOSED;

    if (coverage->key_is_down && (event->kind == DIALOGUE_EVENT_COMMAND || event->kind == DIALOGUE_EVENT_TAP)) {
        state = coverage->key_from;
    }
    if (event->kind == DIALOGUE_EVENT_KEY_DOWN) {
        coverage->key_is_down = true;
        coverage->key_from = state;
    } else if (event->kind != DIALOGUE_EVENT_TIME) {
        coverage->key_is_down = false;
    }
    coverage->events[state][event->kind]++;
    if (event->kind == DIALOGUE_EVENT_COMMAND && !is_deaf) {
        coverage->commands[state][event->command]++;
    }
    if (event->kind == DIALOGUE_EVENT_TIME) {
        coverage->steps[state] += coverage_is_due(dialogue->step_at_ms, now_ms);
        coverage->quiets[state] += coverage_is_due(dialogue->quiet_at_ms, now_ms);
        coverage->guards += coverage_is_due(dialogue->guard_until_ms, now_ms);
    }
}

static bool coverage_steps_in(enum dialogue_state state)
{
    return state != DIALOGUE_IDLE && state != DIALOGUE_ANSWERING && state != DIALOGUE_PAUSED;
}

static bool coverage_quiet_counts_in(enum dialogue_state state)
{
    return state == DIALOGUE_IDLE || state == DIALOGUE_PAUSED;
}

static size_t coverage_missing_in(const struct coverage *coverage, enum dialogue_state state)
{
    const char *name = dialogue_state_name(state);
    size_t missing = 0;

    for (int i = 0; i < DIALOGUE_COMMAND_COUNT; i++) {
        if (coverage->commands[state][i] == 0) {
            fprintf(stderr, "no script tries: %s, in state %s\n", dialogue_command_id((enum dialogue_command)i), name);
            missing++;
        }
    }
    for (size_t i = 0; i < sizeof(coverage_events) / sizeof(coverage_events[0]); i++) {
        if (coverage->events[state][coverage_events[i].kind] == 0) {
            fprintf(stderr, "no script tries: %s, in state %s\n", coverage_events[i].name, name);
            missing++;
        }
    }
    if (coverage_steps_in(state) && coverage->steps[state] == 0) {
        fprintf(stderr, "no script waits until the time of state %s is up\n", name);
        missing++;
    }
    if (coverage_quiet_counts_in(state) && coverage->quiets[state] == 0) {
        fprintf(stderr, "no script waits until docent asks in state %s whether anybody is still there\n", name);
        missing++;
    }
    return missing;
}

/* Names what no script tries. Returns how much that is. */
static size_t coverage_missing(const struct coverage *coverage)
{
    size_t missing = coverage->guards == 0;

    for (int i = 0; i < COVERAGE_STATES; i++) {
        missing += coverage_missing_in(coverage, (enum dialogue_state)i);
    }
    return missing;
}

static void coverage_print_row(const char *name, const unsigned counts[COVERAGE_STATES])
{
    printf("| %s |", name);
    for (int i = 0; i < COVERAGE_STATES; i++) {
        printf(" %u |", counts[i]);
    }
    printf("\n");
}

/* How often each was tried, as a Markdown table. */
static void coverage_print(const struct coverage *coverage)
{
    unsigned counts[COVERAGE_STATES];

    printf("|  |");
    for (int i = 0; i < COVERAGE_STATES; i++) {
        printf(" %s |", dialogue_state_name((enum dialogue_state)i));
    }
    printf("\n|---|---|---|---|---|---|---|---|---|\n");
    for (int command = 0; command < DIALOGUE_COMMAND_COUNT; command++) {
        for (int i = 0; i < COVERAGE_STATES; i++) {
            counts[i] = coverage->commands[i][command];
        }
        coverage_print_row(dialogue_command_id((enum dialogue_command)command), counts);
    }
    for (size_t event = 0; event < sizeof(coverage_events) / sizeof(coverage_events[0]); event++) {
        for (int i = 0; i < COVERAGE_STATES; i++) {
            counts[i] = coverage->events[i][coverage_events[event].kind];
        }
        coverage_print_row(coverage_events[event].name, counts);
    }
    coverage_print_row("time of the state is up", coverage->steps);
    coverage_print_row("quiet for long", coverage->quiets);
}

#endif
