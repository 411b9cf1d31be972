/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "recogniser_kind.h"

struct script {
    struct recogniser base;
    struct text_list lines;
    size_t next;
    size_t frame_count; /* of the utterance under way */
    bool is_started;
    size_t ahead_frames; /* "recognised" ahead of the end; 0: none */
    unsigned ahead_parts;
};

static int script_start(struct recogniser *recogniser)
{
    struct script *script = (void *)recogniser;
    assert(!script->is_started);
    script->is_started = true;
    script->frame_count = 0;
    script->ahead_frames = 0;
    return 0;
}

static int script_feed(struct recogniser *recogniser, const int16_t *frames, size_t count)
{
    struct script *script = (void *)recogniser;
    (void)frames;
    assert(script->is_started);
    script->frame_count += count;
    return 0;
}

static bool script_work(struct recogniser *recogniser, size_t frame_count)
{
    struct script *script = (void *)recogniser;
    assert(script->is_started);
    if (script->ahead_frames != frame_count) {
        script->ahead_frames = frame_count;
        script->ahead_parts = 0;
    }
    script->ahead_parts += script->ahead_parts < RECOGNISER_SCRIPT_PARTS;
    return frame_count > 0 && script->ahead_parts < RECOGNISER_SCRIPT_PARTS;
}

static struct heard_word *seen_find(struct heard *heard, const char *text)
{
    for (size_t i = 0; i < heard->seen_count; i++) {
        if (strcmp(heard->seen[i].text, text) == 0) {
            return &heard->seen[i];
        }
    }
    return NULL;
}

/* The words of a line, spread evenly over the utterance. */
static void line_hear(const char *line, struct heard *heard)
{
    for (line += strspn(line, " "); *line != '\0' && heard->word_count < HEARD_WORDS_MAX; line += strspn(line, " ")) {
        size_t length = strcspn(line, " ");
        struct heard_word *word = &heard->words[heard->word_count++];
        word->posterior = 1.0F;
        memcpy(word->text, line, length < HEARD_WORD_BYTES ? length : HEARD_WORD_BYTES - 1);
        line += length;
    }
    for (size_t i = 0; i < heard->word_count; i++) {
        struct heard_word *word = &heard->words[i];
        word->start_ms = (int32_t)(heard->speech_ms * i / heard->word_count);
        word->end_ms = (int32_t)(heard->speech_ms * (i + 1) / heard->word_count);
        if (seen_find(heard, word->text) == NULL) {
            heard->seen[heard->seen_count++] = *word;
        }
    }
}

static int script_end(struct recogniser *recogniser, size_t frame_count, struct heard *ret_heard)
{
    struct script *script = (void *)recogniser;
    assert(script->is_started);
    script->is_started = false;
    memset(ret_heard, 0, sizeof(*ret_heard));
    size_t count = frame_count < script->frame_count ? frame_count : script->frame_count;
    ret_heard->speech_ms = (uint32_t)((uint64_t)count * 1000 / RECOGNISER_RATE_HZ);
    const char *line = script->lines.items[script->next];
    if (script->next + 1 < script->lines.count) {
        script->next++;
    }
    if (strcmp(line, "!") == 0) {
        return -EIO;
    }
    line_hear(line, ret_heard);
    return 0;
}

static void script_abandon(struct recogniser *recogniser)
{
    struct script *script = (void *)recogniser;
    script->is_started = false;
}

static void script_destroy(struct recogniser *recogniser)
{
    struct script *script = (void *)recogniser;
    text_list_finish(&script->lines);
    free(script);
}

static const struct recogniser_kind script_kind = {
    .start = script_start,
    .feed = script_feed,
    .work = script_work,
    .end = script_end,
    .abandon = script_abandon,
    .destroy = script_destroy,
};

int recogniser_create_script(struct recogniser **ret_recogniser, const struct text_list *lines)
{
    *ret_recogniser = NULL;
    if (lines->count == 0) {
        return -EINVAL;
    }
    struct script *script = calloc(1, sizeof(*script));
    if (script == NULL) {
        return -ENOMEM;
    }
    script->base.kind = &script_kind;
    for (size_t i = 0; i < lines->count; i++) {
        if (text_list_append(&script->lines, lines->items[i], strlen(lines->items[i])) < 0) {
            script_destroy(&script->base);
            return -ENOMEM;
        }
    }
    *ret_recogniser = &script->base;
    return 0;
}
