/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/dialogue.h"

#include <assert.h>
#include <string.h>

#include "dialogue_private.h"

void dialogue_settings_default(struct dialogue_settings *ret_settings)
{
    *ret_settings = (struct dialogue_settings){
        .open_microphone = true,
        .volume_db = -10,
        .volume_min_db = -40,
        .volume_max_db = 0,
        .volume_step_db = 5,
        .rate_wpm = 160,
        .rate_min_wpm = 80,
        .rate_max_wpm = 450,
        .rate_step_wpm = 20,
        .guard_ms = 250,
        .hold_ms = 400,
        .listen_ms = 8000,
        .speech_ms = 20000,
        .choose_ms = 20000,
        .list_gap_ms = 900,
        .browse_ms = 1500,
        .quiet_ms = 60000,
        .still_there_ms = 20000,
    };
}

static void forget_place(struct dialogue *dialogue)
{
    dialogue->state = DIALOGUE_IDLE;
    dialogue->speaking = false;
    dialogue->place = DIALOGUE_NO_TOPIC;
    dialogue->content.kind = DIALOGUE_SPEECH_NONE;
    dialogue->content_unfinished = false;
    dialogue->offered_count = 0;
    dialogue->item = 0;
    dialogue->misses = 0;
    dialogue->gave_up = false;
    dialogue->talk_down = false;
    dialogue->key_from = DIALOGUE_IDLE;
    dialogue->key_picks = DIALOGUE_NO_TOPIC;
    dialogue->stopped_by_key = false;
    dialogue->stopped_content = false;
    dialogue->guard_until_ms = DIALOGUE_NO_DEADLINE;
    dialogue->step_at_ms = DIALOGUE_NO_DEADLINE;
    dialogue->quiet_at_ms = DIALOGUE_NO_DEADLINE;
}

void dialogue_init(struct dialogue *dialogue, const struct exhibit *exhibit, const struct dialogue_settings *settings)
{
    assert(exhibit->topic_count > 0 && exhibit->topic_count <= EXHIBIT_TOPICS_MAX);
    memset(dialogue, 0, sizeof(*dialogue));
    dialogue->settings = *settings;
    dialogue->exhibit = exhibit;
    dialogue->ear = DIALOGUE_EAR_CLOSED;
    dialogue->volume_db = settings->volume_db;
    dialogue->rate_wpm = settings->rate_wpm;
    forget_place(dialogue);
}

void dialogue_reload(struct dialogue *dialogue, const struct exhibit *exhibit)
{
    assert(exhibit->topic_count > 0 && exhibit->topic_count <= EXHIBIT_TOPICS_MAX);
    dialogue->exhibit = exhibit;
    forget_place(dialogue);
}

static int clamped(int value, int low, int high)
{
    return value < low ? low : (value > high ? high : value);
}

void dialogue_restore(struct dialogue *dialogue, int volume_db, unsigned rate_wpm)
{
    const struct dialogue_settings *settings = &dialogue->settings;
    int rate = rate_wpm > settings->rate_max_wpm ? (int)settings->rate_max_wpm : (int)rate_wpm;

    dialogue->volume_db = clamped(volume_db, settings->volume_min_db, settings->volume_max_db);
    dialogue->rate_wpm = (unsigned)clamped(rate, (int)settings->rate_min_wpm, (int)settings->rate_max_wpm);
}

static const char *fault_phrase(unsigned fault)
{
    static const char *const phrases[DIALOGUE_FAULT_COUNT] = {
        [DIALOGUE_FAULT_MICROPHONE] = "fault-microphone",
        [DIALOGUE_FAULT_MICROPHONE_SILENT] = "fault-microphone-silent",
        [DIALOGUE_FAULT_MICROPHONE_CLIPPING] = "fault-microphone-clipping",
        [DIALOGUE_FAULT_SPEAKER] = "fault-speaker",
        [DIALOGUE_FAULT_BUTTONS] = "fault-buttons",
        [DIALOGUE_FAULT_HEARING] = "fault-hearing",
        [DIALOGUE_FAULT_CONTENT] = "fault-content",
    };

    return phrases[fault];
}

/* Say one fault that is still to be said. Returns false when there is none. */
static bool say_fault(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;
    bool speaker_lost = (dialogue->faults & (1U << DIALOGUE_FAULT_SPEAKER)) != 0;

    if (speaker_lost || dialogue->speaking || dialogue->state == DIALOGUE_LISTENING) {
        return false;
    }
    for (unsigned i = 0; i < DIALOGUE_FAULT_COUNT; i++) {
        if ((dialogue->unsaid_faults & (1U << i)) != 0) {
            dialogue->unsaid_faults &= ~(1U << i);
            dialogue->said_faults |= 1U << i;
            turn_sound(turn, DIALOGUE_SOUND_FAULT);
            turn_confirm(turn, fault_phrase(i));
            return true;
        }
    }
    return false;
}

static void fault_began(struct turn *turn, enum dialogue_fault fault)
{
    struct dialogue *dialogue = turn->dialogue;
    unsigned bit = 1U << fault;

    if ((dialogue->faults & bit) != 0) {
        return;
    }
    dialogue->faults |= bit;
    dialogue->unsaid_faults |= bit;
    if (fault == DIALOGUE_FAULT_MICROPHONE && dialogue->state == DIALOGUE_LISTENING) {
        turn_rest(turn, DIALOGUE_IDLE);
    }
    say_fault(turn);
}

static void fault_ended(struct turn *turn, enum dialogue_fault fault)
{
    struct dialogue *dialogue = turn->dialogue;
    unsigned bit = 1U << fault;
    bool told = (dialogue->said_faults & bit) != 0;

    dialogue->faults &= ~bit;
    dialogue->unsaid_faults &= ~bit;
    dialogue->said_faults &= ~bit;
    if (dialogue->speaking || dialogue->state == DIALOGUE_LISTENING) {
        return;
    }
    if (told) {
        turn_confirm(turn, "mended");
    } else {
        say_fault(turn); /* the speaker is back: what could not be said before */
    }
}

static void spoken(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;

    dialogue->speaking = false;
    dialogue->item_by_itself = false; /* a name that was said to its end is the one that is meant */
    dialogue->guard_until_ms = turn->now_ms + dialogue->settings.guard_ms;
    dialogue->miss_until_ms = turn->now_ms + dialogue->settings.choose_ms;
    if (dialogue->speaking_content) {
        dialogue->content_unfinished = false;
    }
    turn_rest(turn, dialogue->state == DIALOGUE_ANSWERING ? DIALOGUE_IDLE : dialogue->state);
    say_fault(turn);
}

static void step_due(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;

    dialogue->step_at_ms = DIALOGUE_NO_DEADLINE;
    switch (dialogue->state) {
    case DIALOGUE_LISTENING:
        turn_confirm(turn, "nothing-heard");
        break;
    case DIALOGUE_CHOOSING:
        turn_sound(turn, DIALOGUE_SOUND_END);
        turn_rest(turn, DIALOGUE_IDLE);
        break;
    case DIALOGUE_LISTING:
        turn_list_on(turn);
        break;
    case DIALOGUE_BROWSING:
        turn_answer(turn, dialogue->offered[dialogue->item]);
        break;
    case DIALOGUE_STILL_THERE:
        turn_forget_visitor(turn);
        turn_sound(turn, DIALOGUE_SOUND_END);
        turn_rest(turn, DIALOGUE_IDLE);
        break;
    case DIALOGUE_IDLE:
    case DIALOGUE_ANSWERING:
    case DIALOGUE_PAUSED:
        break;
    }
}

static bool due(int64_t *deadline_ms, int64_t now_ms)
{
    if (*deadline_ms == DIALOGUE_NO_DEADLINE || now_ms < *deadline_ms) {
        return false;
    }
    *deadline_ms = DIALOGUE_NO_DEADLINE;
    return true;
}

static void time_passed(struct turn *turn)
{
    struct dialogue *dialogue = turn->dialogue;

    if (due(&dialogue->step_at_ms, turn->now_ms)) {
        step_due(turn);
    }
    if (due(&dialogue->quiet_at_ms, turn->now_ms)) {
        dialogue->paused_before = dialogue->state == DIALOGUE_PAUSED;
        dialogue->state = DIALOGUE_STILL_THERE;
        turn_confirm(turn, "still-there");
    }
}

/* Somebody is there. Returns true when that was the question, and the event has nothing more to tell. */
static bool visitor_acts(struct turn *turn, const struct dialogue_event *event)
{
    struct dialogue *dialogue = turn->dialogue;
    bool was_asked = dialogue->state == DIALOGUE_STILL_THERE;

    dialogue->visitor = true;
    if (!was_asked) {
        return false;
    }
    bool spoke_up = event->kind == DIALOGUE_EVENT_HEARD_NONE ||
                    (event->kind == DIALOGUE_EVENT_COMMAND &&
                     (event->command == DIALOGUE_YES || event->command == DIALOGUE_NO));
    turn_silence(turn);
    turn_rest(turn, dialogue->paused_before ? DIALOGUE_PAUSED : DIALOGUE_IDLE);
    if (spoke_up) {
        turn_sound(turn, DIALOGUE_SOUND_HEARD);
        return true;
    }
    if (event->kind == DIALOGUE_EVENT_KEY_DOWN) {
        /* A press of the button whose meaning follows: it meant "yes", so its tap does no more than end. */
        dialogue->stopped_by_key = true;
        dialogue->stopped_content = false;
        dialogue->key_from = dialogue->state;
        dialogue->key_picks = DIALOGUE_NO_TOPIC;
        return true;
    }
    return false;
}

static bool event_is_valid(const struct dialogue *dialogue, const struct dialogue_event *event)
{
    if (event->topic_count > DIALOGUE_NAMED_MAX || (unsigned)event->fault >= DIALOGUE_FAULT_COUNT ||
        (unsigned)event->command >= DIALOGUE_COMMAND_COUNT) {
        return false;
    }
    for (size_t i = 0; i < event->topic_count; i++) {
        if (event->topics[i] < 0 || (size_t)event->topics[i] >= dialogue->exhibit->topic_count) {
            return false;
        }
    }
    switch (event->kind) {
    case DIALOGUE_EVENT_HEARD_TOPIC:
        return event->topic_count >= 1 && dialogue->ear != DIALOGUE_EAR_CLOSED;
    case DIALOGUE_EVENT_HEARD_CLOSE:
        return event->topic_count >= 2 && dialogue->ear != DIALOGUE_EAR_CLOSED;
    case DIALOGUE_EVENT_HEARD_NONE:
    case DIALOGUE_EVENT_HEARD_SILENCE:
    case DIALOGUE_EVENT_SPEECH_BEGAN:
        return dialogue->ear != DIALOGUE_EAR_CLOSED;
    case DIALOGUE_EVENT_COMMAND:
        return event->source != DIALOGUE_BY_VOICE || dialogue->ear != DIALOGUE_EAR_CLOSED;
    case DIALOGUE_EVENT_ASK:
        return event->topic_count >= 1;
    case DIALOGUE_EVENT_SENTENCE:
    case DIALOGUE_EVENT_SPOKEN:
        return dialogue->speaking && event->token == dialogue->token;
    default:
        return true;
    }
}

static void handle_visitor(struct turn *turn, const struct dialogue_event *event)
{
    if (!turn_is_for_us(turn, event) || visitor_acts(turn, event)) {
        return;
    }
    switch (event->kind) {
    case DIALOGUE_EVENT_COMMAND:
        turn_command(turn, event);
        break;
    case DIALOGUE_EVENT_TALK_PRESSED:
        turn_talk_pressed(turn);
        break;
    case DIALOGUE_EVENT_TALK_RELEASED:
        turn_talk_released(turn);
        break;
    case DIALOGUE_EVENT_TAP:
        turn_tap(turn);
        break;
    case DIALOGUE_EVENT_KEY_DOWN:
        turn_key_down(turn);
        break;
    case DIALOGUE_EVENT_ASK:
        turn_answer(turn, event->topics[0]);
        break;
    default:
        turn_heard(turn, event);
        break;
    }
}

static void put_off(int64_t *deadline_ms, int64_t until_ms)
{
    if (*deadline_ms != DIALOGUE_NO_DEADLINE && *deadline_ms < until_ms) {
        *deadline_ms = until_ms;
    }
}

static void handle(struct turn *turn, const struct dialogue_event *event)
{
    struct dialogue *dialogue = turn->dialogue;
    const struct dialogue_speech text = {.kind = DIALOGUE_SPEECH_TEXT};

    switch (event->kind) {
    case DIALOGUE_EVENT_STARTED:
        turn_say_phrase(turn, "ready", NULL, 0, DIALOGUE_ANSWERING);
        return;
    case DIALOGUE_EVENT_SAY_TEXT:
        turn_say(turn, &text, DIALOGUE_ANSWERING);
        return;
    case DIALOGUE_EVENT_SENTENCE:
        if (dialogue->speaking_content) {
            dialogue->content_sentence = event->sentence;
        }
        return;
    case DIALOGUE_EVENT_SPOKEN:
        spoken(turn);
        return;
    case DIALOGUE_EVENT_FAULT:
        fault_began(turn, event->fault);
        return;
    case DIALOGUE_EVENT_MENDED:
        fault_ended(turn, event->fault);
        return;
    case DIALOGUE_EVENT_TIME:
        time_passed(turn);
        return;
    case DIALOGUE_EVENT_SPEECH_BEGAN:
        put_off(&dialogue->quiet_at_ms, turn->now_ms + dialogue->settings.speech_ms);
        put_off(&dialogue->step_at_ms, turn->now_ms + dialogue->settings.speech_ms);
        return;
    default:
        handle_visitor(turn, event);
        return;
    }
}

static enum dialogue_ear wanted_ear(const struct dialogue *dialogue)
{
    enum dialogue_ear when_idle = dialogue->settings.open_microphone ? DIALOGUE_EAR_OPEN : DIALOGUE_EAR_CLOSED;

    if (dialogue->speaking) {
        return DIALOGUE_EAR_CLOSED;
    }
    if (dialogue->state == DIALOGUE_LISTENING) {
        return DIALOGUE_EAR_PUSH_TO_TALK;
    }
    if (dialogue->guard_until_ms != DIALOGUE_NO_DEADLINE) {
        return DIALOGUE_EAR_CLOSED;
    }
    if (dialogue->state == DIALOGUE_CHOOSING || dialogue->state == DIALOGUE_STILL_THERE) {
        return DIALOGUE_EAR_PUSH_TO_TALK; /* docent asked: what comes now is meant for it */
    }
    return when_idle;
}

static int64_t earlier(int64_t a_ms, int64_t b_ms)
{
    if (a_ms == DIALOGUE_NO_DEADLINE || b_ms == DIALOGUE_NO_DEADLINE) {
        return a_ms == DIALOGUE_NO_DEADLINE ? b_ms : a_ms;
    }
    return a_ms < b_ms ? a_ms : b_ms;
}

int64_t dialogue_step(struct dialogue *dialogue, const struct dialogue_event *event, int64_t now_ms,
                      struct dialogue_actions *ret_actions)
{
    struct turn turn = {.dialogue = dialogue, .now_ms = now_ms, .actions = ret_actions};

    ret_actions->count = 0;
    due(&dialogue->guard_until_ms, now_ms);
    if (event_is_valid(dialogue, event)) {
        handle(&turn, event);
    }
    enum dialogue_ear ear = wanted_ear(dialogue);
    if (ear != dialogue->ear) {
        dialogue->ear = ear;
        turn_emit(&turn, DIALOGUE_ACTION_EAR)->ear = ear;
    }
    return earlier(dialogue->guard_until_ms, earlier(dialogue->step_at_ms, dialogue->quiet_at_ms));
}
