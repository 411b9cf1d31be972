/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEST_JUDGING_FIXTURE_H
#define DOCENT_TEST_JUDGING_FIXTURE_H

/* For tests of what judges recordings: an exhibition whose recogniser "hears" prepared words, and recordings in a
 * folder. */

#include "../content/folder.h"
#include "docent/exhibition.h"
#include "listening_fixture.h"
#include "voice.h"

static struct exhibition judging;

/* `said`: what is heard in each utterance, parted by |, the last one repeating. */
static inline void judging_open(const char *said)
{
    enum { LINES_MAX = 4 };
    char *items[LINES_MAX];
    char *text = strdup(said);
    assert_non_null(text);
    struct text_list lines = {.items = items};
    for (char *rest = text, *line; (line = strsep(&rest, "|")) != NULL;) {
        assert_true(lines.count < LINES_MAX);
        items[lines.count++] = line;
    }
    judging.content.exhibit = listening_exhibit;
    judging.content.phrasebook = listening_phrasebook;
    judging.content.settings.accept_open = 0.5F;
    judging.content.settings.accept_button = 0.4F;
    judging.content.settings.close_margin = 0.1F;
    judging.content.settings.hangover_ms = 700;
    judging.content.settings.utterance_max_ms = 15000;
    assert_int_equal(recogniser_create_script(&judging.recogniser, &lines), 0);
    free(text);
    assert_int_equal(matcher_create(&judging.matcher, &listening_exhibit, &listening_phrasebook, NULL, NULL), 0);
}

static inline void judging_close(void)
{
    matcher_destroy(judging.matcher);
    recogniser_destroy(judging.recogniser);
    judging = (struct exhibition){0};
}

/* Speaks `times` times for a second, with two seconds of a quiet room before and after. */
static inline void judging_speak(struct voice *voice, int times)
{
    voice->count = 0;
    voice->seed = 1;
    voice_add_room(voice, 2);
    for (int i = 0; i < times; i++) {
        voice_add_speech(voice, 1);
        voice_add_room(voice, 2);
    }
}

/* The same as a sound file; without times, a room in which nobody speaks. */
static inline void judging_record(const struct folder *folder, const char *name, int times)
{
    static struct voice voice;
    char path[PATH_MAX];
    folder_path(folder, name, path);
    judging_speak(&voice, times);
    assert_int_equal(sound_file_write(path, VOICE_RATE_HZ, voice.frames, voice.count), 0);
}

#endif
