/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_BIT_WRITER_H
#define DOCENT_BIT_WRITER_H

/*
 * Numbers of any width, one behind the other without gaps, into a file: the lowest bit of a number comes first, and
 * into the lowest bit of a byte that is free. Whether writing failed is for ferror() to say. One thread at a time.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { BIT_WRITER_WIDTH_MAX = 63 };

struct bit_writer {
    FILE *stream;
    uint64_t chunk[512];
    size_t full;   /* words of the chunk */
    unsigned used; /* bits of the word after them */
};

/* Borrows the stream. */
void bit_writer_begin(struct bit_writer *writer, FILE *stream);

/* `width`: 0 (nothing) to BIT_WRITER_WIDTH_MAX; `value` must fit. */
void bit_writer_put(struct bit_writer *writer, uint64_t value, unsigned width);

/* Bits that are left are filled up to a byte with zeros. */
void bit_writer_end(struct bit_writer *writer);

#endif
