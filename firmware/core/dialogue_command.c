/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/core/test_dialogue.c, which runs the scripts in tests/dialogue/. */
#include "dialogue_private.h"

#include <assert.h>

/* What was under way when the command came; a button's press has silenced it already. */
static bool content_was_interrupted(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;
    bool interrupted = dialogue->stopped_content || (dialogue->speaking && dialogue->speaking_content);

    dialogue->stopped_by_key = false;
    dialogue->stopped_content = false;
    turn_silence(turn);
    return interrupted;
}

static void keep(struct turn *turn)
{
    if (turn->dialogue->settings.single_user) {
        turn_emit(turn, DIALOGUE_ACTION_KEEP);
    }
}

/* A change of loudness or rate is best heard in what was being said; else a word confirms it. */
static void resume_or_confirm(struct turn *turn, bool interrupted, const char *phrase)
{
    if (interrupted) {
        turn_say_again(turn, turn->dialogue->content_sentence);
    } else {
        turn_confirm(turn, phrase);
    }
}

/* One step on from `value`, the last of them no further than the limit. */
static int stepped(int value, int step, int low, int high)
{
    int wanted = value + step;

    return wanted < low ? low : (wanted > high ? high : wanted);
}

static void change_volume(struct turn *turn, bool interrupted, int steps)
{
    struct dialogue *dialogue = turn->dialogue;
    const struct dialogue_settings *settings = &dialogue->settings;
    int wanted_db = stepped(dialogue->volume_db, steps * settings->volume_step_db, settings->volume_min_db,
                            settings->volume_max_db);

    if (wanted_db == dialogue->volume_db) {
        resume_or_confirm(turn, interrupted, steps > 0 ? "loudest" : "quietest");
        return;
    }
    dialogue->volume_db = wanted_db;
    turn_emit(turn, DIALOGUE_ACTION_VOLUME)->volume_db = wanted_db;
    keep(turn);
    resume_or_confirm(turn, interrupted, steps > 0 ? "louder" : "quieter");
}

static void change_rate(struct turn *turn, bool interrupted, int steps)
{
    struct dialogue *dialogue = turn->dialogue;
    const struct dialogue_settings *settings = &dialogue->settings;
    const int step_wpm = (int)settings->rate_step_wpm;
    int wanted_wpm = stepped((int)dialogue->rate_wpm, steps * step_wpm, (int)settings->rate_min_wpm,
                             (int)settings->rate_max_wpm);

    if (wanted_wpm == (int)dialogue->rate_wpm) {
        resume_or_confirm(turn, interrupted, steps > 0 ? "fastest" : "slowest");
        return;
    }
    dialogue->rate_wpm = (unsigned)wanted_wpm;
    turn_emit(turn, DIALOGUE_ACTION_RATE)->rate_wpm = dialogue->rate_wpm;
    keep(turn);
    resume_or_confirm(turn, interrupted, steps > 0 ? "faster" : "slower");
}

static bool place_has_more(const struct dialogue *dialogue)
{
    return dialogue->place != DIALOGUE_NO_TOPIC && dialogue->exhibit->topics[dialogue->place].more.count > 0;
}

static void more(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;

    if (!place_has_more(dialogue) || dialogue->content.kind == DIALOGUE_SPEECH_MORE) {
        turn_confirm(turn, "no-more");
    } else {
        turn_more(turn, dialogue->place);
    }
}

static void go_on(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;
    bool is_named = dialogue->item < dialogue->offered_count;

    if (dialogue->state == DIALOGUE_BROWSING && is_named) {
        turn_answer(turn, dialogue->offered[dialogue->item]);
    } else if (dialogue->state == DIALOGUE_LISTING && is_named) {
        turn_list_on(turn);
    } else if (dialogue->state == DIALOGUE_PAUSED && dialogue->paused_list && is_named) {
        turn_name_item(turn, dialogue->item, DIALOGUE_LISTING);
    } else if (dialogue->content.kind != DIALOGUE_SPEECH_NONE && dialogue->content_unfinished) {
        turn_say_again(turn, dialogue->content_sentence);
    } else {
        more(turn);
    }
}

static void repeat(struct turn *turn, bool last_sentence)
{
    struct dialogue *dialogue = turn->dialogue;

    bool is_list = dialogue->state == DIALOGUE_LISTING && last_sentence;

    if ((is_list || dialogue->state == DIALOGUE_BROWSING) && dialogue->item < dialogue->offered_count) {
        turn_name_item(turn, dialogue->item, dialogue->state);
        return;
    }
    if (dialogue->content.kind == DIALOGUE_SPEECH_NONE) {
        turn_confirm(turn, "nothing-to-repeat");
        return;
    }
    if (dialogue->content_state == DIALOGUE_LISTING) {
        dialogue->item = dialogue->offered_count;
    }
    turn_say_again(turn, last_sentence ? dialogue->content_sentence : 0);
}

static void topics(struct turn *turn, enum dialogue_source source)
{
    struct dialogue *dialogue = turn->dialogue;

    if (dialogue->state == DIALOGUE_CHOOSING && source == DIALOGUE_BY_BUTTON && dialogue->offered_count > 0) {
        turn_name_item(turn, 0, DIALOGUE_LISTING); /* the choice asked for, one by one, so that a tap can make it */
    } else {
        turn_list_all(turn, "topic-list");
    }
}

static size_t wrapped(size_t item, int steps, size_t count)
{
    assert(count > 0);
    return steps > 0 ? (item + 1) % count : (item + count - 1) % count;
}

static void walk(struct turn *turn, int steps)
{
    struct dialogue *dialogue = turn->dialogue;
    size_t count = dialogue->exhibit->topic_count;

    if (dialogue->state == DIALOGUE_CHOOSING && dialogue->offered_count > 0) {
        turn_name_item(turn, steps > 0 ? 0 : dialogue->offered_count - 1, DIALOGUE_LISTING);
        return;
    }
    if (dialogue->state == DIALOGUE_LISTING) {
        size_t item = dialogue->item < dialogue->offered_count ? dialogue->item : (steps > 0 ? SIZE_MAX : 0);
        turn_name_item(turn, item == SIZE_MAX ? 0 : wrapped(item, steps, dialogue->offered_count), DIALOGUE_LISTING);
        return;
    }
    size_t place = dialogue->place != DIALOGUE_NO_TOPIC ? (size_t)dialogue->place : (steps > 0 ? count - 1 : 0);
    for (size_t i = 0; i < count; i++) {
        dialogue->offered[i] = (int)i;
    }
    dialogue->offered_count = count;
    dialogue->place = (int)wrapped(place, steps, count);
    turn_name_item(turn, (size_t)dialogue->place, DIALOGUE_BROWSING);
}

static void pick(struct turn *turn, size_t item)
{
    struct dialogue *dialogue = turn->dialogue;

    if (item < dialogue->offered_count) {
        turn_answer(turn, dialogue->offered[item]);
    } else {
        turn_confirm(turn, "no-such-number");
    }
}

static void pause_speech(struct turn *turn, bool interrupted)
{
    struct dialogue *dialogue = turn->dialogue;

    bool is_list = dialogue->state == DIALOGUE_LISTING;

    if (dialogue->state != DIALOGUE_PAUSED) {
        dialogue->paused_list = is_list;
    }
    turn_sound(turn, DIALOGUE_SOUND_END);
    turn_rest(turn, interrupted || is_list || dialogue->state == DIALOGUE_PAUSED ? DIALOGUE_PAUSED : DIALOGUE_IDLE);
}

static void play(struct turn *turn, bool interrupted)
{
    struct dialogue *dialogue = turn->dialogue;
    enum dialogue_state state = dialogue->state;
    int topic = turn_item_under_tap(turn);

    if ((state == DIALOGUE_LISTING || state == DIALOGUE_BROWSING) && topic != DIALOGUE_NO_TOPIC) {
        turn_answer(turn, topic);
    } else if (state == DIALOGUE_CHOOSING && dialogue->offered_count > 0) {
        turn_answer(turn, dialogue->offered[0]);
    } else if (interrupted) {
        pause_speech(turn, true);
    } else if (state == DIALOGUE_PAUSED ||
               (dialogue->content.kind != DIALOGUE_SPEECH_NONE && dialogue->content_unfinished)) {
        go_on(turn);
    } else if (dialogue->place != DIALOGUE_NO_TOPIC) {
        turn_answer(turn, dialogue->place);
    } else {
        turn_list_all(turn, "topic-list");
    }
}

static void start_again(struct turn *turn)
{
    const struct dialogue_speech greeting = {.kind = DIALOGUE_SPEECH_GREETING};

    turn_forget_visitor(turn);
    turn_say(turn, &greeting, DIALOGUE_ANSWERING);
}

static void answer_yes_no(struct turn *turn, bool yes)
{
    struct dialogue *dialogue = turn->dialogue;

    bool is_named = dialogue->state == DIALOGUE_LISTING || dialogue->state == DIALOGUE_BROWSING;
    int topic = turn_item_under_tap(turn);

    if (is_named && yes && topic != DIALOGUE_NO_TOPIC) {
        turn_answer(turn, topic);
    } else if (dialogue->state != DIALOGUE_CHOOSING) {
        turn_sound(turn, DIALOGUE_SOUND_HEARD);
        turn_rest(turn, dialogue->state == DIALOGUE_PAUSED ? DIALOGUE_PAUSED : DIALOGUE_IDLE);
    } else if (yes && dialogue->offered_count == 1) {
        turn_answer(turn, dialogue->offered[0]);
    } else if (yes) {
        turn_say_again(turn, 0); /* "A or B?" "Yes." is no answer */
    } else {
        turn_list_all(turn, "topic-list");
    }
}

static void obey(struct turn *turn, const struct dialogue_event *event, bool interrupted)
{
    switch (event->command) {
    case DIALOGUE_STOP:
        turn_sound(turn, DIALOGUE_SOUND_END);
        turn_rest(turn, DIALOGUE_IDLE);
        break;
    case DIALOGUE_PAUSE:
        pause_speech(turn, interrupted);
        break;
    case DIALOGUE_GO_ON:
        go_on(turn);
        break;
    case DIALOGUE_REPEAT:
        repeat(turn, false);
        break;
    case DIALOGUE_LAST_SENTENCE:
        repeat(turn, true);
        break;
    case DIALOGUE_MORE:
        more(turn);
        break;
    case DIALOGUE_LOUDER:
        change_volume(turn, interrupted, 1);
        break;
    case DIALOGUE_QUIETER:
        change_volume(turn, interrupted, -1);
        break;
    case DIALOGUE_FASTER:
        change_rate(turn, interrupted, 1);
        break;
    case DIALOGUE_SLOWER:
        change_rate(turn, interrupted, -1);
        break;
    case DIALOGUE_TOPICS:
        topics(turn, event->source);
        break;
    case DIALOGUE_NEXT:
        walk(turn, 1);
        break;
    case DIALOGUE_PREVIOUS:
        walk(turn, -1);
        break;
    case DIALOGUE_HELP:
        turn_say_phrase(turn, "help", NULL, 0, DIALOGUE_ANSWERING);
        break;
    case DIALOGUE_START_AGAIN:
        start_again(turn);
        break;
    case DIALOGUE_PLAY:
        play(turn, interrupted);
        break;
    case DIALOGUE_YES:
    case DIALOGUE_NO:
        answer_yes_no(turn, event->command == DIALOGUE_YES);
        break;
    case DIALOGUE_FIRST:
    case DIALOGUE_SECOND:
    case DIALOGUE_THIRD:
    case DIALOGUE_FOURTH:
    case DIALOGUE_FIFTH:
    case DIALOGUE_SIXTH:
    case DIALOGUE_SEVENTH:
    case DIALOGUE_EIGHTH:
    case DIALOGUE_NINTH:
    case DIALOGUE_TENTH:
    case DIALOGUE_ELEVENTH:
    case DIALOGUE_TWELFTH:
    case DIALOGUE_THIRTEENTH:
    case DIALOGUE_FOURTEENTH:
    case DIALOGUE_FIFTEENTH:
    case DIALOGUE_SIXTEENTH:
    case DIALOGUE_SEVENTEENTH:
    case DIALOGUE_EIGHTEENTH:
    case DIALOGUE_NINETEENTH:
    case DIALOGUE_TWENTIETH:
        pick(turn, (size_t)(event->command - DIALOGUE_FIRST));
        break;
    case DIALOGUE_COMMAND_COUNT:
        break;
    }
}

void turn_command(struct turn *turn, const struct dialogue_event *event)
{
    struct dialogue *dialogue = turn->dialogue;
    bool interrupted = content_was_interrupted(turn);

    dialogue->state = turn_place(turn);
    dialogue->misses = 0;
    dialogue->gave_up = false;
    obey(turn, event, interrupted);
}
