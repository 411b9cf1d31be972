/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/wording.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/sentences.h"

/* A growing string; after one failed allocation it stays empty and `failed` tells. */
struct builder {
    char *text;
    size_t length, size;
    int failed;
};

static void builder_add(struct builder *builder, const char *text, size_t length)
{
    if (builder->failed != 0) {
        return;
    }
    if (builder->length + length + 1 > builder->size) {
        size_t size = (builder->length + length + 1) * 2;
        char *grown = realloc(builder->text, size);
        if (grown == NULL) {
            builder->failed = -ENOMEM;
            return;
        }
        builder->text = grown;
        builder->size = size;
    }
    memcpy(builder->text + builder->length, text, length);
    builder->length += length;
    builder->text[builder->length] = '\0';
}

static void builder_add_name(struct builder *builder, const struct exhibit *exhibit, int topic)
{
    const char *name = topic_name(&exhibit->topics[topic]);

    builder_add(builder, name, strlen(name));
}

static void builder_add_list(struct builder *builder, const struct exhibit *exhibit)
{
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        if (i > 0) {
            builder_add(builder, ", ", 2);
        }
        builder_add_name(builder, exhibit, (int)i);
    }
}

static void builder_add_number(struct builder *builder, size_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%zu", number);

    builder_add(builder, digits, (size_t)length);
}

/* Put in what the placeholder of `length` letters at `word` stands for. Returns false when it is an ordinary word. */
static bool builder_add_placeholder(struct builder *builder, const char *word, size_t length,
                                    const struct dialogue_speech *speech, const struct exhibit *exhibit)
{
    static const struct {
        const char *word;
        size_t topic;
    } names[] = {{"FIRST", 0}, {"TOPIC", 0}, {"SECOND", 1}, {"THIRD", 2}};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strlen(names[i].word) == length && strncmp(word, names[i].word, length) == 0) {
            if (names[i].topic >= speech->topic_count) {
                return false;
            }
            builder_add_name(builder, exhibit, speech->topics[names[i].topic]);
            return true;
        }
    }
    if (length == 4 && strncmp(word, "LIST", 4) == 0) {
        builder_add_list(builder, exhibit);
        return true;
    }
    if (length == 5 && strncmp(word, "COUNT", 5) == 0) {
        builder_add_number(builder, speech->number);
        return true;
    }
    return false;
}

static void builder_add_phrase(struct builder *builder, const char *text, const struct dialogue_speech *speech,
                               const struct exhibit *exhibit)
{
    while (*text != '\0') {
        size_t length = 0;
        while (isalpha((unsigned char)text[length])) {
            length++;
        }
        if (length == 0) {
            builder_add(builder, text, 1);
            text++;
            continue;
        }
        if (!builder_add_placeholder(builder, text, length, speech, exhibit)) {
            builder_add(builder, text, length);
        }
        text += length;
    }
}

static int build_phrase(struct builder *builder, const struct dialogue_speech *speech, const struct exhibit *exhibit,
                        const struct exhibit *phrasebook)
{
    int index = phrasebook != NULL ? exhibit_find(phrasebook, speech->phrase) : -ENOENT;
    char *text = NULL;

    if (index < 0) {
        return -ENOENT;
    }
    int result = exhibit_speech(&phrasebook->topics[index].answer, &text);
    if (result == 0) {
        builder_add_phrase(builder, text, speech, exhibit);
        free(text);
    }
    return result;
}

static int build(struct builder *builder, const struct dialogue_speech *speech, const struct exhibit *exhibit,
                 const struct exhibit *phrasebook, const char *free_text)
{
    switch (speech->kind) {
    case DIALOGUE_SPEECH_PHRASE:
        return build_phrase(builder, speech, exhibit, phrasebook);
    case DIALOGUE_SPEECH_GREETING:
        return exhibit_speech(&exhibit->greeting, &builder->text);
    case DIALOGUE_SPEECH_ANSWER:
        return exhibit_speech(&exhibit->topics[speech->topics[0]].answer, &builder->text);
    case DIALOGUE_SPEECH_MORE:
        return exhibit_speech(&exhibit->topics[speech->topics[0]].more, &builder->text);
    case DIALOGUE_SPEECH_TEXT:
        if (free_text != NULL) {
            builder_add(builder, free_text, strlen(free_text));
        }
        return 0;
    case DIALOGUE_SPEECH_NONE:
        break;
    }
    return -ENOENT;
}

int wording_make(struct wording *ret_wording, const struct dialogue_speech *speech, const struct exhibit *exhibit,
                 const struct exhibit *phrasebook, const char *free_text)
{
    struct builder builder = {0};

    memset(ret_wording, 0, sizeof(*ret_wording));
    int result = build(&builder, speech, exhibit, phrasebook, free_text);
    if (result == 0) {
        result = builder.failed;
    }
    if (result == 0 && builder.text != NULL) {
        ret_wording->sentence_count = sentences_find(builder.text, ret_wording->starts, WORDING_SENTENCES_MAX);
    }
    if (result == 0 && ret_wording->sentence_count == 0) {
        result = -ENOENT;
    }
    if (result < 0) {
        free(builder.text);
        return result;
    }
    ret_wording->text = builder.text;
    return 0;
}

void wording_finish(struct wording *wording)
{
    if (wording == NULL) {
        return;
    }
    free(wording->text);
    memset(wording, 0, sizeof(*wording));
}

const char *wording_phrase(size_t i)
{
    static const char *const phrases[] = {
        "ready",
        "close",
        "not-understood",
        "not-understood-1",
        "not-understood-1-of-2",
        "not-understood-2",
        "not-understood-3",
        "nothing-heard",
        "topic-list",
        "list-item",
        "louder",
        "loudest",
        "quieter",
        "quietest",
        "faster",
        "fastest",
        "slower",
        "slowest",
        "no-more",
        "nothing-to-repeat",
        "no-such-number",
        "help",
        "still-there",
        "mended",
        "fault-microphone",
        "fault-microphone-silent",
        "fault-microphone-clipping",
        "fault-speaker",
        "fault-buttons",
        "fault-hearing",
        "self-test-failed",
        "fault-content",
    };

    return i < sizeof(phrases) / sizeof(phrases[0]) ? phrases[i] : NULL;
}
