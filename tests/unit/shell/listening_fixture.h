/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LISTENING_FIXTURE_H
#define DOCENT_LISTENING_FIXTURE_H

/*
 * For tests of the shell: an exhibit of three topics, a phrasebook of one command, an ear that "hears" prepared words
 * whenever somebody speaks, and sound files in which somebody does.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "docent/ear.h"
#include "docent/exhibit.h"
#include "docent/sound_file.h"
#include "docent/synth.h"

enum { LISTENING_PATH_BYTES = 80, LISTENING_RATE_HZ = 22050, LISTENING_SPEECH_S_MAX = 30 };

/* Writable, as the loader makes them. */
enum { APPLES, PEARS, PLUMS, LOUDER, APPLES_TITLE, PEARS_TITLE, PLUMS_TITLE, LOUDER_TITLE, SPEAK_LOUDER, PARAGRAPH };
static char listening_text[][40] = {
    [APPLES] = "apples",
    [PEARS] = "pears",
    [PLUMS] = "plums",
    [LOUDER] = "louder",
    [APPLES_TITLE] = "Apples",
    [PEARS_TITLE] = "Pears",
    [PLUMS_TITLE] = "Plums",
    [LOUDER_TITLE] = "Louder",
    [SPEAK_LOUDER] = "speak louder",
    [PARAGRAPH] = "One sentence. Another one.",
};
static char *listening_items[][1] = {
    {listening_text[APPLES]},
    {listening_text[PEARS]},
    {listening_text[PLUMS]},
    {listening_text[SPEAK_LOUDER]},
};
static char *listening_paragraphs[] = {listening_text[PARAGRAPH]};
#define LISTENING_TOPIC(name)                                                                                          \
    {                                                                                                                  \
        .id = listening_text[name], .title = listening_text[(name) + APPLES_TITLE],                                    \
        .answer = {listening_paragraphs, 1}, .asked_as = {listening_items[name], 1}, .keywords = {                     \
            listening_items[name],                                                                                     \
            1                                                                                                          \
        }                                                                                                              \
    }
static struct topic listening_topics[] = {LISTENING_TOPIC(APPLES), LISTENING_TOPIC(PEARS), LISTENING_TOPIC(PLUMS)};
static struct topic listening_commands[] = {LISTENING_TOPIC(LOUDER)};
static const struct exhibit listening_exhibit = {.topics = listening_topics, .topic_count = 3};
static const struct exhibit listening_phrasebook = {.topics = listening_commands, .topic_count = 1};

struct listening {
    struct recogniser *recogniser;
    struct matcher *matcher;
    struct ear *ear;
};

/* An ear that hears `said[n]` in the n-th utterance, the last one repeating. Returns 0 or a negative errno. */
static inline int listening_open(struct listening *listening, char **said, size_t count)
{
    const struct text_list lines = {.items = said, .count = count};
    const struct ear_options options = {.open = {.accept = 0.5F, .close_margin = 0.1F},
                                        .push_to_talk = {.accept = 0.4F, .close_margin = 0.1F},
                                        .hangover_ms = 700,
                                        .utterance_max_ms = 15000};

    *listening = (struct listening){0};
    int result = recogniser_create_script(&listening->recogniser, &lines);
    if (result == 0) {
        result = matcher_create(&listening->matcher, &listening_exhibit, &listening_phrasebook, NULL, NULL);
    }
    return result < 0 ? result : ear_create(&listening->ear, listening->recogniser, listening->matcher, &options);
}

static inline void listening_close(struct listening *listening)
{
    ear_destroy(listening->ear);
    matcher_destroy(listening->matcher);
    recogniser_destroy(listening->recogniser);
}

struct listening_sound {
    int16_t *frames;
    size_t count, size;
};

static inline int listening_take(void *user, const struct synth_chunk *chunk)
{
    struct listening_sound *sound = user;

    if (chunk->count > sound->size - sound->count) {
        return 1;
    }
    memcpy(sound->frames + sound->count, chunk->frames, chunk->count * sizeof(*chunk->frames));
    sound->count += chunk->count;
    return 0;
}

static inline void listening_add_room(struct listening_sound *sound, size_t seconds)
{
    uint32_t noise = 1;

    for (size_t i = 0; i < seconds * LISTENING_RATE_HZ && sound->count < sound->size; i++) {
        noise = noise * 1664525U + 1013904223U; /* Numerical Recipes' generator: any noise will do */
        sound->frames[sound->count++] = (int16_t)((int)(noise >> 28) - 8);
    }
}

/* A sound file in which somebody speaks `times` times, each time with a quiet room before and after. */
static inline int listening_record(struct synth *synth, const char *path, size_t times)
{
    const struct synth_style style = {.rate_wpm = 160};
    struct listening_sound sound = {.size = (size_t)LISTENING_SPEECH_S_MAX * LISTENING_RATE_HZ};

    sound.frames = calloc(sound.size, sizeof(*sound.frames));
    if (sound.frames == NULL) {
        return -1;
    }
    listening_add_room(&sound, 2);
    int result = 0;
    for (size_t i = 0; i < times && result == 0; i++) {
        result = synth_speak(synth, "What is known about apples?", &style, listening_take, &sound);
        listening_add_room(&sound, 2);
    }
    if (result == 0) {
        result = sound_file_write(path, LISTENING_RATE_HZ, sound.frames, sound.count);
    }
    free(sound.frames);
    return result;
}

#endif
