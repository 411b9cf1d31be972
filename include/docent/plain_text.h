/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PLAIN_TEXT_H
#define DOCENT_PLAIN_TEXT_H

/*
 * UTF-8 as people and word processors write it, brought down to ASCII for comparing and speaking. Latin letters lose
 * their accents (Unicode blocks Latin-1 Supplement and Latin Extended-A, and combining marks), ligatures come apart,
 * quotes and dashes become the typewriter's, invisible characters vanish; anything else becomes a space. Any thread.
 */

#include <stdbool.h>

/* The euro and pound signs have no ASCII form but a spoken one: they become these control characters. */
#define PLAIN_TEXT_EURO '\x01'
#define PLAIN_TEXT_POUND '\x02'

/* *ret_plain is on the heap; the caller frees it. Returns 0, -ENOMEM. */
int plain_text_fold(const char *text, char **ret_plain);

/* ASCII only, whatever the locale. */
bool plain_text_is_digit(char c);
bool plain_text_is_upper(char c);
bool plain_text_is_letter(char c);
char plain_text_lower(char c);

#endif
