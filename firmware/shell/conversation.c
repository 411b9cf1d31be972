/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/conversation.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "docent/log.h"
#include "docent/sentences.h"

/* Whoever needs longer to pick from a list needs it as well when a topic is named: 1,500 ms where docent.conf says
 * nothing, for what follows is a whole answer and not the next name. */
enum { BROWSE_LONGER_MS = 600 };

void conversation_dialogue_settings(const struct settings *settings, struct dialogue_settings *ret_settings)
{
    dialogue_settings_default(ret_settings);
    ret_settings->open_microphone = settings->mode == SETTINGS_OPEN;
    ret_settings->single_user = settings->single_user;
    ret_settings->volume_db = settings->volume_db;
    if (settings->volume_db > ret_settings->volume_max_db) {
        ret_settings->volume_max_db = settings->volume_db;
    }
    ret_settings->rate_wpm = (unsigned)settings->rate_wpm;
    ret_settings->hold_ms = (uint32_t)settings->hold_ms;
    ret_settings->list_gap_ms = (uint32_t)settings->list_gap_ms;
    ret_settings->browse_ms = (uint32_t)settings->list_gap_ms + BROWSE_LONGER_MS;
    ret_settings->speech_ms = (uint32_t)settings->utterance_max_ms + 5000; /* and its recognition */
    ret_settings->quiet_ms = (uint32_t)settings->quiet_s * 1000;
    ret_settings->still_there_ms = (uint32_t)settings->goodbye_s * 1000;
}

static void make_earcons(struct conversation *conversation)
{
    const struct conversation_options *options = &conversation->options;

    for (int i = 0; i < DIALOGUE_SOUND_COUNT; i++) {
        if (!options->settings->sounds ||
            earcon_make(&conversation->earcons[i], (enum dialogue_sound)i, options->sound_rate_hz) < 0) {
            conversation->earcons[i].count = 0;
        }
    }
}

void conversation_init(struct conversation *conversation, const struct conversation_options *options)
{
    struct dialogue_settings settings;

    memset(conversation, 0, sizeof(*conversation));
    conversation->options = *options;
    make_earcons(conversation);
    conversation_dialogue_settings(options->settings, &settings);
    dialogue_init(&conversation->dialogue, options->exhibit, &settings);
    conversation->deadline_ms = DIALOGUE_NO_DEADLINE;
    playback_set_gain_db(options->playback, (float)conversation->dialogue.volume_db);
}

static enum ear_mode ear_mode_of(enum dialogue_ear ear)
{
    switch (ear) {
    case DIALOGUE_EAR_OPEN:
        return EAR_OPEN;
    case DIALOGUE_EAR_PUSH_TO_TALK:
        return EAR_PUSH_TO_TALK;
    case DIALOGUE_EAR_CLOSED:
        break;
    }
    return EAR_CLOSED;
}

void conversation_restore(struct conversation *conversation, int volume_db, unsigned rate_wpm)
{
    dialogue_restore(&conversation->dialogue, volume_db, rate_wpm);
    playback_set_gain_db(conversation->options.playback, (float)conversation->dialogue.volume_db);
}

void conversation_reload(struct conversation *conversation, const struct exhibit *exhibit,
                         const struct exhibit *phrasebook, const struct settings *settings)
{
    conversation->options.exhibit = exhibit;
    conversation->options.phrasebook = phrasebook;
    conversation->options.settings = settings;
    conversation->reply.topic = NULL;
    dialogue_reload(&conversation->dialogue, exhibit);
    conversation->generation = listener_set_mode(conversation->options.listener,
                                                 ear_mode_of(conversation->dialogue.ear));
}

/* --- actions ------------------------------------------------------------------------------------------------------ */

static void tell_said(struct conversation *conversation)
{
    const struct conversation_watcher *watcher = &conversation->options.watcher;

    if (conversation->saying && watcher->said != NULL) {
        watcher->said(watcher->user);
    }
    conversation->saying = false;
}

static void tell_saying(struct conversation *conversation, const char *text)
{
    const struct conversation_watcher *watcher = &conversation->options.watcher;

    tell_said(conversation);
    conversation->saying = true;
    if (watcher->saying != NULL) {
        watcher->saying(watcher->user, text);
    }
}

/* A phrase that the phrasebook lacks: say nothing, and go on as if it had been said. */
static void skip_speech(struct conversation *conversation, const struct dialogue_action *action, int error)
{
    const struct dialogue_speech *speech = &action->speech;

    log_line(LOG_WARNING, "cannot say %s: %s", speech->kind == DIALOGUE_SPEECH_PHRASE ? speech->phrase : "a text",
             error == -ENOENT ? "there are no words for it" : strerror(-error));
    conversation->skipped_speech = true;
}

static void say(struct conversation *conversation, const struct dialogue_action *action)
{
    const struct conversation_options *options = &conversation->options;
    struct speaker_order order = {
        .token = action->token,
        .from_sentence = action->speech.from_sentence,
        .style = {.rate_wpm = conversation->dialogue.rate_wpm, .voice = options->settings->voice_name}};
    if (conversation->sound != NULL) {
        order.sound = conversation->sound->frames;
        order.sound_frames = conversation->sound->count;
        conversation->sound = NULL;
    }
    int result = wording_make(&order.wording, &action->speech, options->exhibit, options->phrasebook,
                              conversation->text);

    if (result < 0) {
        skip_speech(conversation, action, result);
        return;
    }
    tell_saying(conversation, order.wording.text);
    speaker_say(options->speaker, &order);
}

static void perform(struct conversation *conversation, const struct dialogue_action *action)
{
    const struct conversation_options *options = &conversation->options;
    const struct dialogue *dialogue = &conversation->dialogue;

    switch (action->kind) {
    case DIALOGUE_ACTION_SILENCE:
        speaker_silence(options->speaker);
        tell_said(conversation);
        break;
    case DIALOGUE_ACTION_SAY:
        say(conversation, action);
        break;
    case DIALOGUE_ACTION_EAR:
        conversation->generation = listener_set_mode(options->listener, ear_mode_of(action->ear));
        break;
    case DIALOGUE_ACTION_EAR_FLUSH:
        listener_flush(options->listener);
        break;
    case DIALOGUE_ACTION_VOLUME:
        playback_set_gain_db(options->playback, (float)action->volume_db);
        break;
    case DIALOGUE_ACTION_KEEP:
        if (options->watcher.keep != NULL) {
            options->watcher.keep(options->watcher.user, dialogue->volume_db, dialogue->rate_wpm);
        }
        break;
    case DIALOGUE_ACTION_SOUND:
        conversation->sound = &conversation->earcons[action->sound];
        break;
    case DIALOGUE_ACTION_RATE:
        break;
    }
}

/* A sound that nothing was said after. */
static void play_sound(struct conversation *conversation)
{
    const struct earcon *sound = conversation->sound;

    conversation->sound = NULL;
    if (sound != NULL && sound->count > 0 && !conversation->dialogue.speaking) {
        struct speaker_order order = {.sound = sound->frames, .sound_frames = sound->count};
        speaker_say(conversation->options.speaker, &order);
    }
}

/* --- events ------------------------------------------------------------------------------------------------------- */

struct shown {
    enum dialogue_state state;
    enum dialogue_ear ear;
    int volume_db;
    unsigned rate_wpm, faults;
};

static struct shown shown_now(const struct dialogue *dialogue)
{
    return (struct shown){dialogue->state, dialogue->ear, dialogue->volume_db, dialogue->rate_wpm, dialogue->faults};
}

static bool shown_differs(const struct shown *a, const struct shown *b)
{
    return a->state != b->state || a->ear != b->ear || a->volume_db != b->volume_db || a->rate_wpm != b->rate_wpm ||
           a->faults != b->faults;
}

static void step(struct conversation *conversation, const struct dialogue_event *event, int64_t now_ms)
{
    struct dialogue_actions actions;

    conversation->deadline_ms = dialogue_step(&conversation->dialogue, event, now_ms, &actions);
    for (size_t i = 0; i < actions.count; i++) {
        perform(conversation, &actions.list[i]);
    }
    play_sound(conversation);
}

void conversation_event(struct conversation *conversation, const struct dialogue_event *event, int64_t now_ms)
{
    const struct conversation_watcher *watcher = &conversation->options.watcher;
    struct shown before = shown_now(&conversation->dialogue);

    step(conversation, event, now_ms);
    while (conversation->skipped_speech) {
        const struct dialogue_event spoken = {.kind = DIALOGUE_EVENT_SPOKEN, .token = conversation->dialogue.token};
        conversation->skipped_speech = false;
        step(conversation, &spoken, now_ms);
    }
    struct shown after = shown_now(&conversation->dialogue);
    if (shown_differs(&before, &after) && watcher->state != NULL) {
        watcher->state(watcher->user);
    }
}

void conversation_time(struct conversation *conversation, int64_t now_ms)
{
    const struct dialogue_event event = {.kind = DIALOGUE_EVENT_TIME};

    conversation_event(conversation, &event, now_ms);
}

int conversation_say(struct conversation *conversation, const char *text, int64_t now_ms)
{
    const struct dialogue_event event = {.kind = DIALOGUE_EVENT_SAY_TEXT};
    size_t start = 0;

    if (strlen(text) >= sizeof(conversation->text)) {
        return -E2BIG;
    }
    if (sentences_find(text, &start, 1) == 0) {
        return -EINVAL;
    }
    strcpy(conversation->text, text);
    conversation_event(conversation, &event, now_ms);
    return 0;
}

/* Topics among the candidates, as indices. */
static void add_topics(const struct conversation *conversation, const struct match *match, struct dialogue_event *event)
{
    const struct exhibit *exhibit = conversation->options.exhibit;

    for (size_t i = 0; i < match->candidate_count && !match->is_command; i++) {
        event->topics[event->topic_count++] = (int)(match->candidates[i].topic - exhibit->topics);
    }
}

/* What an utterance means to the dialogue. */
static struct dialogue_event heard_event(const struct conversation *conversation, const struct ear_result *result)
{
    const struct match *match = &result->match;
    struct dialogue_event event = {.kind = DIALOGUE_EVENT_HEARD_NONE, .source = DIALOGUE_BY_VOICE};

    if (result->heard.word_count == 0) {
        event.kind = DIALOGUE_EVENT_HEARD_SILENCE;
        return event;
    }
    event.is_near = match->is_near;
    if (match->kind == MATCH_ONE && match->is_command) {
        int command = dialogue_command_find(match->candidates[0].topic->id);
        if (command >= 0) {
            event.kind = DIALOGUE_EVENT_COMMAND;
            event.command = (enum dialogue_command)command;
        }
        return event;
    }
    add_topics(conversation, match, &event);
    if (match->kind == MATCH_ONE) {
        event.kind = DIALOGUE_EVENT_HEARD_TOPIC;
    } else if (match->kind == MATCH_CLOSE && event.topic_count >= 2) {
        event.kind = DIALOGUE_EVENT_HEARD_CLOSE;
    }
    return event;
}

static void tell_heard(const struct conversation *conversation, const struct ear_result *result,
                       struct conversation_reply *ret_reply)
{
    const struct conversation_watcher *watcher = &conversation->options.watcher;
    const struct match *match = &result->match;
    bool is_one = match->kind == MATCH_ONE && match->candidate_count > 0;

    ret_reply->topic = is_one ? match->candidates[0].topic->id : "-";
    ret_reply->score = match->candidate_count > 0 ? match->candidates[0].score : 0.0F;
    log_heard(ret_reply->topic, ret_reply->score, result->decode_ms, result->heard.speech_ms);
    if (watcher->heard != NULL) {
        watcher->heard(watcher->user, ret_reply->topic, ret_reply->score);
    }
}

/* The first words sound: of a reply, how long it took. */
static void tell_sounding(struct conversation *conversation, const struct report *report)
{
    struct conversation_reply *reply = &conversation->reply;

    if (reply->topic != NULL && reply->token == report->token) {
        log_answered(reply->topic, reply->score, (uint32_t)(report->time_ms - reply->heard_ms));
        reply->topic = NULL;
    }
}

static void tell_hearing(struct conversation *conversation, int64_t now_ms)
{
    bool is_wrong = conversation->ear_failed || conversation->is_deaf;
    bool was_wrong = (conversation->dialogue.faults & (1U << DIALOGUE_FAULT_HEARING)) != 0;
    const struct dialogue_event event = {.kind = is_wrong ? DIALOGUE_EVENT_FAULT : DIALOGUE_EVENT_MENDED,
                                         .fault = DIALOGUE_FAULT_HEARING};

    if (is_wrong != was_wrong) {
        conversation_event(conversation, &event, now_ms);
    }
}

void conversation_hearing(struct conversation *conversation, bool is_deaf, int64_t now_ms)
{
    conversation->is_deaf = is_deaf;
    tell_hearing(conversation, now_ms);
}

static void report_heard(struct conversation *conversation, const struct report *report, int64_t now_ms)
{
    if (report->generation != conversation->generation) {
        return; /* the ear was closed meanwhile */
    }
    const struct dialogue_event event = heard_event(conversation, report->result);
    struct conversation_reply reply = {.heard_ms = report->time_ms};
    uint32_t said_before = conversation->dialogue.token;
    tell_heard(conversation, report->result, &reply);
    conversation_event(conversation, &event, now_ms);
    reply.token = conversation->dialogue.token;
    if (reply.token != said_before) {
        conversation->reply = reply;
    }
    conversation->ear_failed = false;
    tell_hearing(conversation, now_ms);
}

static void report_spoken(struct conversation *conversation, const struct report *report, int64_t now_ms)
{
    const struct dialogue_event event = {.kind = DIALOGUE_EVENT_SPOKEN, .token = report->token};

    if (report->error < 0) {
        log_line(LOG_ERR, "could not speak: %s", strerror(-report->error));
    }
    if (report->token == conversation->dialogue.token) {
        tell_said(conversation);
    }
    conversation_event(conversation, &event, now_ms);
}

void conversation_report(struct conversation *conversation, struct report *report, int64_t now_ms)
{
    const struct conversation_watcher *watcher = &conversation->options.watcher;
    struct dialogue_event event = {.token = report->token, .sentence = report->sentence};

    switch (report->kind) {
    case REPORT_SPEECH_BEGAN:
        event.kind = DIALOGUE_EVENT_SPEECH_BEGAN;
        if (report->generation == conversation->generation) {
            conversation_event(conversation, &event, now_ms);
        }
        break;
    case REPORT_HEARD:
        report_heard(conversation, report, now_ms);
        break;
    case REPORT_EAR_FAILED:
        log_line(LOG_ERR, "could not understand: %s", strerror(-report->error));
        conversation->ear_failed = true;
        tell_hearing(conversation, now_ms);
        break;
    case REPORT_TESTED:
        break;
    case REPORT_INPUT_ENDED:
        conversation->input_ended = true;
        break;
    case REPORT_SENTENCE:
        event.kind = DIALOGUE_EVENT_SENTENCE;
        conversation_event(conversation, &event, now_ms);
        break;
    case REPORT_SOUNDING:
        tell_sounding(conversation, report);
        break;
    case REPORT_WORD:
        if (report->token == conversation->dialogue.token && conversation->saying && watcher->word != NULL) {
            watcher->word(watcher->user, report->offset, report->length);
        }
        break;
    case REPORT_SPOKEN:
        report_spoken(conversation, report, now_ms);
        break;
    }
    free(report->result);
    report->result = NULL;
}

bool conversation_is_over(const struct conversation *conversation)
{
    return conversation->input_ended && !conversation->dialogue.speaking;
}
