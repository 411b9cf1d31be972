/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_STEMMER_H
#define DOCENT_STEMMER_H

/*
 * English words without their endings, so that "mines", "mined" and "mine's" are one: libstemmer's "english" (Porter's
 * second algorithm). A stemmer serves one thread.
 */

struct stemmer; /* libstemmer's own */

/* NULL when there is no memory. */
struct stemmer *stemmer_create(void);

/* The stem of a word in small letters, in the stemmer's memory until it is asked again; the word itself where nothing
 * would be left of it, or no memory. */
const char *stemmer_stem(struct stemmer *stemmer, const char *word);

/* NULL-safe. */
void stemmer_destroy(struct stemmer *stemmer);

#endif
