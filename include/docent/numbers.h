/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_NUMBERS_H
#define DOCENT_NUMBERS_H

/*
 * Numbers in English words, the British way: "two hundred and one". Every function appends to `ret_words`, takes ASCII
 * digits without a sign or separators, and returns 0 or -ENOMEM. Any thread.
 */

#include <stddef.h>

#include "docent/text_list.h"

enum {
    NUMBERS_DIGITS_MAX = 15, /* longer numbers are said digit by digit: nobody says "one quadrillion" */
};

/* 234: two hundred and thirty four. Digits after a leading zero, and more than NUMBERS_DIGITS_MAX, one by one. */
int numbers_say_cardinal(const char *digits, size_t count, struct text_list *ret_words);

/* 2021: twenty twenty one; 1905: nineteen oh five; 1900: nineteen hundred. Four digits from 1100 to 1999 or 2010 to
 * 2099; any other number is said as a cardinal, as people do (2005: two thousand and five). */
int numbers_say_year(const char *digits, size_t count, struct text_list *ret_words);

/* 4711: four seven one one. */
int numbers_say_digits(const char *digits, size_t count, struct text_list *ret_words);

/* Turn the last word into its ordinal (twenty one: twenty first) or its plural (nineteen ninety: nineteen nineties).
 * The list must end in a word that one of the functions above appended. */
int numbers_make_ordinal(struct text_list *words);
int numbers_make_plural(struct text_list *words);

#endif
