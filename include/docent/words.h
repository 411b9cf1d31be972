/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_WORDS_H
#define DOCENT_WORDS_H

/*
 * From a written sentence to the words a person says: lower case, ASCII, spelled as the recogniser's dictionary
 * (cmudict-en-us.dict) spells them. Everything that is compared with speech goes through here: the wordings and
 * keywords of the content, and what is typed with `docent ask --text`, so that both sides always agree.
 *
 *   What's the EU's plan?           what's the e u's plan
 *   Why "rare-earths" - at 98%?     why rare earths at ninety eight percent
 *   234 NGOs, in November 2020      two hundred and thirty four n g o's in november twenty twenty
 *   3TG, €5 million, the 1st        three t g five million euros the first
 *   Fiancée at the café             fiancee at the cafe
 *
 * Rules, in the order in which they apply:
 * - Accents, ligatures and typographer's quotes become plain letters and apostrophes. Letters of other scripts, bytes
 *   that are not UTF-8, and punctuation only part words. An apostrophe stays between letters, and nowhere else.
 * - A word of `whole` stays one word, in lower case, whatever its capitals and digits ("ERMA" erma, "COP26" cop26).
 * - Two to five capitals are an acronym and are spelled, with its plural or possessive s on the last letter ("NGOs").
 *   So are letters with dots ("U.S.", "e.g."). A text in capitals throughout, of three or more words, is shouting and
 *   has no acronyms. "RawMaterials" is two words, "McDonald" one.
 * - Numbers are said the British way ("two hundred and one"); 1100 to 1999 and 2010 to 2099 without a comma as years;
 *   digits after a decimal point, after a leading zero, and beyond fifteen digits one by one. "%", "&", "+", "=", "@",
 *   "°" and the signs for euros, pounds and dollars are said; a currency comes after its number.
 */

#include <stddef.h>

#include "docent/text_list.h"

enum {
    WORDS_WORD_BYTES = 40, /* longest word with its terminator; the rest of a longer run of letters is dropped */
};

/* Append the spoken words of `text` to `ret_words`. `whole` (may be NULL) lists words to keep in one piece, compared
 * without regard to case. Returns 0 (also when nothing in `text` can be said: nothing is appended), or -ENOMEM, when
 * `ret_words` holds what was done so far. Any thread. */
int words_normalise(const char *text, const struct text_list *whole, struct text_list *ret_words);

#endif
