/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A curator's folder: the input is its files, parted by form feeds. First exhibit.md, then up to three topics. What is
 * accepted goes on to all that is made from it: matcher, language model, wordings, spoken text. */

#include "fuzz.h"

#include <string.h>

#include "docent/exhibit_load.h"
#include "docent/language_model.h"
#include "docent/matcher.h"
#include "docent/sentence_bank.h"
#include "docent/spoken_text.h"
#include "docent/wording.h"

enum { FILES = 4 };

static const char *const names[FILES] = {"exhibit.md", "first.md", "second.md", "third.md"};
static char folder[FUZZ_PATH_BYTES];

static void remove_folder(void)
{
    char path[2 * FUZZ_PATH_BYTES];

    for (size_t i = 0; i < FILES; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

/* In memory where there is such a place: a disk would make this ten times slower. */
static void make_folder(void)
{
    (void)snprintf(folder, sizeof(folder), "%s/docent-fuzz-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    fuzz_check(mkdtemp(folder) != NULL);
    (void)atexit(remove_folder);
}

static void write_file(const char *name, const uint8_t *data, size_t size)
{
    char path[2 * FUZZ_PATH_BYTES];

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "we");
    fuzz_check(file != NULL);
    fuzz_check(fwrite(data, 1, size, file) == size);
    fuzz_check(fclose(file) == 0);
}

static void write_files(const uint8_t *data, size_t size)
{
    char path[2 * FUZZ_PATH_BYTES];

    for (size_t i = 0; i < FILES; i++) {
        const uint8_t *end = size == 0 ? NULL : memchr(data, '\f', size);
        size_t length = end == NULL || i == FILES - 1 ? size : (size_t)(end - data);
        if (i < 2 || size > 0) {
            write_file(names[i], data, length);
        } else {
            (void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
            (void)unlink(path);
        }
        data += end == NULL || i == FILES - 1 ? length : length + 1;
        size -= end == NULL || i == FILES - 1 ? length : length + 1;
    }
}

static void match(const struct exhibit *exhibit)
{
    const struct matcher_limits limits = {.accept = 0.5F, .close_margin = 0.1F};
    struct matcher *matcher = NULL;
    struct match result;

    if (matcher_create(&matcher, exhibit, NULL, NULL, NULL) < 0) {
        return;
    }
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        const struct topic *topic = &exhibit->topics[i];
        for (size_t j = 0; j < topic->asked_as.count; j++) {
            matcher_match_text(matcher, &limits, topic->asked_as.items[j], &result);
            fuzz_check(result.candidate_count <= MATCH_CANDIDATES_MAX);
            for (size_t k = 0; k < result.candidate_count; k++) {
                fuzz_check(result.candidates[k].score >= 0 && result.candidates[k].score <= 1);
            }
        }
    }
    matcher_destroy(matcher);
}

static void speak(const struct exhibit *exhibit, const struct dialogue_speech *speech)
{
    struct wording wording;
    struct spoken_text text;
    struct spoken_cursor cursor = {0};
    size_t offset = 0, length = 0;

    if (wording_make(&wording, speech, exhibit, exhibit, NULL) < 0) {
        return;
    }
    fuzz_check(wording.sentence_count >= 1 && wording.sentence_count <= WORDING_SENTENCES_MAX);
    if (spoken_text_init(&text, wording.text, exhibit->pronunciations, exhibit->pronunciation_count) == 0) {
        for (size_t i = 0; i < text.spoken_length; i++) {
            if (spoken_text_follow(&text, &cursor, i, &offset, &length)) {
                fuzz_check(offset + length <= text.source_length);
            }
        }
        spoken_text_finish(&text);
    }
    wording_finish(&wording);
}

static void speak_all(const struct exhibit *exhibit)
{
    struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_GREETING};

    speak(exhibit, &speech);
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        speech.topics[0] = (int)i;
        speech.topic_count = 1;
        speech.kind = DIALOGUE_SPEECH_ANSWER;
        speak(exhibit, &speech);
        speech.kind = DIALOGUE_SPEECH_MORE;
        speak(exhibit, &speech);
    }
}

static void model(const struct exhibit *exhibit)
{
    const struct sentence_weights weights = {.key = 1, .frame = 1, .command = 1};
    struct language_model_options options;
    struct sentence_bank bank;
    FILE *nowhere = fopen("/dev/null", "we");

    language_model_options_default(&options);
    if (sentence_bank_build(&bank, exhibit, exhibit, NULL, &weights) == 0) {
        (void)language_model_write(nowhere, &bank, NULL, &options);
    }
    sentence_bank_finish(&bank);
    (void)fclose(nowhere);
}

static void load(enum exhibit_kind kind)
{
    struct problems problems = {0};
    struct exhibit exhibit;
    int result = exhibit_load(folder, kind, &exhibit, &problems);

    fuzz_check((result == 0) == problems_are_none(&problems));
    for (size_t i = 0; i < problems.count; i++) {
        char *line = problem_line(&problems.items[i]);
        fuzz_check(line != NULL && strchr(line, '\n') == NULL);
        free(line);
    }
    problems_finish(&problems);
    if (result == 0) {
        match(&exhibit);
        speak_all(&exhibit);
        model(&exhibit);
        exhibit_finish(&exhibit);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (folder[0] == '\0') {
        make_folder();
    }
    write_files(data, size);
    load(EXHIBIT_TOPICS);
    load(EXHIBIT_PHRASEBOOK);
    return 0;
}
