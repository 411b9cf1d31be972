/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEST_EVALUATION_RUN_FIXTURE_H
#define DOCENT_TEST_EVALUATION_RUN_FIXTURE_H

/* For tests of how recordings are judged: four in a folder, of which one is missing and one has nobody in it. */

#include "docent/evaluation.h"
#include "judging_fixture.h"

static struct folder folder;
static struct evaluation evaluation;
static char paths[4][PATH_MAX];
static struct manifest_entry entries[4] = {
    {.shown = (char[]){"one.wav"}, .path = paths[0], .topic = &listening_topics[APPLES]},
    {.shown = (char[]){"room.wav"}, .path = paths[1]},
    {.shown = (char[]){"nowhere.wav"}, .path = paths[2], .topic = &listening_topics[PEARS]},
    {.shown = (char[]){"two.wav"}, .path = paths[3], .topic = &listening_topics[PLUMS]},
};
static const struct manifest manifest = {.entries = entries, .count = 4};
static size_t told;

static inline void count_told(void *user, size_t index, const struct evaluation_clip *clip)
{
    assert_ptr_equal(user, &told);
    assert_int_equal(index, told);
    assert_ptr_equal(clip, &evaluation.clips[index]);
    told++;
}

static inline int evaluation_setup(void **state)
{
    (void)state;
    folder_make(&folder);
    for (size_t i = 0; i < 4; i++) {
        folder_path(&folder, entries[i].shown, paths[i]);
    }
    judging_record(&folder, "one.wav", 1);
    judging_record(&folder, "room.wav", 0);
    judging_record(&folder, "two.wav", 2);
    return 0;
}

static inline int evaluation_teardown(void **state)
{
    (void)state;
    folder_remove(&folder);
    return 0;
}

static inline void open_evaluation(const char *said)
{
    judging_open(said);
    assert_int_equal(evaluation_init(&evaluation, &judging, &manifest), 0);
    evaluation.watcher = count_told;
    evaluation.watcher_user = &told;
    told = 0;
}

static inline void close_evaluation(void)
{
    evaluation_finish(&evaluation);
    judging_close();
}

#endif
