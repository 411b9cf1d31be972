/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/plain_text.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "docent/utf8.h"

enum { PLAIN_BYTES_MAX = 10 }; /* longest replacement below, for one character of two bytes or more */

/* U+00C0 to U+017F in order; "" where there is no letter. */
static const char *const latin[] = {
    "A", "A", "A",  "A",  "A", "A", "AE", "C",       "E", "E", "E", "E", "I", "I", "I",  "I", /* U+00C0 */
    "D", "N", "O",  "O",  "O", "O", "O",  " times ", "O", "U", "U", "U", "U", "Y", "TH", "ss",
    "a", "a", "a",  "a",  "a", "a", "ae", "c",       "e", "e", "e", "e", "i", "i", "i",  "i", /* U+00E0 */
    "d", "n", "o",  "o",  "o", "o", "o",  " ",       "o", "u", "u", "u", "u", "y", "th", "y",
    "A", "a", "A",  "a",  "A", "a", "C",  "c",       "C", "c", "C", "c", "C", "c", "D",  "d", /* U+0100 */
    "D", "d", "E",  "e",  "E", "e", "E",  "e",       "E", "e", "E", "e", "G", "g", "G",  "g",
    "G", "g", "G",  "g",  "H", "h", "H",  "h",       "I", "i", "I", "i", "I", "i", "I",  "i", /* U+0120 */
    "I", "i", "IJ", "ij", "J", "j", "K",  "k",       "k", "L", "l", "L", "l", "L", "l",  "L",
    "l", "L", "l",  "N",  "n", "N", "n",  "N",       "n", "n", "N", "n", "O", "o", "O",  "o", /* U+0140 */
    "O", "o", "OE", "oe", "R", "r", "R",  "r",       "R", "r", "S", "s", "S", "s", "S",  "s",
    "S", "s", "T",  "t",  "T", "t", "T",  "t",       "U", "u", "U", "u", "U", "u", "U",  "u", /* U+0160 */
    "U", "u", "U",  "u",  "W", "w", "Y",  "y",       "Y", "Z", "z", "Z", "z", "Z", "z",  "s",
};

/* Everything else that is not a separator. */
static const struct {
    int32_t first;
    int32_t last;
    const char *plain;
} others[] = {
    {0x00a3, 0x00a3, "\x02"},                             /* pound sign */
    {0x00ad, 0x00ad, ""},                                 /* soft hyphen */
    {0x00b0, 0x00b0, " degrees "},                        /* degree sign */
    {0x00bc, 0x00bc, " quarter "},                        /* vulgar fractions */
    {0x00bd, 0x00bd, " half "},    {0x0218, 0x0218, "S"}, /* Romanian letters with a comma below */
    {0x0219, 0x0219, "s"},         {0x021a, 0x021a, "T"},  {0x021b, 0x021b, "t"},
    {0x0300, 0x036f, ""},     /* combining marks */
    {0x1e9e, 0x1e9e, "SS"},   /* capital sharp s */
    {0x200b, 0x200f, ""},     /* zero-width space and joiners, direction marks */
    {0x2018, 0x201b, "'"},    /* single quotes; U+2019 is also the apostrophe */
    {0x2060, 0x2060, ""},     /* word joiner */
    {0x20ac, 0x20ac, "\x01"}, /* euro sign */
    {0x02bc, 0x02bc, "'"},    /* modifier letter apostrophe */
    {0x2080, 0x2080, "0"},    /* subscript digits, as in carbon dioxide's formula */
    {0x2081, 0x2081, "1"},         {0x2082, 0x2082, "2"},  {0x2083, 0x2083, "3"},
    {0x2084, 0x2084, "4"},         {0xfb00, 0xfb00, "ff"}, /* ligatures, as copied from a PDF file */
    {0xfb01, 0xfb01, "fi"},        {0xfb02, 0xfb02, "fl"}, {0xfb03, 0xfb03, "ffi"},
    {0xfb04, 0xfb04, "ffl"},       {0xfeff, 0xfeff, ""}, /* byte order mark */
};

static const char *character_plain(int32_t character)
{
    if (character >= 0xc0 && character < 0xc0 + (int32_t)(sizeof(latin) / sizeof(latin[0]))) {
        return latin[character - 0xc0];
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (character >= others[i].first && character <= others[i].last) {
            return others[i].plain;
        }
    }
    return " ";
}

int plain_text_fold(const char *text, char **ret_plain)
{
    size_t length = strlen(text);
    char *plain = malloc(length * PLAIN_BYTES_MAX / 2 +
                         2); /* an ASCII character takes 1, a longer one at most 5 a byte */
    if (plain == NULL) {
        return -ENOMEM;
    }
    char *end = plain;
    size_t step;
    for (size_t offset = 0; offset < length; offset += step) {
        int32_t character = utf8_decode(text + offset, length - offset, &step);
        if (character < 0 || (character < ' ' && step == 1)) {
            *end++ = ' ';
        } else if (step == 1) {
            *end++ = (char)character;
        } else {
            end = stpcpy(end, character_plain(character));
        }
    }
    *end = '\0';
    *ret_plain = plain;
    return 0;
}

bool plain_text_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool plain_text_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool plain_text_is_letter(char c)
{
    return plain_text_is_upper(c) || (c >= 'a' && c <= 'z');
}

char plain_text_lower(char c)
{
    return plain_text_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}
