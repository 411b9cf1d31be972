/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LEXICON_H
#define DOCENT_LEXICON_H

/*
 * How words sound, for the recogniser: from the content's own pronunciations, a PocketSphinx dictionary, and, for words
 * that neither has, libespeak-ng's American voice.
 *
 * The dictionary's file is read once (3.2 MB and 0.13 million lines for Debian's, with 1 MB of index: 7 ms on a desktop
 * core, measured) and held until the lexicon is destroyed, which may be as soon as the words in use are written out. A
 * lexicon belongs to one thread at a time, the one that may call its synth.
 *
 * Words are as words_normalise spells them: lower case, no spaces. Pronunciations are as docent/phones.h describes.
 */

#include <stddef.h>

#include "docent/exhibit.h"
#include "docent/text_list.h"

/* Debian's pocketsphinx-en-us. */
#define LEXICON_DICTIONARY "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict"

struct lexicon;
struct synth;

/* `dictionary_path` NULL: LEXICON_DICTIONARY. `synth` (may be NULL: then only listed words can be pronounced) must
 * outlive the lexicon. Returns 0, -errno of opening or reading the file, -EFBIG (64 MiB or more), -ENOMEM. */
int lexicon_create(struct lexicon **ret_lexicon, const char *dictionary_path, struct synth *synth);

/* NULL-safe. */
void lexicon_destroy(struct lexicon *lexicon);

/* Words of the list, met without regard to case, sound like the ordinary words given, one after another. What was set
 * before stays, so that an exhibit's and the phrasebook's can both be set. Copied. Returns 0, -ENOMEM. */
int lexicon_add_pronunciations(struct lexicon *lexicon, const struct pronunciation *list, size_t count);

/* Append to `ret_variants` every way to say `word`, without doubles: the content's (later added first), then the
 * dictionary's in its order; only when there is neither, the synth's. Returns 0, -ENOENT (nobody knows how to say it),
 * -EINVAL (not a word: empty, too long, or with a space or bracket), -ENOMEM, or an error of synth_phones. */
int lexicon_pronounce(struct lexicon *lexicon, const char *word, struct text_list *ret_variants);

/* Write a PocketSphinx dictionary of `words` (doubles are harmless) with all their variants, sorted. Words that cannot
 * be pronounced are left out and appended to `ret_missing`. Returns 0, -errno of writing, -ENOMEM. */
int lexicon_write(struct lexicon *lexicon, const struct text_list *words, const char *path,
                  struct text_list *ret_missing);

#endif
