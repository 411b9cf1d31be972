/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/exhibition.h"

#include <assert.h>
#include <errno.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/exhibit_load.h"
#include "docent/wording.h"

/* People who talk with each other say a topic's words, too, or something that sounds like them: where little of what is
 * said is for certain a question's words, docent was not asked. A button makes it less likely that nobody was meant.
 * Chosen on half a (tests/bench/RESULTS.md). */
static const float OPEN_CLEAR_LEAST = 0.25F;
static const float OPEN_UNCLEAR_COST = 4.0F;
static const float BUTTON_CLEAR_LEAST = 0.15F;
/* What is not certain enough only because another topic rivals is not talk: of half a's and the fresh questions in this
 * band after the button 12 of 14 are right, and no overheard clip is in it (tests/bench/HEARING.md). Listening always
 * it was chosen together with the cost of what is unclear. */
static const float MEANT_RELIEF = 0.1F;
static const float MEANT_LEAST = 0.8F;
/* tests/bench/RESULTS.md says what is met with a reply by it. */
static const float NEAR = 0.25F;

__attribute__((format(printf, 3, 4))) static int wrong(char *ret_wrong, int error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(ret_wrong, EXHIBITION_WRONG_BYTES, format, arguments);
    va_end(arguments);
    return error;
}

static int check_phrases(const struct tool_content *content, char *ret_wrong)
{
    for (size_t i = 0; wording_phrase(i) != NULL; i++) {
        int index = exhibit_find(&content->phrasebook, wording_phrase(i));
        if (index < 0 || content->phrasebook.topics[index].answer.count == 0) {
            return wrong(ret_wrong, -EINVAL, "%s/%s.md: this phrase is missing: write what docent is to say",
                         content->phrasebook_folder, wording_phrase(i));
        }
    }
    return 0;
}

int exhibition_pronounce(const struct exhibition *exhibition, struct synth *synth)
{
    const struct exhibit *phrasebook = &exhibition->content.phrasebook;
    const struct exhibit *exhibit = &exhibition->content.exhibit;
    size_t count = phrasebook->pronunciation_count + exhibit->pronunciation_count;
    struct pronunciation *all = calloc(count + 1, sizeof(*all));

    if (all == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < phrasebook->pronunciation_count; i++) {
        all[i] = phrasebook->pronunciations[i];
    }
    for (size_t i = 0; i < exhibit->pronunciation_count; i++) {
        all[phrasebook->pronunciation_count + i] = exhibit->pronunciations[i];
    }
    int result = synth_set_pronunciations(synth, all, count);
    free(all);
    return result;
}

void exhibition_ear_options(const struct settings *settings, struct ear_options *ret_options)
{
    *ret_options = (struct ear_options){
        .open = {.accept = settings->accept_open,
                 .meant_relief = MEANT_RELIEF,
                 .meant_least = MEANT_LEAST,
                 .close_margin = settings->close_margin,
                 .near = NEAR,
                 .clear_least = OPEN_CLEAR_LEAST,
                 .unclear_cost = OPEN_UNCLEAR_COST},
        .push_to_talk = {.accept = settings->accept_button,
                         .meant_relief = MEANT_RELIEF,
                         .meant_least = MEANT_LEAST,
                         .close_margin = settings->close_margin,
                         .near = NEAR,
                         .clear_least = BUTTON_CLEAR_LEAST},
        .hangover_ms = (uint32_t)settings->hangover_ms,
        .utterance_max_ms = (uint32_t)settings->utterance_max_ms,
    };
}

static int create_ear(struct exhibition *exhibition)
{
    struct ear_options options;

    exhibition_ear_options(&exhibition->content.settings, &options);
    int result = matcher_create(&exhibition->matcher, &exhibition->content.exhibit, &exhibition->content.phrasebook,
                                exhibition->english, NULL);
    if (result < 0) {
        return result;
    }
    return ear_create(&exhibition->ear, exhibition->recogniser, exhibition->matcher, &options);
}

static bool is_over(const atomic_bool *is_unwanted)
{
    return is_unwanted != NULL && atomic_load(is_unwanted);
}

static int load_english(struct exhibition *exhibition, char *ret_wrong)
{
    char path[PATHS_BYTES + 16];

    snprintf(path, sizeof(path), "%s/english.tsv", exhibition->content.paths.models);
    int result = english_load(&exhibition->english, path);
    if (result < 0) {
        return wrong(ret_wrong, result, "%s cannot be read (%s): install docent anew", path, strerror(-result));
    }
    return 0;
}

static int create_parts(struct exhibition *exhibition, struct synth *synth, const atomic_bool *is_unwanted,
                        char *ret_wrong)
{
    const struct tool_content *content = &exhibition->content;
    int result = check_phrases(content, ret_wrong);

    if (result == 0) {
        result = load_english(exhibition, ret_wrong);
    }
    if (result < 0) {
        return result;
    }
    result = is_over(is_unwanted)
                 ? -ECANCELED
                 : recogniser_create_sphinx(&exhibition->recogniser, &content->exhibit, &content->phrasebook,
                                            exhibition->english, synth, content->paths.models);
    if (result == -ENOENT) {
        return wrong(ret_wrong, result, "a model of speech is missing: install pocketsphinx-en-us, and docent anew");
    }
    if (result == 0) {
        result = create_ear(exhibition);
    }
    if (result < 0) {
        return wrong(ret_wrong, result, "the recogniser cannot be made from %s (%s): run docent check %s",
                     content->folder, strerror(-result), content->folder);
    }
    return 0;
}

/* `content` is moved into the exhibition, whatever the outcome. */
static int create(struct exhibition **ret_exhibition, struct tool_content *content, struct synth *synth,
                  const atomic_bool *is_unwanted, char *ret_wrong)
{
    struct exhibition *exhibition = calloc(1, sizeof(*exhibition));

    *ret_exhibition = NULL;
    if (exhibition == NULL) {
        tool_content_finish(content);
        return wrong(ret_wrong, -ENOMEM, "out of memory: stop other programs, or use a machine with more");
    }
    exhibition->content = *content;
    memset(content, 0, sizeof(*content));
    int result = create_parts(exhibition, synth, is_unwanted, ret_wrong);
    if (result < 0) {
        exhibition_destroy(exhibition);
        return result;
    }
    /* Reading the model of English takes far more memory than is kept, and what is freed in small pieces stays the
     * process's own until it is given back. */
    malloc_trim(0);
    *ret_exhibition = exhibition;
    return 0;
}

int exhibition_create(struct exhibition **ret_exhibition, struct tool_content *content, struct synth *synth,
                      char ret_wrong[EXHIBITION_WRONG_BYTES])
{
    int result = create(ret_exhibition, content, synth, NULL, ret_wrong);

    if (result < 0) {
        return result;
    }
    assert(*ret_exhibition != NULL);
    result = exhibition_pronounce(*ret_exhibition, synth);
    if (result < 0) {
        exhibition_destroy(*ret_exhibition);
        *ret_exhibition = NULL;
        return wrong(ret_wrong, result, "out of memory: stop other programs, or use a machine with more");
    }
    return 0;
}

static int load(const char *folder, enum exhibit_kind kind, struct exhibit *ret_exhibit, char *ret_wrong)
{
    struct problems problems = {0};
    int result = exhibit_load(folder, kind, ret_exhibit, &problems);

    if (result < 0 && problems.count > 0) {
        char *line = problem_line(&problems.items[0]);
        wrong(ret_wrong, result, "%s", line != NULL ? line : folder);
        free(line);
    } else if (result < 0) {
        wrong(ret_wrong, result, "%s cannot be read (%s): run docent check %s", folder, strerror(-result), folder);
    }
    problems_finish(&problems);
    return result;
}

int exhibition_reload(struct exhibition **ret_exhibition, const struct exhibition *old, struct synth *synth,
                      const atomic_bool *is_unwanted, char ret_wrong[EXHIBITION_WRONG_BYTES])
{
    struct tool_content *content = malloc(sizeof(*content));

    *ret_exhibition = NULL;
    if (content == NULL) {
        return wrong(ret_wrong, -ENOMEM, "out of memory: stop other programs, or use a machine with more");
    }
    *content = old->content; /* settings, paths and folders; the content itself is read anew */
    memset(&content->exhibit, 0, sizeof(content->exhibit));
    memset(&content->phrasebook, 0, sizeof(content->phrasebook));
    int result = load(content->folder, EXHIBIT_TOPICS, &content->exhibit, ret_wrong);
    if (result == 0) {
        result = load(content->phrasebook_folder, EXHIBIT_PHRASEBOOK, &content->phrasebook, ret_wrong);
    }
    if (result == 0) {
        result = create(ret_exhibition, content, synth, is_unwanted, ret_wrong);
    } else {
        tool_content_finish(content);
    }
    free(content);
    return result;
}

void exhibition_destroy(struct exhibition *exhibition)
{
    if (exhibition == NULL) {
        return;
    }
    ear_destroy(exhibition->ear);
    matcher_destroy(exhibition->matcher);
    recogniser_destroy(exhibition->recogniser);
    english_destroy(exhibition->english);
    tool_content_finish(&exhibition->content);
    free(exhibition);
}
