/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_GESTURE_H
#define DOCENT_GESTURE_H

/*
 * From keys going down and up to what is meant by it: dialogue events. Pure: time is an argument, keys are small
 * numbers that the caller has mapped to meanings.
 *
 *   GESTURE_COMMAND  the command, when the key goes down
 *   GESTURE_TALK     pressed and released; the dialogue tells a tap from a hold
 *   GESTURE_ONE      the only button of a box: a tap talks, stops or picks, a double tap repeats, a long press lists
 *   GESTURE_NOTHING  no meaning but the one that every key has: silence
 *
 * What a single tap of GESTURE_ONE means is known only when no second one has come for double_ms.
 *
 * Every key that goes down also gives DIALOGUE_EVENT_KEY_DOWN at once (GESTURE_TALK: in its own event), so that speech
 * stops before anybody knows what the key means.
 *
 * Two filters, both switched off by debounce_ms 0: a key that springs up and is down again within GESTURE_BOUNCE_MS was
 * down all the time (contacts bounce); a press within debounce_ms after the same key was let go is not counted
 * (EN 301 549 V3.2.1, 5.8: double-strike key acceptance, to be adjustable up to half a second).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "docent/dialogue.h"

enum {
    GESTURE_KEYS_MAX = 32,
    GESTURE_BOUNCE_MS = 15, /* contacts settle within 5 to 10 ms (Ganssle, A Guide to Debouncing, 2008) */
    GESTURE_EVENTS_MAX = GESTURE_KEYS_MAX, /* all keys let go at once, one event each */
    GESTURE_NO_DEADLINE = -1,
};

enum gesture_meaning { GESTURE_NOTHING, GESTURE_COMMAND, GESTURE_TALK, GESTURE_ONE };

struct gesture_key {
    enum gesture_meaning meaning;
    enum dialogue_command command; /* GESTURE_COMMAND */
};

struct gesture_settings {
    uint32_t debounce_ms;
    uint32_t hold_ms;   /* GESTURE_ONE: from here on it is a long press */
    uint32_t double_ms; /* GESTURE_ONE: from the end of one tap to the beginning of the next */
    struct gesture_key keys[GESTURE_KEYS_MAX];
    size_t key_count;
};

struct gesture_state {
    bool down;        /* as counted */
    bool ignored;     /* the press under way is not counted */
    bool long_given;  /* GESTURE_ONE: the long press has been given already */
    bool tapped_once; /* GESTURE_ONE: a second tap would make it double */
    int64_t down_ms;
    int64_t up_ms;      /* when it was last let go; GESTURE_NO_DEADLINE: never */
    int64_t release_ms; /* bounce filter: the release counts from here on, unless the key comes down again */
    int64_t meaning_ms; /* GESTURE_ONE: when a tap, or a long press, is decided */
};

struct gesture {
    struct gesture_settings settings;
    struct gesture_state states[GESTURE_KEYS_MAX];
};

struct gesture_events {
    struct dialogue_event list[GESTURE_EVENTS_MAX];
    size_t count;
};

void gesture_init(struct gesture *gesture, const struct gesture_settings *settings);

/* Key number `key` went down or up; a key without a number (SIZE_MAX) means nothing but silence. Repeated downs, as
 * keyboards send them, change nothing. Returns when to call gesture_time, or GESTURE_NO_DEADLINE. */
int64_t gesture_change(struct gesture *gesture, size_t key, bool down, int64_t now_ms,
                       struct gesture_events *ret_events);

/* The deadline has passed (harmless when it has not). Returns the next one. */
int64_t gesture_time(struct gesture *gesture, int64_t now_ms, struct gesture_events *ret_events);

/* The device is gone: what was held is let go, and no tap is waited for. */
void gesture_let_go(struct gesture *gesture, int64_t now_ms, struct gesture_events *ret_events);

#endif
