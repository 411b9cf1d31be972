/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/evaluation.h"

#include <errno.h>
#include <stdlib.h>

int evaluation_init(struct evaluation *evaluation, struct exhibition *exhibition, const struct manifest *manifest)
{
    *evaluation = (struct evaluation){.exhibition = exhibition, .manifest = manifest};
    evaluation->clips = calloc(manifest->count + 1, sizeof(*evaluation->clips));
    if (evaluation->clips == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < manifest->count; i++) {
        judgement_init(&evaluation->clips[i].judgement);
    }
    return 0;
}

void evaluation_finish(struct evaluation *evaluation)
{
    if (evaluation == NULL) {
        return;
    }
    free(evaluation->clips);
    evaluation->clips = NULL;
}

void evaluation_tell(const struct evaluation *evaluation, size_t index)
{
    if (evaluation->watcher != NULL) {
        evaluation->watcher(evaluation->watcher_user, index, &evaluation->clips[index]);
    }
}

static double hours_of(uint64_t frame_count)
{
    return (double)frame_count / RECOGNISER_RATE_HZ / 3600;
}

static void count_clip(const struct evaluation_clip *clip, const struct topic *expected,
                       struct evaluation_counts *counts)
{
    const struct judgement *judgement = &clip->judgement;
    counts->hours += hours_of(clip->frame_count);
    counts->cpu_s += (double)judgement->cpu_ns / 1e9;
    counts->commands += judgement->command != NULL;
    if (expected == NULL) {
        counts->talk++;
        counts->talk_hours += hours_of(clip->frame_count);
        counts->answered += judgement->topic != NULL;
        counts->answers += clip->answers;
        counts->reprompts += clip->reprompts;
        return;
    }
    counts->asked++;
    if (judgement->topic == expected) {
        counts->right++;
    } else if (judgement->topic != NULL) {
        counts->wrong++;
    } else {
        counts->none++;
        counts->asked_back += judgement->close[0] == expected || judgement->close[1] == expected;
    }
}

void evaluation_count(const struct evaluation *evaluation, struct evaluation_counts *ret_counts)
{
    *ret_counts = (struct evaluation_counts){.hours = hours_of(evaluation->gap_frames)};
    for (size_t i = 0; i < evaluation->manifest->count; i++) {
        const struct evaluation_clip *clip = &evaluation->clips[i];
        if (clip->error < 0) {
            ret_counts->unjudged++;
        } else {
            count_clip(clip, evaluation->manifest->entries[i].topic, ret_counts);
        }
    }
}

double evaluation_real_time_factor(const struct evaluation_counts *counts)
{
    return counts->hours > 0 ? counts->cpu_s / (counts->hours * 3600) : 0;
}
