/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/core/test_dialogue.c, which runs the scripts in tests/dialogue/. */
#include "dialogue_private.h"

#include <assert.h>
#include <string.h>

/* A tap this soon after a name began was meant for the name before: choice reaction to speech takes at least this long
 * (about 300 ms for a prepared simple reaction to sound, Woodworth and Schlosberg 1954, table 2-1, plus a finger). */
enum { REACTION_MS = 350 };

struct dialogue_action *turn_emit(struct turn *turn, enum dialogue_action_kind kind)
{
    struct dialogue_actions *actions = turn->actions;

    assert(actions->count < DIALOGUE_ACTIONS_MAX);
    struct dialogue_action *action = &actions->list[actions->count++];
    memset(action, 0, sizeof(*action));
    action->kind = kind;
    return action;
}

void turn_sound(struct turn *turn, enum dialogue_sound sound)
{
    turn_emit(turn, DIALOGUE_ACTION_SOUND)->sound = sound;
}

void turn_silence(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;

    if (!dialogue->speaking) {
        return;
    }
    turn_emit(turn, DIALOGUE_ACTION_SILENCE);
    dialogue->speaking = false;
    dialogue->guard_until_ms = turn->now_ms + dialogue->settings.guard_ms;
    if (dialogue->state == DIALOGUE_ANSWERING) {
        dialogue->state = DIALOGUE_IDLE;
    }
}

static void say(struct turn *turn, const struct dialogue_speech *speech, bool is_content)
{
    struct dialogue *dialogue = turn->dialogue;

    turn_silence(turn);
    dialogue->speaking = true;
    dialogue->speaking_content = is_content;
    dialogue->token++;
    dialogue->step_at_ms = DIALOGUE_NO_DEADLINE;
    dialogue->quiet_at_ms = DIALOGUE_NO_DEADLINE;
    if (dialogue->ear != DIALOGUE_EAR_CLOSED) {
        /* Before the sound starts, not after. */
        dialogue->ear = DIALOGUE_EAR_CLOSED;
        turn_emit(turn, DIALOGUE_ACTION_EAR)->ear = DIALOGUE_EAR_CLOSED;
    }
    struct dialogue_action *action = turn_emit(turn, DIALOGUE_ACTION_SAY);
    action->speech = *speech;
    action->token = dialogue->token;
}

void turn_confirm(struct turn *turn, const char *phrase)
{
    struct dialogue *dialogue = turn->dialogue;
    const struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_PHRASE, .phrase = phrase};

    say(turn, &speech, false);
    if (dialogue->state == DIALOGUE_IDLE || dialogue->state == DIALOGUE_LISTENING) {
        dialogue->state = DIALOGUE_ANSWERING;
    }
}

void turn_say(struct turn *turn, const struct dialogue_speech *speech, enum dialogue_state state)
{
    struct dialogue *dialogue = turn->dialogue;

    say(turn, speech, true);
    dialogue->state = state;
    dialogue->content = *speech;
    dialogue->content_state = state;
    dialogue->content_sentence = speech->from_sentence;
    dialogue->content_unfinished = true;
}

void turn_say_phrase(struct turn *turn, const char *phrase, const int *topics, size_t count, enum dialogue_state state)
{
    struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_PHRASE, .phrase = phrase};

    assert(count <= DIALOGUE_NAMED_MAX);
    for (size_t i = 0; i < count; i++) {
        speech.topics[i] = topics[i];
    }
    speech.topic_count = count;
    speech.number = turn->dialogue->offered_count;
    turn_say(turn, &speech, state);
}

void turn_say_again(struct turn *turn, size_t from_sentence)
{
    struct dialogue *dialogue = turn->dialogue;
    struct dialogue_speech speech = dialogue->content;

    speech.from_sentence = from_sentence;
    turn_say(turn, &speech, dialogue->content_state);
}

void turn_answer(struct turn *turn, int topic)
{
    const struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_ANSWER, .topics = {topic}, .topic_count = 1};

    turn->dialogue->misses = 0;
    turn->dialogue->gave_up = false;
    turn->dialogue->place = topic;
    turn_say(turn, &speech, DIALOGUE_ANSWERING);
}

void turn_more(struct turn *turn, int topic)
{
    const struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_MORE, .topics = {topic}, .topic_count = 1};

    turn->dialogue->place = topic;
    turn_say(turn, &speech, DIALOGUE_ANSWERING);
}

void turn_offer(struct turn *turn, const int *topics, size_t count)
{
    struct dialogue *dialogue = turn->dialogue;

    assert(count <= EXHIBIT_TOPICS_MAX);
    for (size_t i = 0; i < count; i++) {
        dialogue->offered[i] = topics[i];
    }
    dialogue->offered_count = count;
    dialogue->item = count;
}

void turn_list(struct turn *turn, const char *intro)
{
    turn->dialogue->item = turn->dialogue->offered_count;
    turn_say_phrase(turn, intro, NULL, 0, DIALOGUE_LISTING);
}

void turn_list_all(struct turn *turn, const char *intro)
{
    struct dialogue *dialogue = turn->dialogue;

    dialogue->offered_count = dialogue->exhibit->topic_count;
    for (size_t i = 0; i < dialogue->offered_count; i++) {
        dialogue->offered[i] = (int)i;
    }
    turn_list(turn, intro);
}

void turn_name_item(struct turn *turn, size_t item, enum dialogue_state state)
{
    struct dialogue *dialogue = turn->dialogue;
    const struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_PHRASE,
                                           .phrase = "list-item",
                                           .topics = {dialogue->offered[item]},
                                           .topic_count = 1,
                                           .number = item + 1};

    dialogue->item = item;
    dialogue->item_by_itself = false;
    /* A name is no content of its own: "say that again" in a list begins the list again. */
    say(turn, &speech, false);
    dialogue->state = state;
}

void turn_list_on(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;
    size_t next = dialogue->item < dialogue->offered_count ? dialogue->item + 1 : 0;

    if (next < dialogue->offered_count) {
        turn_name_item(turn, next, DIALOGUE_LISTING);
        dialogue->item_by_itself = true;
        dialogue->item_began_ms = turn->now_ms;
    } else {
        turn_sound(turn, DIALOGUE_SOUND_END);
        turn_rest(turn, DIALOGUE_CHOOSING);
    }
}

int turn_item_under_tap(const struct turn *turn)
{
    const struct dialogue *dialogue = turn->dialogue;
    size_t item = dialogue->item;

    if (item >= dialogue->offered_count) {
        return DIALOGUE_NO_TOPIC; /* still in the introduction */
    }
    if (dialogue->item_by_itself && item > 0 && turn->now_ms - dialogue->item_began_ms < REACTION_MS) {
        item--;
    }
    return dialogue->offered[item];
}

static uint32_t state_clock_ms(const struct dialogue *dialogue, enum dialogue_state state)
{
    const struct dialogue_settings *settings = &dialogue->settings;

    switch (state) {
    case DIALOGUE_LISTENING:
        return settings->listen_ms;
    case DIALOGUE_CHOOSING:
        return settings->choose_ms;
    case DIALOGUE_LISTING:
        return settings->list_gap_ms;
    case DIALOGUE_BROWSING:
        return settings->browse_ms;
    case DIALOGUE_STILL_THERE:
        return settings->still_there_ms;
    case DIALOGUE_IDLE:
    case DIALOGUE_ANSWERING:
    case DIALOGUE_PAUSED:
        break;
    }
    return 0;
}

void turn_rest(struct turn *turn, enum dialogue_state state)
{
    struct dialogue *dialogue = turn->dialogue;
    uint32_t clock_ms = state_clock_ms(dialogue, state);

    assert(!dialogue->speaking && state != DIALOGUE_ANSWERING);
    dialogue->state = state;
    dialogue->step_at_ms = clock_ms > 0 ? turn->now_ms + clock_ms : DIALOGUE_NO_DEADLINE;
    bool quiet_counts = state == DIALOGUE_IDLE || state == DIALOGUE_PAUSED;
    if (quiet_counts && dialogue->visitor && !dialogue->settings.single_user) {
        dialogue->quiet_at_ms = turn->now_ms + dialogue->settings.quiet_ms;
    } else {
        dialogue->quiet_at_ms = DIALOGUE_NO_DEADLINE;
    }
}

void turn_forget_visitor(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;
    const struct dialogue_settings *settings = &dialogue->settings;

    if (!settings->single_user && dialogue->volume_db != settings->volume_db) {
        dialogue->volume_db = settings->volume_db;
        turn_emit(turn, DIALOGUE_ACTION_VOLUME)->volume_db = dialogue->volume_db;
    }
    if (!settings->single_user && dialogue->rate_wpm != settings->rate_wpm) {
        dialogue->rate_wpm = settings->rate_wpm;
        turn_emit(turn, DIALOGUE_ACTION_RATE)->rate_wpm = dialogue->rate_wpm;
    }
    dialogue->place = DIALOGUE_NO_TOPIC;
    dialogue->content.kind = DIALOGUE_SPEECH_NONE;
    dialogue->content_unfinished = false;
    dialogue->offered_count = 0;
    dialogue->item = 0;
    dialogue->misses = 0;
    dialogue->gave_up = false;
    dialogue->stopped_by_key = false;
    dialogue->stopped_content = false;
    dialogue->visitor = false;
}
