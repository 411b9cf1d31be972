/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/bit_writer.h"

#include <assert.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the lowest bits of a word are in its first byte");

enum {
    WORD_BITS = 64,
    CHUNK_WORDS = sizeof(((struct bit_writer *)NULL)->chunk) / sizeof(uint64_t),
};

void bit_writer_begin(struct bit_writer *writer, FILE *stream)
{
    writer->stream = stream;
    writer->full = 0;
    writer->used = 0;
    writer->chunk[0] = 0;
}

void bit_writer_put(struct bit_writer *writer, uint64_t value, unsigned width)
{
    assert(width <= BIT_WRITER_WIDTH_MAX && value >> width == 0);
    writer->chunk[writer->full] |= value << writer->used;
    writer->used += width;
    if (writer->used < WORD_BITS) {
        return;
    }
    writer->used -= WORD_BITS;
    if (++writer->full == CHUNK_WORDS) {
        fwrite(writer->chunk, sizeof(writer->chunk[0]), CHUNK_WORDS, writer->stream);
        writer->full = 0;
    }
    writer->chunk[writer->full] = value >> (width - writer->used);
}

void bit_writer_end(struct bit_writer *writer)
{
    fwrite(writer->chunk, 1, writer->full * sizeof(writer->chunk[0]) + (writer->used + 7) / 8, writer->stream);
    bit_writer_begin(writer, writer->stream);
}
