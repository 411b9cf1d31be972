/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_DIALOGUE_FIXTURE_H
#define DOCENT_DIALOGUE_FIXTURE_H

/* What the conversation scripts talk about, for test_dialogue.c alone. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/dialogue.h"

enum { ACTION_BYTES = 200 };

#define T(text) ((char[]){text})

/* --- what can be talked about: five topics; the last has nothing more to tell ------------------------------------- */

static char *paragraphs[] = {T("One. Two. Three.")};
static char *words[][1] = {{T("apples")}, {T("pears")}, {T("plums")}, {T("cherries")}, {T("grapes")}};
static struct topic topics[] = {
    {.id = T("apples"), .title = T("A"), .answer = {paragraphs, 1}, .more = {paragraphs, 1}, .keywords = {words[0], 1}},
    {.id = T("pears"), .title = T("B"), .answer = {paragraphs, 1}, .more = {paragraphs, 1}, .keywords = {words[1], 1}},
    {.id = T("plums"), .title = T("C"), .answer = {paragraphs, 1}, .more = {paragraphs, 1}, .keywords = {words[2], 1}},
    {.id = T("cherries"),
     .title = T("D"),
     .answer = {paragraphs, 1},
     .more = {paragraphs, 1},
     .keywords = {words[3], 1}},
    {.id = T("grapes"), .title = T("E"), .answer = {paragraphs, 1}, .keywords = {words[4], 1}},
};
static const struct exhibit exhibit = {.topics = topics, .topic_count = sizeof(topics) / sizeof(topics[0])};

/* What visitors say for a command; which wordings the recogniser takes for which command is tested with the matcher. */
static const struct {
    const char *words;
    enum dialogue_command command;
} spoken_commands[] = {
    {"stop talking", DIALOGUE_STOP},
    {"pause", DIALOGUE_PAUSE},
    {"go on", DIALOGUE_GO_ON},
    {"say that again", DIALOGUE_REPEAT},
    {"say the last sentence again", DIALOGUE_LAST_SENTENCE},
    {"tell me more", DIALOGUE_MORE},
    {"speak louder", DIALOGUE_LOUDER},
    {"more quietly", DIALOGUE_QUIETER},
    {"faster", DIALOGUE_FASTER},
    {"more slowly", DIALOGUE_SLOWER},
    {"what can I ask", DIALOGUE_TOPICS},
    {"next question", DIALOGUE_NEXT},
    {"previous question", DIALOGUE_PREVIOUS},
    {"help", DIALOGUE_HELP},
    {"start again", DIALOGUE_START_AGAIN},
    {"play this one", DIALOGUE_PLAY},
    {"the first one", DIALOGUE_FIRST},
    {"the second one", DIALOGUE_SECOND},
    {"the third one", DIALOGUE_THIRD},
    {"the fourth one", DIALOGUE_FOURTH},
    {"the fifth one", DIALOGUE_FIFTH},
    {"the sixth one", DIALOGUE_SIXTH},
    {"the seventh one", DIALOGUE_SEVENTH},
    {"the eighth one", DIALOGUE_EIGHTH},
    {"the ninth one", DIALOGUE_NINTH},
    {"the tenth one", DIALOGUE_TENTH},
    {"the eleventh one", DIALOGUE_ELEVENTH},
    {"the twelfth one", DIALOGUE_TWELFTH},
    {"the thirteenth one", DIALOGUE_THIRTEENTH},
    {"the fourteenth one", DIALOGUE_FOURTEENTH},
    {"the fifteenth one", DIALOGUE_FIFTEENTH},
    {"the sixteenth one", DIALOGUE_SIXTEENTH},
    {"the seventeenth one", DIALOGUE_SEVENTEENTH},
    {"the eighteenth one", DIALOGUE_EIGHTEENTH},
    {"the nineteenth one", DIALOGUE_NINETEENTH},
    {"the twentieth one", DIALOGUE_TWENTIETH},
    {"yes please", DIALOGUE_YES},
    {"no thank you", DIALOGUE_NO},
};

/* `given NAME VALUE`. Returns false when there is no such setting. */
static bool settings_set(struct dialogue_settings *settings, const char *name, const char *value)
{
    const struct {
        const char *name;
        uint32_t *value;
    } times[] = {{"guard_ms", &settings->guard_ms},   {"hold_ms", &settings->hold_ms},
                 {"listen_ms", &settings->listen_ms}, {"choose_ms", &settings->choose_ms},
                 {"quiet_ms", &settings->quiet_ms},   {"still_there_ms", &settings->still_there_ms}};

    if (strcmp(name, "microphone") == 0) {
        settings->open_microphone = strcmp(value, "open") == 0;
        return true;
    }
    if (strcmp(name, "single_user") == 0) {
        settings->single_user = strcmp(value, "yes") == 0;
        return true;
    }
    if (strcmp(name, "volume_db") == 0) {
        settings->volume_db = atoi(value);
        return true;
    }
    if (strcmp(name, "rate_wpm") == 0) {
        settings->rate_wpm = (unsigned)atoi(value);
        return true;
    }
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        if (strcmp(name, times[i].name) == 0) {
            *times[i].value = (uint32_t)strtoul(value, NULL, 10);
            return true;
        }
    }
    return false;
}

/* An action as the line that expects it. */
static void action_text(const struct dialogue_action *action, char ret_text[ACTION_BYTES])
{
    const struct dialogue_speech *speech = &action->speech;
    char from[40] = "";

    if (speech->from_sentence > 0) {
        snprintf(from, sizeof(from), " from sentence %zu", speech->from_sentence + 1);
    }
    switch (action->kind) {
    case DIALOGUE_ACTION_SILENCE:
        snprintf(ret_text, ACTION_BYTES, "silence");
        return;
    case DIALOGUE_ACTION_EAR_FLUSH:
        snprintf(ret_text, ACTION_BYTES, "judge what was heard");
        return;
    case DIALOGUE_ACTION_SOUND:
        snprintf(ret_text, ACTION_BYTES, "sound %s", dialogue_sound_name(action->sound));
        return;
    case DIALOGUE_ACTION_VOLUME:
        snprintf(ret_text, ACTION_BYTES, "volume %d dB", action->volume_db);
        return;
    case DIALOGUE_ACTION_RATE:
        snprintf(ret_text, ACTION_BYTES, "rate %u", action->rate_wpm);
        return;
    case DIALOGUE_ACTION_KEEP:
        snprintf(ret_text, ACTION_BYTES, "keep");
        return;
    case DIALOGUE_ACTION_EAR:
        snprintf(ret_text, ACTION_BYTES, "ear");
        return;
    case DIALOGUE_ACTION_SAY:
        break;
    }
    if (speech->kind == DIALOGUE_SPEECH_PHRASE) {
        int length = snprintf(ret_text, ACTION_BYTES, "say %s", speech->phrase);
        for (size_t i = 0; i < speech->topic_count; i++) {
            length += snprintf(ret_text + length, ACTION_BYTES - (size_t)length, " %s", topics[speech->topics[i]].id);
        }
        snprintf(ret_text + length, ACTION_BYTES - (size_t)length, "%s", from);
    } else if (speech->kind == DIALOGUE_SPEECH_GREETING) {
        snprintf(ret_text, ACTION_BYTES, "greet%s", from);
    } else if (speech->kind == DIALOGUE_SPEECH_TEXT) {
        snprintf(ret_text, ACTION_BYTES, "say the text%s", from);
    } else {
        snprintf(ret_text, ACTION_BYTES, "%s %s%s", speech->kind == DIALOGUE_SPEECH_ANSWER ? "answer" : "more",
                 topics[speech->topics[0]].id, from);
    }
}

#endif
