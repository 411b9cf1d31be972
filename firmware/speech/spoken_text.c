/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/spoken_text.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "docent/utf8.h"

/* What is being built. */
struct writer {
    struct spoken_text *text;
    size_t spoken_capacity;
    size_t piece_capacity;
    int32_t last;          /* character written */
    size_t run_characters; /* without white space, up to and with the last */
};

static bool is_ascii_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char ascii_lower(char c)
{
    return is_ascii_capital(c) ? (char)(c - 'A' + 'a') : c;
}

static bool is_control(int32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

/* Unicode's spaces that turn up in running text; a control character is spoken as a space. */
static bool is_space(int32_t character)
{
    return is_control(character) || character == ' ' || character == 0xa0 ||
           (character >= 0x2000 && character <= 0x200a) || character == 0x2028 || character == 0x2029 ||
           character == 0x202f || character == 0x3000;
}

/* Letters and digits. Beyond ASCII everything from U+00C0 counts but the signs for times and divided and the block of
 * general punctuation: precise enough to tell whether a word goes on. */
static bool is_word_character(int32_t character)
{
    if (character < 0x80) {
        return is_ascii_digit((char)character) || is_ascii_capital((char)character) ||
               (character >= 'a' && character <= 'z');
    }
    return character >= 0xc0 && character != 0xd7 && character != 0xf7 && !(character >= 0x2000 && character <= 0x206f);
}

/* Characters of scripts other than Latin. Combining accents, signs and punctuation belong to any. */
static bool is_other_script(int32_t character)
{
    return (character >= 0x370 && character < 0x1e00) || (character >= 0x1f00 && character < 0x2000) ||
           (character >= 0x2c00 && !(character >= 0xfb00 && character <= 0xfb06));
}

/* Quotes, brackets, stops and dashes around a word that are no part of it. */
static bool is_wrapping(int32_t character)
{
    if (character < 0x80) {
        return character > 0 && strchr("\"'()[]{}<>,.;:!?-*_", (int)character) != NULL;
    }
    return character == 0xab || character == 0xbb || (character >= 0x2010 && character <= 0x201f) ||
           character == 0x2026;
}

static int32_t character_at(const char *text, size_t length, size_t offset)
{
    size_t size;
    return offset < length ? utf8_decode(text + offset, length - offset, &size) : ' ';
}

/* The character that ends just before `offset`. */
static int32_t character_before(const char *text, size_t offset)
{
    size_t start = offset;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80) {
        start--;
    }
    return start > 0 ? character_at(text, offset, start - 1) : ' ';
}

static bool has_capital(const char *word)
{
    for (; *word != '\0'; word++) {
        if (is_ascii_capital(*word)) {
            return true;
        }
    }
    return false;
}

/* Bytes of `text` that spell `word`, 0 when it does not begin with it. */
static size_t match_word(const char *text, const char *word)
{
    bool exact = has_capital(word);
    size_t at = 0;
    for (; *word != '\0'; word++) {
        if (*word == ' ') {
            size_t start = at;
            while (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
                at++;
            }
            if (at == start) {
                return 0;
            }
        } else if (text[at] == *word || (!exact && ascii_lower(text[at]) == *word)) {
            at++;
        } else {
            return 0;
        }
    }
    return at;
}

/* Bytes of a possessive or plural ending at text + at that a met word may carry. */
static size_t match_ending(const char *text, size_t at, const char *word)
{
    static const char *const possessives[] = {"'s", "\xe2\x80\x99s"};
    for (size_t i = 0; i < sizeof possessives / sizeof possessives[0]; i++) {
        if (strncmp(text + at, possessives[i], strlen(possessives[i])) == 0) {
            return strlen(possessives[i]);
        }
    }
    char last = word[strlen(word) - 1];
    return text[at] == 's' && (is_ascii_capital(last) || is_ascii_digit(last)) ? 1 : 0;
}

/* The pronunciation that fits best at `offset`, and the bytes of its word; NULL for none. */
static const struct pronunciation *find_pronunciation(const struct spoken_text *text, size_t offset,
                                                      const struct pronunciation *list, size_t count,
                                                      size_t *ret_length)
{
    const struct pronunciation *found = NULL;
    *ret_length = 0;
    const char *at = text->source + offset;
    for (size_t i = 0; i < count; i++) {
        size_t length = list[i].word[0] == '\0' ? 0 : match_word(at, list[i].word);
        if (length == 0 || length < *ret_length) {
            continue;
        }
        size_t end = offset + length;
        if (is_word_character(character_at(text->source, text->source_length, end))) {
            end += match_ending(at, length, list[i].word);
        }
        if (!is_word_character(character_at(text->source, text->source_length, end))) {
            found = &list[i];
            *ret_length = length;
        }
    }
    return found;
}

static int writer_append(struct writer *writer, const char *bytes, size_t count)
{
    struct spoken_text *text = writer->text;
    if (count > SPOKEN_TEXT_SPOKEN_BYTES_MAX - text->spoken_length) {
        return -E2BIG;
    }
    size_t needed = text->spoken_length + count + 1;
    if (needed > writer->spoken_capacity) {
        size_t capacity = needed * 2;
        char *spoken = realloc(text->spoken, capacity);
        if (spoken == NULL) {
            return -ENOMEM;
        }
        text->spoken = spoken;
        writer->spoken_capacity = capacity;
    }
    memcpy(text->spoken + text->spoken_length, bytes, count);
    text->spoken_length += count;
    text->spoken[text->spoken_length] = '\0';
    return 0;
}

/* Begin a piece at the end of what is spoken so far. */
static int writer_begin(struct writer *writer, size_t source_start, size_t source_length, bool is_replaced)
{
    struct spoken_text *text = writer->text;
    if (text->piece_count == writer->piece_capacity) {
        size_t capacity = writer->piece_capacity == 0 ? 16 : writer->piece_capacity * 2;
        struct spoken_piece *pieces = reallocarray(text->pieces, capacity, sizeof *pieces);
        if (pieces == NULL) {
            return -ENOMEM;
        }
        text->pieces = pieces;
        writer->piece_capacity = capacity;
    }
    text->pieces[text->piece_count++] = (struct spoken_piece){.spoken_start = text->spoken_length,
                                                              .source_start = source_start,
                                                              .source_length = source_length,
                                                              .is_replaced = is_replaced};
    return 0;
}

/* Whether a space must go between the last character and this one, because libespeak-ng (1.51) cannot be trusted with
 * what is run together: it overruns its buffer for words of some hundred bytes, and inside a word that goes over to
 * another script it changes languages and may read the dictionary it has just freed ("1'" and a Devanagari letter). */
static bool writer_needs_gap(const struct writer *writer, int32_t character)
{
    return writer->run_characters > 0 && !is_space(character) &&
           (writer->run_characters == SPOKEN_TEXT_WORD_CHARACTERS_MAX ||
            is_other_script(writer->last) != is_other_script(character));
}

/* Append the character of `length` bytes. Control characters become spaces as long as they are, so that copied pieces
 * stay byte for byte. (libespeak-ng takes U+0001 as the start of an embedded command.) */
static int writer_put(struct writer *writer, int32_t character, const char *bytes, size_t length)
{
    if (is_control(character) && character != '\n') {
        bytes = length == 1 ? " " : "\xc2\xa0";
    }
    writer->last = character;
    writer->run_characters = is_space(character) ? 0 : writer->run_characters + 1;
    return writer_append(writer, bytes, length);
}

static int writer_put_gap(struct writer *writer)
{
    return writer_put(writer, ' ', " ", 1);
}

/* Copy one character, going on with the last piece when that is a copy. */
static int writer_copy(struct writer *writer, size_t offset, size_t *ret_length)
{
    struct spoken_text *text = writer->text;
    const char *bytes = text->source + offset;
    int32_t character = utf8_decode(bytes, text->source_length - offset, ret_length);
    int result = 0;
    if (writer_needs_gap(writer, character)) {
        result = writer_begin(writer, offset, 0, true);
        result = result == 0 ? writer_put_gap(writer) : result;
    }
    if (result == 0 && (text->piece_count == 0 || text->pieces[text->piece_count - 1].is_replaced)) {
        result = writer_begin(writer, offset, 0, false);
    }
    if (result < 0) {
        return result;
    }
    text->pieces[text->piece_count - 1].source_length += *ret_length;
    return writer_put(writer, character, bytes, *ret_length);
}

static int writer_replace(struct writer *writer, size_t offset, size_t source_length, const char *sounds_like)
{
    size_t left = strlen(sounds_like);
    int result = utf8_find_invalid(sounds_like, left) == left ? 0 : -EINVAL;
    if (result == 0) {
        result = writer_begin(writer, offset, source_length, true);
    }
    for (size_t length; result == 0 && left > 0; sounds_like += length, left -= length) {
        int32_t character = utf8_decode(sounds_like, left, &length);
        if (writer_needs_gap(writer, character)) {
            result = writer_put_gap(writer);
        }
        if (result == 0) {
            result = writer_put(writer, character, sounds_like, length);
        }
    }
    return result;
}

static int writer_write(struct writer *writer, const struct pronunciation *list, size_t count)
{
    struct spoken_text *text = writer->text;
    int result = writer_append(writer, "", 0);
    for (size_t offset = 0; offset < text->source_length && result == 0;) {
        size_t length = 0;
        const struct pronunciation *found = NULL;
        if (!is_word_character(character_before(text->source, offset))) {
            found = find_pronunciation(text, offset, list, count, &length);
        }
        if (found != NULL) {
            result = writer_replace(writer, offset, length, found->sounds_like);
        } else {
            result = writer_copy(writer, offset, &length);
        }
        offset += length;
    }
    return result;
}

int spoken_text_init(struct spoken_text *text, const char *source, const struct pronunciation *list, size_t count)
{
    *text = (struct spoken_text){.source = source, .source_length = strnlen(source, SPOKEN_TEXT_SOURCE_BYTES_MAX + 1)};
    int result = 0;
    if (text->source_length > SPOKEN_TEXT_SOURCE_BYTES_MAX) {
        result = -E2BIG;
    } else if (utf8_find_invalid(source, text->source_length) != text->source_length) {
        result = -EINVAL;
    } else {
        struct writer writer = {.text = text};
        result = writer_write(&writer, list, count);
    }
    if (result < 0) {
        spoken_text_finish(text);
    }
    return result;
}

/* Move on to `character` and the piece that holds it. False when that lies behind, or beyond the end. */
static bool cursor_advance(const struct spoken_text *text, struct spoken_cursor *cursor, size_t character)
{
    if (character < cursor->character) {
        return false;
    }
    while (cursor->character < character && cursor->byte < text->spoken_length) {
        size_t length;
        utf8_decode(text->spoken + cursor->byte, text->spoken_length - cursor->byte, &length);
        cursor->byte += length;
        cursor->character++;
    }
    if (cursor->byte >= text->spoken_length) {
        return false;
    }
    while (cursor->piece + 1 < text->piece_count && text->pieces[cursor->piece + 1].spoken_start <= cursor->byte) {
        cursor->piece++;
    }
    return true;
}

/* Widen [*start, *end) of the source to white space on both sides, then take off what wraps the word. */
static void widen_to_word(const char *source, size_t source_length, size_t *start, size_t *end)
{
    while (*start > 0 && !is_space(character_before(source, *start))) {
        do {
            (*start)--;
        } while (((unsigned char)source[*start] & 0xc0) == 0x80);
    }
    size_t size;
    while (*end < source_length && !is_space(utf8_decode(source + *end, source_length - *end, &size))) {
        *end += size;
    }
    size_t first = *start;
    while (first < *end && is_wrapping(utf8_decode(source + first, *end - first, &size))) {
        first += size;
    }
    size_t last = *end;
    while (last > first && is_wrapping(character_before(source, last))) {
        do {
            last--;
        } while (((unsigned char)source[last] & 0xc0) == 0x80);
    }
    if (first < last) {
        *start = first;
        *end = last;
    }
}

bool spoken_text_follow(const struct spoken_text *text, struct spoken_cursor *cursor, size_t character,
                        size_t *ret_offset, size_t *ret_length)
{
    if (!cursor_advance(text, cursor, character)) {
        return false;
    }
    const struct spoken_piece *piece = &text->pieces[cursor->piece];
    size_t start = piece->source_start;
    size_t end = start + piece->source_length;
    if (!piece->is_replaced) {
        start += cursor->byte - piece->spoken_start;
        end = start;
        if (is_space(character_at(text->source, text->source_length, start))) {
            return false;
        }
    }
    widen_to_word(text->source, text->source_length, &start, &end);
    if (start < cursor->next_offset) {
        return false;
    }
    cursor->next_offset = end;
    *ret_offset = start;
    *ret_length = end - start;
    return true;
}

void spoken_text_finish(struct spoken_text *text)
{
    if (text == NULL) {
        return;
    }
    free(text->spoken);
    free(text->pieces);
    *text = (struct spoken_text){0};
}
