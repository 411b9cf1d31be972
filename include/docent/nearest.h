/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_NEAREST_H
#define DOCENT_NEAREST_H

/*
 * "Did you mean ...": the known word nearest to a mistyped one. Pure; any thread.
 */

#include <stddef.h>

/* The candidate with the least edit distance (letters put in, left out, changed, or swapped with a
 * neighbour; capitals ignored),
 * or NULL when none is within a third of the longer word's length, at least 1: farther ones are other words. NULL
 * candidates are skipped; words over 63 bytes have no neighbour. */
const char *nearest_word(const char *word, const char *const *candidates, size_t count);

#endif
