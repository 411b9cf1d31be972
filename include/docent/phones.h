/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PHONES_H
#define DOCENT_PHONES_H

/*
 * The 39 phones of the CMU pronouncing dictionary (http://www.speech.cs.cmu.edu/cgi-bin/cmudict), which the en-us
 * acoustic model knows and the recogniser's dictionary is written in: AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY
 * JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH. A pronunciation is its phones with one space between them,
 * without stress. Pure; any thread.
 */

#include <stdbool.h>
#include <stddef.h>

enum {
    PHONES_BYTES_MAX = 256, /* of a pronunciation, with the terminator; the dictionary's longest has 84 */
};

/* Whether `phones` is one or more phones as above. */
bool phones_are_valid(const char *phones);

/* Turn what libespeak-ng's en-us voice makes of a word, phoneme mnemonics with spaces between ("r 'e@ ,3:"), into
 * phones: stress dropped, American vowels before R split ("A@" is AA R), flapped and glottal T made T again, a syllabic
 * consonant given its vowel. The table and the measure behind each of its choices are in phones.c. A mnemonic that it
 * does not list is looked up without its trailing digits and signs (those tell variants of one phoneme apart), and left
 * out if that fails. Returns 0, -ENOBUFS (more than `size` bytes), -ENODATA (not one phone). */
int phones_from_espeak(const char *mnemonics, char *ret_phones, size_t size);

#endif
