/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/self_test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "docent/resample.h"

enum {
    FRAMES_MAX = SELF_TEST_QUESTION_MS_MAX * (RECOGNISER_RATE_HZ / 1000),
    PAUSE_FRAMES = RECOGNISER_RATE_HZ / 5, /* silence at both ends, as the endpointer leaves it */
};

struct taker {
    struct resampler *resampler;
    int16_t *frames;
    size_t count;
};

static int take_chunk(void *user, const struct synth_chunk *chunk)
{
    struct taker *taker = user;

    for (size_t used = 0; used < chunk->count;) {
        size_t in = chunk->count - used, out = FRAMES_MAX - PAUSE_FRAMES - taker->count;
        if (out == 0) {
            return 1;
        }
        resampler_run(taker->resampler, chunk->frames + used, &in, taker->frames + taker->count, &out);
        used += in;
        taker->count += out;
    }
    return 0;
}

static int say(struct self_test_question *question, const char *text, struct synth *synth)
{
    const struct synth_style style = {.rate_wpm = SELF_TEST_RATE_WPM, .voice = SELF_TEST_VOICE};
    struct taker taker = {.count = PAUSE_FRAMES, .frames = calloc(FRAMES_MAX, sizeof(*taker.frames))};

    if (taker.frames == NULL) {
        return -ENOMEM;
    }
    question->frames = taker.frames;
    int result = resampler_create(&taker.resampler, synth_rate_hz(synth), RECOGNISER_RATE_HZ);
    if (result == 0) {
        result = synth_speak(synth, text, &style, take_chunk, &taker);
        result = result == -ECANCELED ? 0 : result;
    }
    resampler_destroy(taker.resampler);
    question->count = taker.count + PAUSE_FRAMES;
    int16_t *fitting = realloc(question->frames, question->count * sizeof(*fitting));
    if (fitting != NULL) {
        question->frames = fitting;
    }
    return result;
}

/* The wording number `round` of every topic, while there is room. Returns how many there are, or a negative errno. */
static int say_round(struct self_test *test, size_t round, const struct exhibit *exhibit, struct synth *synth)
{
    int said = 0;

    for (size_t i = 0; i < exhibit->topic_count && test->count < SELF_TEST_QUESTIONS_MAX; i++) {
        const struct topic *topic = &exhibit->topics[i];
        if (round < topic->asked_as.count) {
            struct self_test_question *question = &test->questions[test->count++];
            question->topic = topic;
            int result = say(question, topic->asked_as.items[round], synth);
            if (result < 0) {
                return result;
            }
            said++;
        }
    }
    return said;
}

int self_test_create(struct self_test **ret_test, const struct exhibit *exhibit, struct synth *synth)
{
    struct self_test *test = calloc(1, sizeof(*test));
    int result = test == NULL ? -ENOMEM : 1;

    *ret_test = NULL;
    for (size_t round = 0; result > 0; round++) {
        result = say_round(test, round, exhibit, synth);
    }
    if (result < 0) {
        self_test_destroy(test);
        return result;
    }
    *ret_test = test;
    return 0;
}

void self_test_destroy(struct self_test *test)
{
    if (test == NULL) {
        return;
    }
    for (size_t i = 0; i < test->count; i++) {
        free(test->questions[i].frames);
    }
    free(test);
}

int self_test_ask(struct self_test *test, struct ear *ear, struct ear_result *scratch)
{
    const struct self_test_question *question = &test->questions[test->next];
    int result = ear_probe(ear, question->frames, question->count, scratch);

    if (result < 0) {
        return result;
    }
    const struct match *match = &scratch->match;
    if (match->kind != MATCH_ONE || match->is_command || match->candidates[0].topic != question->topic) {
        test->next = (test->next + 1) % test->count;
        return -EBADMSG;
    }
    return 0;
}
