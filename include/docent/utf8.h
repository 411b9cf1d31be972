/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_UTF8_H
#define DOCENT_UTF8_H

/*
 * UTF-8, strictly as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. Any thread.
 */

#include <stddef.h>
#include <stdint.h>

/* The character at text[0]. *ret_length is 1 to 4, never more than `length`, which must not be 0. Bytes that are not
 * UTF-8 give -EILSEQ and a length of 1, so that a caller who skips them gets in step again. */
int32_t utf8_decode(const char *text, size_t length, size_t *ret_length);

/* Offset of the first byte that is not UTF-8, or `length` when all of it is. A NUL byte is a character here. */
size_t utf8_find_invalid(const char *text, size_t length);

#endif
