/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/core/test_dialogue.c, which runs the scripts in tests/dialogue/. */
#include "dialogue_private.h"

void turn_key_down(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;
    bool in_list = dialogue->state == DIALOGUE_LISTING || dialogue->state == DIALOGUE_BROWSING;

    dialogue->gave_up = false;
    dialogue->key_from = dialogue->state;
    dialogue->key_picks = in_list ? turn_item_under_tap(turn) : DIALOGUE_NO_TOPIC;
    dialogue->stopped_by_key = dialogue->speaking;
    dialogue->stopped_content = dialogue->speaking && dialogue->speaking_content;
    turn_silence(turn);
    if (dialogue->state != DIALOGUE_LISTENING) {
        turn_rest(turn, dialogue->state);
    }
    if (in_list) {
        /* What the key means comes with its release: the list must not run on meanwhile. */
        dialogue->step_at_ms = turn->now_ms + dialogue->settings.choose_ms;
    }
}

enum dialogue_state turn_place(const struct turn *turn)
{
    const struct dialogue *dialogue = turn->dialogue;

    if (dialogue->state != DIALOGUE_LISTENING) {
        return dialogue->state;
    }
    switch (dialogue->key_from) {
    case DIALOGUE_PAUSED:
    case DIALOGUE_CHOOSING:
    case DIALOGUE_LISTING:
    case DIALOGUE_BROWSING:
        return dialogue->key_from;
    case DIALOGUE_IDLE:
    case DIALOGUE_LISTENING:
    case DIALOGUE_ANSWERING:
    case DIALOGUE_STILL_THERE:
        break;
    }
    return DIALOGUE_IDLE;
}

/* Whoever would speak to a deaf docent is told so instead. Returns whether it is deaf. */
static bool say_deaf(struct turn *turn)
{
    unsigned faults = turn->dialogue->faults;

    if ((faults & (1U << DIALOGUE_FAULT_MICROPHONE)) == 0) {
        return false;
    }
    turn_sound(turn, DIALOGUE_SOUND_FAULT);
    turn_confirm(turn, "fault-microphone");
    return true;
}

static void listen(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;

    turn_sound(turn, DIALOGUE_SOUND_LISTENING);
    turn_rest(turn, DIALOGUE_LISTENING);
    dialogue->guard_until_ms = DIALOGUE_NO_DEADLINE;
}

void turn_talk_pressed(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;

    if (dialogue->talk_down) {
        return;
    }
    dialogue->talk_down = true;
    dialogue->talk_down_ms = turn->now_ms;
    turn_key_down(turn);
    if (dialogue->key_from != DIALOGUE_LISTENING) {
        listen(turn);
        dialogue->step_at_ms = DIALOGUE_NO_DEADLINE; /* as long as it is held */
    }
}

/* A fault or the control socket may have spoken up since the press: that is not what it was to end. */
static void end(struct turn *turn)
{
    if (!turn->dialogue->speaking) {
        turn_sound(turn, DIALOGUE_SOUND_END);
        turn_rest(turn, DIALOGUE_IDLE);
    }
}

/* On a box with one button, this comes some time after its release, for it might have become a double tap. */
static void tapped(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;
    bool ends = dialogue->stopped_by_key || dialogue->key_from == DIALOGUE_LISTENING ||
                dialogue->key_from == DIALOGUE_LISTING;

    if (dialogue->key_picks != DIALOGUE_NO_TOPIC) {
        turn_answer(turn, dialogue->key_picks);
    } else if (ends) {
        end(turn);
    } else if (say_deaf(turn)) {
        /* it asks for speech, which cannot be heard */
    } else if (dialogue->state != DIALOGUE_LISTENING) {
        turn_silence(turn);
        listen(turn);
    } else {
        turn_rest(turn, DIALOGUE_LISTENING); /* the press began it: now its time limit runs */
    }
    dialogue->stopped_by_key = false;
    dialogue->stopped_content = false;
}

void turn_talk_released(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;

    if (!dialogue->talk_down) {
        return;
    }
    dialogue->talk_down = false;
    if (dialogue->state != DIALOGUE_LISTENING) {
        return; /* answered while the button was still down */
    }
    if (turn->now_ms - dialogue->talk_down_ms < dialogue->settings.hold_ms) {
        tapped(turn);
        return;
    }
    if (say_deaf(turn)) {
        return;
    }
    turn_emit(turn, DIALOGUE_ACTION_EAR_FLUSH);
    dialogue->step_at_ms = turn->now_ms + dialogue->settings.listen_ms; /* should the ear never answer */
}

void turn_tap(struct turn *turn)
{
    tapped(turn);
}
