/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/synth.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "synth_kind.h"

static const char default_voice[] = "en-gb";

static void pronunciations_free(struct pronunciation *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].word);
        free(list[i].sounds_like);
    }
    free(list);
}

int synth_base_init(struct synth *synth, const struct synth_kind *kind, unsigned rate_hz)
{
    pthread_mutexattr_t checked;

    if (pthread_mutexattr_init(&checked) != 0) {
        return -ENOMEM;
    }
    pthread_mutexattr_settype(&checked, PTHREAD_MUTEX_ERRORCHECK);
    int error = pthread_mutex_init(&synth->lock, &checked);
    pthread_mutexattr_destroy(&checked);
    synth->kind = kind;
    synth->rate_hz = rate_hz;
    return error == 0 ? 0 : -ENOMEM;
}

void synth_base_finish(struct synth *synth)
{
    pthread_mutex_destroy(&synth->lock);
}

/* Wait until nobody uses it. Returns 0, or -EBUSY inside a sink, where it would be waited for in vain. */
static int synth_take(struct synth *synth)
{
    return pthread_mutex_lock(&synth->lock) == 0 ? 0 : -EBUSY;
}

static void synth_let_go(struct synth *synth)
{
    pthread_mutex_unlock(&synth->lock);
}

void synth_destroy(struct synth *synth)
{
    if (synth == NULL) {
        return;
    }
    pronunciations_free(synth->pronunciations, synth->pronunciation_count);
    synth->kind->destroy(synth);
}

unsigned synth_rate_hz(const struct synth *synth)
{
    return synth->rate_hz;
}

int synth_set_pronunciations(struct synth *synth, const struct pronunciation *list, size_t count)
{
    struct pronunciation *copy = NULL;
    if (count > 0) {
        copy = calloc(count, sizeof *copy);
        if (copy == NULL) {
            return -ENOMEM;
        }
    }
    for (size_t i = 0; i < count; i++) {
        copy[i].word = strdup(list[i].word);
        copy[i].sounds_like = strdup(list[i].sounds_like);
        if (copy[i].word == NULL || copy[i].sounds_like == NULL) {
            pronunciations_free(copy, count);
            return -ENOMEM;
        }
    }
    int result = synth_take(synth);
    if (result < 0) {
        pronunciations_free(copy, count);
        return result;
    }
    pronunciations_free(synth->pronunciations, synth->pronunciation_count);
    synth->pronunciations = copy;
    synth->pronunciation_count = count;
    synth_let_go(synth);
    return 0;
}

/* The synth is taken. */
static int speak(struct synth *synth, const char *text, const struct synth_style *style, synth_sink *sink, void *user)
{
    struct spoken_text spoken;
    int result = spoken_text_init(&spoken, text, synth->pronunciations, synth->pronunciation_count);
    if (result < 0) {
        return result;
    }
    struct synth_style full_style = {.rate_wpm = style->rate_wpm,
                                     .voice = style->voice != NULL ? style->voice : default_voice};
    struct synth_job job = {.text = &spoken, .style = &full_style, .sink = sink, .user = user};
    result = synth->kind->speak(synth, &job);
    spoken_text_finish(&spoken);
    return result;
}

int synth_speak(struct synth *synth, const char *text, const struct synth_style *style, synth_sink *sink, void *user)
{
    assert(sink != NULL);
    int result = synth_take(synth);
    if (result < 0) {
        return result;
    }
    bool is_rate = style->rate_wpm >= SYNTH_RATE_MIN_WPM && style->rate_wpm <= SYNTH_RATE_MAX_WPM;
    result = is_rate ? speak(synth, text, style, sink, user) : -EINVAL;
    synth_let_go(synth);
    return result;
}

/* Lower-case copy of a word made of letters, with apostrophes and hyphens between them. */
static int copy_word(const char *word, char *ret_lower, size_t size)
{
    size_t length = strnlen(word, size);
    if (length == 0 || length == size) {
        return -EINVAL;
    }
    for (size_t i = 0; i <= length; i++) {
        char c = word[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool is_joint = (c == '\'' || c == '-') && i > 0;
        if (c != '\0' && !is_letter && !is_joint) {
            return -EINVAL;
        }
        ret_lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return 0;
}

int synth_phones(struct synth *synth, const char *word, char *ret_phones, size_t size)
{
    if (synth->kind->phones == NULL) {
        return -ENOTSUP;
    }
    int result = synth_take(synth);
    if (result < 0) {
        return result;
    }
    char lower[SYNTH_WORD_BYTES];
    result = copy_word(word, lower, sizeof lower);
    result = result < 0 ? result : synth->kind->phones(synth, lower, ret_phones, size);
    synth_let_go(synth);
    return result;
}
