/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/head_start.h"

enum {
    FRAMES_PER_MS = 16,
    TAIL_FRAMES = HEAD_START_TAIL_MS * FRAMES_PER_MS,
};

void head_start_reset(struct head_start *head_start)
{
    *head_start = (struct head_start){0};
}

size_t head_start_cut(size_t frames, size_t silent_frames)
{
    size_t beyond = silent_frames > TAIL_FRAMES ? silent_frames - TAIL_FRAMES : 0;
    return beyond < frames ? frames - beyond : 0;
}

size_t head_start_update(struct head_start *head_start, size_t frames, size_t silent_frames)
{
    size_t wanted = silent_frames >= TAIL_FRAMES ? head_start_cut(frames, silent_frames) : 0;
    if (wanted == head_start->frames) {
        return wanted;
    }
    head_start->vain_frames += head_start->frames;
    head_start->frames = head_start->vain_frames <= HEAD_START_VAIN_MAX * wanted ? wanted : 0;
    return head_start->frames;
}
