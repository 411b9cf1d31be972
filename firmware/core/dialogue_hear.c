/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/core/test_dialogue.c, which runs the scripts in tests/dialogue/. */
#include "dialogue_private.h"

static bool miss_is_fresh(const struct turn *turn)
{
    return turn->dialogue->misses > 0 && turn->now_ms < turn->dialogue->miss_until_ms;
}

/* Nothing understood: first offer what came nearest, then read the list, then point to the buttons. */
static void missed(struct turn *turn, const struct dialogue_event *event)
{
    struct dialogue *dialogue = turn->dialogue;
    bool has_button = dialogue->state == DIALOGUE_LISTENING;

    dialogue->misses = miss_is_fresh(turn) || has_button ? dialogue->misses + 1 : 1;
    turn_sound(turn, DIALOGUE_SOUND_NOT_UNDERSTOOD);
    if (dialogue->misses == 1 && event->topic_count >= 2) {
        turn_offer(turn, event->topics, event->topic_count);
        turn_say_phrase(turn, event->topic_count == 2 ? "not-understood-1-of-2" : "not-understood-1", event->topics,
                        event->topic_count, DIALOGUE_CHOOSING);
    } else if (dialogue->misses == 1) {
        turn_say_phrase(turn, "not-understood", NULL, 0, DIALOGUE_ANSWERING);
    } else if (dialogue->misses == 2) {
        turn_list_all(turn, "not-understood-2");
    } else {
        turn_say_phrase(turn, "not-understood-3", NULL, 0, DIALOGUE_ANSWERING);
        dialogue->misses = 0;            /* the ladder starts anew: nothing better is left to say ... */
        dialogue->gave_up = !has_button; /* ... unless it was a hall that talks, and goes on talking */
    }
}

static bool same_pair(const struct dialogue *dialogue, const struct dialogue_event *event)
{
    const int *offered = dialogue->offered;

    return dialogue->offered_count == 2 && ((offered[0] == event->topics[0] && offered[1] == event->topics[1]) ||
                                            (offered[0] == event->topics[1] && offered[1] == event->topics[0]));
}

static void heard_close(struct turn *turn, const struct dialogue_event *event)
{
    struct dialogue *dialogue = turn->dialogue;

    if (turn_place(turn) == DIALOGUE_CHOOSING && same_pair(dialogue, event)) {
        missed(turn, event); /* asked once already; asking for ever helps nobody */
        return;
    }
    turn_sound(turn, DIALOGUE_SOUND_HEARD);
    turn_offer(turn, event->topics, 2);
    turn_say_phrase(turn, "close", event->topics, 2, DIALOGUE_CHOOSING);
}

bool turn_is_for_us(struct turn *turn, const struct dialogue_event *event)
{
    const struct dialogue *dialogue = turn->dialogue;

    if (event->kind == DIALOGUE_EVENT_HEARD_SILENCE) {
        return dialogue->state == DIALOGUE_LISTENING;
    }
    if (event->kind != DIALOGUE_EVENT_HEARD_NONE || dialogue->state == DIALOGUE_LISTENING) {
        return true;
    }
    if (dialogue->gave_up) {
        if (event->is_near) {
            turn_sound(turn, DIALOGUE_SOUND_NOT_UNDERSTOOD);
        }
        return false;
    }
    /* Open microphone, nobody in conversation: most of what is heard in a hall is not meant for docent. */
    return dialogue->ear != DIALOGUE_EAR_OPEN || miss_is_fresh(turn) || event->is_near;
}

void turn_heard(struct turn *turn, const struct dialogue_event *event)
{
    switch (event->kind) {
    case DIALOGUE_EVENT_HEARD_TOPIC:
        turn_sound(turn, DIALOGUE_SOUND_HEARD);
        turn_answer(turn, event->topics[0]);
        break;
    case DIALOGUE_EVENT_HEARD_CLOSE:
        heard_close(turn, event);
        break;
    case DIALOGUE_EVENT_HEARD_NONE:
        missed(turn, event);
        break;
    case DIALOGUE_EVENT_HEARD_SILENCE:
        turn_confirm(turn, "nothing-heard");
        break;
    default:
        break;
    }
}
