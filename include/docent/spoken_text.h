/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SPOKEN_TEXT_H
#define DOCENT_SPOKEN_TEXT_H

/*
 * A text made ready for a synthesiser: words the content spells out are replaced by how they sound, what could harm the
 * synthesiser is defused (control characters, endless words, scripts mixed within a word), and every place in the
 * result still knows the written word it came from. Pure; any thread.
 *
 * A pronunciation's word is met where it stands alone, that is between characters that are neither letters nor digits.
 * Written in lower case it stands for any capitals; with a capital in it, for exactly that spelling (so that "IT" can
 * be spelled out without touching "it"). A space in it matches any run of white space. Its possessive ('s) is met too
 * and keeps its ending, and so is the plural s of one that ends in a capital or a digit ("NGOs"). Where several fit,
 * the longest wins, and of two alike the later in the list.
 */

#include <stdbool.h>
#include <stddef.h>

#include "docent/exhibit.h"

enum {
    SPOKEN_TEXT_SOURCE_BYTES_MAX = 65536,  /* about seventy minutes of speech: no answer is near it */
    SPOKEN_TEXT_SPOKEN_BYTES_MAX = 262144, /* the same after replacing */
    SPOKEN_TEXT_WORD_CHARACTERS_MAX = 48,  /* without a space; longer ones are said in parts */
};

/* A stretch of the spoken text: copied from the source byte for byte, or put in the place of source bytes. */
struct spoken_piece {
    size_t spoken_start;  /* bytes into the spoken text; it reaches to the next piece */
    size_t source_start;  /* bytes into the source */
    size_t source_length; /* bytes of the source it stands for */
    bool is_replaced;
};

struct spoken_text {
    const char *source; /* the caller's; must outlive this */
    size_t source_length;
    char *spoken; /* UTF-8, no control characters but white space */
    size_t spoken_length;
    struct spoken_piece *pieces; /* in order, without gaps */
    size_t piece_count;
};

/* Where following the words has got to. Zeroed: at the start. */
struct spoken_cursor {
    size_t character;   /* characters into the spoken text ... */
    size_t byte;        /* ... and the same place in bytes */
    size_t piece;       /* index of the piece that holds it */
    size_t next_offset; /* source bytes before this have been given */
};

/* Returns 0, -EINVAL (`source`, or how one of its words sounds, is not UTF-8), -E2BIG (a limit above), -ENOMEM. On
 * failure there is nothing to finish.
 */
int spoken_text_init(struct spoken_text *text, const char *source, const struct pronunciation *list, size_t count);

/* The written word behind the character number `character` (from 0) of the spoken text: offset and length in bytes of
 * the source, from white space to white space without the quotes, brackets and stops around it. False when there is no
 * word there, and when the word was given before: words come out in order, each once. */
bool spoken_text_follow(const struct spoken_text *text, struct spoken_cursor *cursor, size_t character,
                        size_t *ret_offset, size_t *ret_length);

/* NULL-safe. */
void spoken_text_finish(struct spoken_text *text);

#endif
