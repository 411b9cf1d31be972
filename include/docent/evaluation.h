/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_EVALUATION_H
#define DOCENT_EVALUATION_H

/*
 * Judging many recordings and counting what came of it, for `docent evaluate`. One thread; evaluation_run_pressed has
 * child processes.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "docent/exhibition.h"
#include "docent/manifest.h"
#include "docent/recording.h"
#include "docent/tally.h"

enum { EVALUATION_JOBS_MAX = 256 };

/* What came of one recording. */
struct evaluation_clip {
    int error; /* 0; else it could not be judged: a negative errno, as recording_wrong explains it */
    struct judgement judgement;
    uint32_t answers;     /* utterances in it that were answered; above 1 only in one long stream */
    uint32_t reprompts;   /* utterances in it, of one long stream, that docent would ask to hear again or choose from */
    uint64_t frame_count; /* of 16 kHz sound */
};

/* Told of each recording as soon as it and all before it have been judged. */
typedef void evaluation_watcher(void *user, size_t index, const struct evaluation_clip *clip);

struct evaluation {
    struct exhibition *exhibition;   /* borrowed, like the manifest */
    const struct manifest *manifest; /* its topics are the exhibition's */
    evaluation_watcher *watcher;     /* may be NULL */
    void *watcher_user;
    struct evaluation_clip *clips; /* one for each entry of the manifest */
    uint64_t gap_frames;           /* sound put between the recordings */
    bool is_open;
};

/* Makes room; nothing is judged. Returns 0, -ENOMEM. */
int evaluation_init(struct evaluation *evaluation, struct exhibition *exhibition, const struct manifest *manifest);

/* NULL-safe. */
void evaluation_finish(struct evaluation *evaluation);

/* Each recording for itself, as one press of the talk button (docent/recording.h), in `jobs` (1 to EVALUATION_JOBS_MAX)
 * child processes that share the work. What is heard depends neither on their number nor on the order of the manifest.
 * A child that dies takes no other recordings with it than those it had still to judge (-EIO). Returns 0, -ENOMEM,
 * -EAGAIN or what else fork and pipe say. */
int evaluation_run_pressed(struct evaluation *evaluation, unsigned jobs);

/* All recordings as one long stream through one open ear, with one second of low noise before each and after the last,
 * as loud as their quietest moments. What is heard, or lost by a recogniser that fails, belongs to the recording that
 * it overlaps most; a failure that is nobody's, to the recording before. The ear stays open: a daemon would close it
 * while it speaks. Returns 0, -ENOMEM, -EINVAL (settings). */
int evaluation_run_open(struct evaluation *evaluation);

/* One recording judged, not yet told of. For the two above. */
void evaluation_tell(const struct evaluation *evaluation, size_t index);

/* What all of it comes to. Recordings that could not be judged count nowhere but in `unjudged`. */
struct evaluation_counts {
    size_t asked, right, wrong, none; /* recordings with a topic */
    size_t asked_back;                /* of `none`: "do you mean A, or B?", one of the two being right */
    size_t talk, answered;            /* recordings that must not be answered; those that were */
    size_t answers, reprompts;        /* given to them */
    size_t commands;                  /* heard in any of the recordings */
    size_t unjudged;
    double talk_hours, hours; /* of recordings that must not be answered; of all sound, gaps included */
    double cpu_s;
};

void evaluation_count(const struct evaluation *evaluation, struct evaluation_counts *ret_counts);

/* Topic id, "command:ID" (with `shows_commands`) or "-". Written to `ret_heard`, cut off at `size`. */
void evaluation_heard(const struct judgement *judgement, bool shows_commands, char *ret_heard, size_t size);

/* CPU time a second of sound; 0 without sound. */
double evaluation_real_time_factor(const struct evaluation_counts *counts);

/* The counts as a few lines to read. */
void evaluation_print(FILE *stream, const struct evaluation_counts *counts, long peak_memory_kb);

/* All of it as one line of JSON, with every recording. On the heap; the caller frees it. Returns 0, -ENOMEM. */
int evaluation_json(const struct evaluation *evaluation, const char *manifest_path, long peak_memory_kb,
                    char **ret_text);

#endif
