/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/recogniser.h"

#include "recogniser_kind.h"

int recogniser_start(struct recogniser *recogniser)
{
    return recogniser->kind->start(recogniser);
}

int recogniser_feed(struct recogniser *recogniser, const int16_t *frames, size_t count)
{
    return recogniser->kind->feed(recogniser, frames, count);
}

bool recogniser_work(struct recogniser *recogniser, size_t frame_count)
{
    return recogniser->kind->work(recogniser, frame_count);
}

int recogniser_end(struct recogniser *recogniser, size_t frame_count, struct heard *ret_heard)
{
    return recogniser->kind->end(recogniser, frame_count, ret_heard);
}

void recogniser_abandon(struct recogniser *recogniser)
{
    recogniser->kind->abandon(recogniser);
}

void recogniser_destroy(struct recogniser *recogniser)
{
    if (recogniser != NULL) {
        recogniser->kind->destroy(recogniser);
    }
}
