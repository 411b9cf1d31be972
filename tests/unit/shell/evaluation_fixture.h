/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEST_EVALUATION_FIXTURE_H
#define DOCENT_TEST_EVALUATION_FIXTURE_H

/* For tests of what is counted and reported: an evaluation of recordings, an hour long each, in which everything that
 * can come of one has come of one. */

#include "docent/evaluation.h"
#include "listening_fixture.h"

enum { HOUR_FRAMES = 3600 * RECOGNISER_RATE_HZ, CLIPS = 9 };

static struct exhibition exhibition;
static struct evaluation evaluation;
static struct manifest_entry entries[CLIPS] = {
    {.shown = (char[]){"right"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"wrong"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"none"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"almost"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"astray"}, .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"quiet"}},
    {.shown = (char[]){"taken"}},
    {.shown = (char[]){"command"}},
    {.shown = (char[]){"gone"}, .topic = &listening_topics[APPLES]},
};
static const struct manifest manifest = {.entries = entries, .count = CLIPS};

static inline int evaluation_setup(void **state)
{
    (void)state;
    snprintf(exhibition.content.folder, sizeof(exhibition.content.folder), "fruit");
    assert_int_equal(evaluation_init(&evaluation, &exhibition, &manifest), 0);
    struct evaluation_clip *clips = evaluation.clips;
    for (size_t i = 0; i < CLIPS; i++) {
        assert_true(clips[i].judgement.is_silence);
        clips[i].frame_count = HOUR_FRAMES;
        clips[i].judgement.cpu_ns = 36000000000U;
    }
    clips[0].judgement.topic = &listening_topics[APPLES];
    clips[1].judgement.topic = &listening_topics[PEARS];
    clips[3].judgement.close[0] = &listening_topics[PLUMS];
    clips[3].judgement.close[1] = &listening_topics[APPLES];
    clips[4].judgement.close[0] = &listening_topics[PLUMS];
    clips[4].judgement.close[1] = &listening_topics[PEARS];
    clips[5].reprompts = 6;
    clips[6].judgement.topic = &listening_topics[PEARS];
    clips[6].answers = 3;
    clips[7].judgement.command = &listening_commands[0];
    clips[8].error = -2;
    evaluation.gap_frames = HOUR_FRAMES / 2;
    return 0;
}

static inline int evaluation_teardown(void **state)
{
    (void)state;
    evaluation_finish(&evaluation);
    return 0;
}

#endif
