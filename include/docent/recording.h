/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_RECORDING_H
#define DOCENT_RECORDING_H

/*
 * What docent makes of a recording, for `docent ask` and `docent evaluate`. One thread at a time.
 *
 * A recording is one press of the talk button: an ear of its own, new each time, hears it from the first frame to the
 * last with the settings for the button. Someone who goes on after a pause long enough to end the utterance is heard
 * again, as if the button had been pressed again; of all utterances the best one counts: first by what it led to (a
 * topic, a command, a question back which of two topics is meant, nothing), then by score. What comes after the first
 * utterance counts only where the endpointer saw speech.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "docent/ear.h"
#include "docent/exhibition.h"

enum { RECORDING_PIECE_FRAMES = RECOGNISER_RATE_HZ / 50 }; /* as a sound card delivers them: 20 ms */

struct judgement {
    const struct topic *topic;    /* to be answered: of the exhibit; NULL: none */
    const struct topic *command;  /* of the phrasebook; NULL: none */
    const struct topic *close[2]; /* which of the two? NULL: no such question */
    bool is_silence;              /* not a word was heard */
    float score;                  /* of the topic, command, or, where there is none, of what came nearest; 0 to 1 */
    uint64_t cpu_ns;              /* that listening took: endpointer, recogniser, matcher */
};

/* Nothing heard yet. */
void judgement_init(struct judgement *ret_judgement);

/* Put what came of one more utterance in its place, if it is better. */
void judgement_add(struct judgement *judgement, const struct match *match, size_t word_count);

/* Told of each utterance that counts, as soon as it has ended. `result` holds for the call only. */
typedef void recording_watcher(void *user, const struct ear_result *result);

/* Hear 16 kHz mono frames. Returns 0, -ENOMEM, -EINVAL (settings), -EIO (the recogniser failed). */
int recording_hear(struct exhibition *exhibition, const int16_t *frames, size_t count, recording_watcher *watcher,
                   void *user);

/* Judge 16 kHz mono frames. Returns 0, -ENOMEM, -EINVAL (settings), -EIO (the recogniser failed). */
int recording_judge(struct exhibition *exhibition, const int16_t *frames, size_t count,
                    struct judgement *ret_judgement);

/* One sentence ("what is wrong: what to do") for what sound_file_read or recording_judge returned. */
const char *recording_wrong(int error);

/* CPU time of the calling thread. */
uint64_t recording_cpu_ns(void);

#endif
