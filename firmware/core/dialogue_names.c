/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/core/test_dialogue.c, which runs the scripts in tests/dialogue/. */
#include "docent/dialogue.h"

#include <errno.h>
#include <string.h>

static const char *const command_ids[DIALOGUE_COMMAND_COUNT] = {
    [DIALOGUE_STOP] = "stop",
    [DIALOGUE_PAUSE] = "pause",
    [DIALOGUE_GO_ON] = "go-on",
    [DIALOGUE_REPEAT] = "repeat",
    [DIALOGUE_LAST_SENTENCE] = "last-sentence",
    [DIALOGUE_MORE] = "more",
    [DIALOGUE_LOUDER] = "louder",
    [DIALOGUE_QUIETER] = "quieter",
    [DIALOGUE_FASTER] = "faster",
    [DIALOGUE_SLOWER] = "slower",
    [DIALOGUE_TOPICS] = "topics",
    [DIALOGUE_NEXT] = "next",
    [DIALOGUE_PREVIOUS] = "previous",
    [DIALOGUE_HELP] = "help",
    [DIALOGUE_START_AGAIN] = "start-again",
    [DIALOGUE_PLAY] = "play",
    [DIALOGUE_FIRST] = "first",
    [DIALOGUE_SECOND] = "second",
    [DIALOGUE_THIRD] = "third",
    [DIALOGUE_FOURTH] = "fourth",
    [DIALOGUE_FIFTH] = "fifth",
    [DIALOGUE_SIXTH] = "sixth",
    [DIALOGUE_SEVENTH] = "seventh",
    [DIALOGUE_EIGHTH] = "eighth",
    [DIALOGUE_NINTH] = "ninth",
    [DIALOGUE_TENTH] = "tenth",
    [DIALOGUE_ELEVENTH] = "eleventh",
    [DIALOGUE_TWELFTH] = "twelfth",
    [DIALOGUE_THIRTEENTH] = "thirteenth",
    [DIALOGUE_FOURTEENTH] = "fourteenth",
    [DIALOGUE_FIFTEENTH] = "fifteenth",
    [DIALOGUE_SIXTEENTH] = "sixteenth",
    [DIALOGUE_SEVENTEENTH] = "seventeenth",
    [DIALOGUE_EIGHTEENTH] = "eighteenth",
    [DIALOGUE_NINETEENTH] = "nineteenth",
    [DIALOGUE_TWENTIETH] = "twentieth",
    [DIALOGUE_YES] = "yes",
    [DIALOGUE_NO] = "no",
};

static const char *const state_names[] = {
    [DIALOGUE_IDLE] = "idle",         [DIALOGUE_LISTENING] = "listening",     [DIALOGUE_ANSWERING] = "answering",
    [DIALOGUE_PAUSED] = "paused",     [DIALOGUE_CHOOSING] = "choosing",       [DIALOGUE_LISTING] = "listing",
    [DIALOGUE_BROWSING] = "browsing", [DIALOGUE_STILL_THERE] = "still-there",
};

static const char *const fault_names[DIALOGUE_FAULT_COUNT] = {
    [DIALOGUE_FAULT_MICROPHONE] = "microphone",
    [DIALOGUE_FAULT_MICROPHONE_SILENT] = "microphone-silent",
    [DIALOGUE_FAULT_MICROPHONE_CLIPPING] = "microphone-clipping",
    [DIALOGUE_FAULT_SPEAKER] = "speaker",
    [DIALOGUE_FAULT_BUTTONS] = "buttons",
    [DIALOGUE_FAULT_HEARING] = "hearing",
    [DIALOGUE_FAULT_CONTENT] = "content",
};

static const char *const sound_names[DIALOGUE_SOUND_COUNT] = {
    [DIALOGUE_SOUND_LISTENING] = "listening",
    [DIALOGUE_SOUND_HEARD] = "heard",
    [DIALOGUE_SOUND_NOT_UNDERSTOOD] = "not-understood",
    [DIALOGUE_SOUND_END] = "end",
    [DIALOGUE_SOUND_FAULT] = "fault",
};

const char *dialogue_command_id(enum dialogue_command command)
{
    return (unsigned)command < DIALOGUE_COMMAND_COUNT ? command_ids[command] : NULL;
}

int dialogue_command_find(const char *id)
{
    for (int i = 0; i < DIALOGUE_COMMAND_COUNT; i++) {
        if (strcmp(command_ids[i], id) == 0) {
            return i;
        }
    }
    return -ENOENT;
}

const char *dialogue_state_name(enum dialogue_state state)
{
    return state_names[state];
}

const char *dialogue_fault_name(enum dialogue_fault fault)
{
    return fault_names[fault];
}

const char *dialogue_sound_name(enum dialogue_sound sound)
{
    return sound_names[sound];
}
