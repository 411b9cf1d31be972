/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SENTENCES_H
#define DOCENT_SENTENCES_H

/*
 * Where the sentences of a spoken text begin, so that docent can go on, or repeat, from the sentence it was in. Pure.
 */

#include <stddef.h>

/* Write the byte offsets at which the sentences of UTF-8 `text` begin, at most `max`; returns how many were written.
 * Text without anything to say has none; other text has at least one. A sentence ends at a line break, or at . ! ? :
 * with its closing quotes and brackets before a space, unless the full stop belongs to a single letter ("J. Smith",
 * "e.g."), to a short title (Mr, Mrs, Ms, Dr, St, Prof), or a small letter follows. A colon ends one only before a line
 * break, like any other character. Beyond `max` the rest counts to the last sentence. */
size_t sentences_find(const char *text, size_t *ret_starts, size_t max);

#endif
