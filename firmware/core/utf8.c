/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/utf8.h"

#include <assert.h>
#include <errno.h>

/* One row for each length of sequence: which first bytes begin it, and the least character that needs it. */
static const struct {
    uint8_t mask;
    uint8_t lead;
    int32_t least;
} sequences[] = {
    {0x80, 0x00, 0},
    {0xe0, 0xc0, 0x80},
    {0xf0, 0xe0, 0x800},
    {0xf8, 0xf0, 0x10000},
};

static int32_t utf8_read(const char *text, size_t count)
{
    int32_t character = (uint8_t)text[0] & (uint8_t)~sequences[count - 1].mask;
    for (size_t i = 1; i < count; i++) {
        uint8_t byte = (uint8_t)text[i];
        if ((byte & 0xc0) != 0x80) {
            return -EILSEQ;
        }
        character = (character << 6) | (byte & 0x3f);
    }
    if (character < sequences[count - 1].least || character > 0x10ffff ||
        (character >= 0xd800 && character <= 0xdfff)) {
        return -EILSEQ;
    }
    return character;
}

int32_t utf8_decode(const char *text, size_t length, size_t *ret_length)
{
    assert(length > 0);
    for (size_t count = 1; count <= sizeof(sequences) / sizeof(sequences[0]) && count <= length; count++) {
        if (((uint8_t)text[0] & sequences[count - 1].mask) == sequences[count - 1].lead) {
            int32_t character = utf8_read(text, count);
            *ret_length = character < 0 ? 1 : count;
            return character;
        }
    }
    *ret_length = 1;
    return -EILSEQ;
}

size_t utf8_find_invalid(const char *text, size_t length)
{
    size_t offset = 0;
    while (offset < length) {
        size_t count;
        if (utf8_decode(text + offset, length - offset, &count) < 0) {
            break;
        }
        offset += count;
    }
    return offset;
}
