/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/stemmer.h"

#include <string.h>

#include <libstemmer.h>

struct stemmer *stemmer_create(void)
{
    return (struct stemmer *)sb_stemmer_new("english", "UTF_8");
}

const char *stemmer_stem(struct stemmer *stemmer, const char *word)
{
    /* A possessive is the word itself, and libstemmer wants its letters only. */
    size_t length = strcspn(word, "'");
    const sb_symbol *stem = sb_stemmer_stem((struct sb_stemmer *)stemmer, (const sb_symbol *)word, (int)length);
    return stem == NULL || stem[0] == '\0' ? word : (const char *)stem;
}

void stemmer_destroy(struct stemmer *stemmer)
{
    sb_stemmer_delete((struct sb_stemmer *)stemmer);
}
