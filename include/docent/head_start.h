/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_HEAD_START_H
#define DOCENT_HEAD_START_H

/*
 * How much of an utterance is recognised, and when to begin with it.
 *
 * The end of an utterance is told only when a pause has lasted for the endpointer's hang-over; until then it is mere
 * waiting. What is recognised goes no further than HEAD_START_TAIL_MS after the last speech. So all of it is there when
 * the pause is that old, it is the same whenever the end is told, and recognition may begin in the pause. Should the
 * visitor speak on, that was in vain, and it begins anew in the next pause.
 *
 * What that may cost is bounded: no try is begun once those in vain, of the same utterance, were given more than
 * HEAD_START_VAIN_MAX times what there is of it.
 *
 * Pure: time is the count of frames, at 16 kHz. One thread at a time.
 */

#include <stddef.h>

enum {
    HEAD_START_TAIL_MS = 500, /* tests/bench/RESULTS.md says what less would cost, and buy */
    HEAD_START_VAIN_MAX = 2,  /* tries in vain may come to so many times the utterance */
};

struct head_start {
    size_t frames;      /* of the utterance, being recognised ahead of its end; 0: none */
    size_t vain_frames; /* given to tries in vain */
};

/* An utterance begins. */
void head_start_reset(struct head_start *head_start);

/* How much is recognised of an utterance of `frames`, the last `silent_frames` of them without speech. */
size_t head_start_cut(size_t frames, size_t silent_frames);

/* The same numbers as they are now, any number of times in an utterance. Returns how much of it to recognise ahead of
 * its end, which stays the same for as long as the pause; 0: none. */
size_t head_start_update(struct head_start *head_start, size_t frames, size_t silent_frames);

#endif
