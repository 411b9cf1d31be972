/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_VOCABULARY_H
#define DOCENT_VOCABULARY_H

/*
 * Words by number: every distinct string gets the next number, from 0. One thread at a time.
 */

#include <stddef.h>
#include <stdint.h>

struct vocabulary {
    char **words; /* by number */
    size_t count;
    uint32_t *slots; /* open addressing: number + 1, 0 for empty */
    size_t slot_count;
};

enum { VOCABULARY_WORDS_MAX = 200000 };

/* A zeroed struct is an empty vocabulary. *ret_number is the word's number, new or old. Returns 0, -ENOMEM, -E2BIG. */
int vocabulary_intern(struct vocabulary *vocabulary, const char *word, uint32_t *ret_number);

/* The word's number, or -ENOENT. */
int64_t vocabulary_find(const struct vocabulary *vocabulary, const char *word);

/* NULL-safe. */
void vocabulary_finish(struct vocabulary *vocabulary);

#endif
