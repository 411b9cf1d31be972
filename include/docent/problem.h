/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PROBLEM_H
#define DOCENT_PROBLEM_H

/*
 * Mistakes of an author, in content or configuration, as data: where it is, and one sentence that says what is wrong
 * and what to do about it. Who loads a file collects all its problems before giving up, so that a curator mends them in
 * one go.
 *
 * A zeroed struct is an empty list. The list owns its strings. One thread at a time.
 */

#include <stdbool.h>
#include <stddef.h>

enum {
    PROBLEMS_MAX = 200, /* nobody reads more at once; further ones are only counted */
};

struct problem {
    char *file;
    unsigned line; /* from 1; 0: the file, or folder, as a whole */
    char *text;    /* one sentence without a full stop: "what is wrong: what to do" */
};

struct problems {
    struct problem *items;
    size_t count;
    size_t unlisted_count; /* found beyond PROBLEMS_MAX, or when memory ran out */
};

/* Never fails: a problem for which there is no memory is counted as unlisted. */
void problems_add(struct problems *problems, const char *file, unsigned line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* True when nothing was found. */
bool problems_are_none(const struct problems *problems);

/* By file, then line; problems of one line keep the order in which they were found. */
void problems_sort(struct problems *problems);

/* "file:12: sentence", or "file: sentence" for line 0; on the heap, the caller frees it. NULL when out of memory. */
char *problem_line(const struct problem *problem);

/* Free all and empty the list. NULL-safe. */
void problems_finish(struct problems *problems);

#endif
