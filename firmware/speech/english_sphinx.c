/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/english.h"

#define ENGLISH_MODEL "/usr/share/pocketsphinx/model/en-us/en-us.lm.bin"

/*
 * The file is sphinxbase's trie of trigrams, as its ngram_model_write leaves it; all numbers are little-endian:
 *
 *   "Trie Language Model", a byte 3, then three numbers: of words, of bigrams, of trigrams
 *   a number 1, and three tables of 65536 floats
 *   for each word and one more: a float, log to the base of 1.0001 of its probability; a float; a number
 *   the bigrams, then the trigrams, packed to the bit
 *   a number of bytes, and so many of words, each ended by a NUL, to the end of the file
 *
 * Only the head, the words' probabilities and the words are read: 1.5 of 27 MB.
 */
static const char magic[] = "Trie Language Model\3";

enum {
    MAGIC_BYTES = sizeof(magic) - 1,
    COUNTS = 3,
    TABLES_BYTES = 4 + 3 * 65536 * 4,
    ENTRY_NUMBERS = 3,
    PACKED_VALUE_BITS = 16, /* a place in one of the tables: two of them for a bigram, one for a trigram */
    TEXT_BYTES_MAX = 32 * ENGLISH_WORDS_MAX,
};

static const double LOG_BASE = 1.0001;

struct model {
    FILE *stream;
    uint32_t counts[COUNTS];
    char *text; /* all words */
    size_t text_bytes;
};

static int numbers_read(FILE *stream, uint32_t *ret_numbers, size_t count)
{
    if (fread(ret_numbers, sizeof(*ret_numbers), count, stream) != count) {
        return ferror(stream) ? -EIO : -EINVAL;
    }
    for (size_t i = 0; i < count; i++) {
        ret_numbers[i] = le32toh(ret_numbers[i]);
    }
    return 0;
}

static unsigned bits_of(uint32_t number)
{
    unsigned bits = 0;
    for (; number > 0; number >>= 1) {
        bits++;
    }
    return bits;
}

/* There is an entry more than there are, and eight bytes beyond. */
static uint64_t packed_bytes(uint64_t count, unsigned bits)
{
    return ((count + 1) * bits + 7) / 8 + 8;
}

static long text_offset(const struct model *model)
{
    const uint32_t *counts = model->counts;
    unsigned word_bits = bits_of(counts[0]);
    uint64_t offset = MAGIC_BYTES + COUNTS * sizeof(uint32_t) + TABLES_BYTES;
    offset += ((uint64_t)counts[0] + 1) * ENTRY_NUMBERS * sizeof(uint32_t);
    offset += packed_bytes(counts[1], word_bits + 2 * PACKED_VALUE_BITS + bits_of(counts[2]));
    offset += packed_bytes(counts[2], word_bits + PACKED_VALUE_BITS);
    return offset > LONG_MAX ? -1 : (long)offset;
}

static int head_read(struct model *model)
{
    char head[MAGIC_BYTES];
    if (fread(head, 1, MAGIC_BYTES, model->stream) != MAGIC_BYTES || memcmp(head, magic, MAGIC_BYTES) != 0) {
        return ferror(model->stream) ? -EIO : -EINVAL;
    }
    int result = numbers_read(model->stream, model->counts, COUNTS);
    return result == 0 && model->counts[0] > ENGLISH_WORDS_MAX ? -EINVAL : result;
}

static int text_read(struct model *model)
{
    uint32_t bytes = 0;
    if (fseek(model->stream, text_offset(model), SEEK_SET) < 0) {
        return -EINVAL;
    }
    int result = numbers_read(model->stream, &bytes, 1);
    if (result < 0 || bytes == 0 || bytes > TEXT_BYTES_MAX) {
        return result < 0 ? result : -EINVAL;
    }
    model->text = malloc(bytes);
    if (model->text == NULL) {
        return -ENOMEM;
    }
    model->text_bytes = bytes;
    bool is_whole = fread(model->text, 1, bytes, model->stream) == bytes && fgetc(model->stream) == EOF;
    return is_whole && !ferror(model->stream) && model->text[bytes - 1] == '\0' ? 0 : -EINVAL;
}

static int compare_frequency(const void *left, const void *right)
{
    const struct english_word *a = left;
    const struct english_word *b = right;
    return (a->log10_probability < b->log10_probability) - (a->log10_probability > b->log10_probability);
}

/* The words proper: neither the sentence's marks nor what carries a part of speech. */
static int words_collect(struct model *model, struct english_word *words, size_t *ret_count)
{
    const double log10_base = log10(LOG_BASE);
    const char *text = model->text;
    *ret_count = 0;
    if (fseek(model->stream, MAGIC_BYTES + COUNTS * sizeof(uint32_t) + TABLES_BYTES, SEEK_SET) < 0) {
        return -EINVAL;
    }
    for (uint32_t i = 0; i < model->counts[0]; i++, text += strlen(text) + 1) {
        uint32_t entry[ENTRY_NUMBERS];
        float log_probability = 0;
        int result = text < model->text + model->text_bytes ? numbers_read(model->stream, entry, ENTRY_NUMBERS)
                                                            : -EINVAL;
        if (result < 0) {
            return result;
        }
        memcpy(&log_probability, &entry[0], sizeof(log_probability));
        if (!(log_probability <= 0.0F && log_probability > -1e7F)) {
            return -EINVAL;
        }
        if (text[0] != '<' && text[0] != '[') {
            /* Whole numbers are what sphinxbase itself reckons with. */
            float log10_probability = (float)(trunc((double)log_probability) * log10_base);
            words[(*ret_count)++] = (struct english_word){.text = text, .log10_probability = log10_probability};
        }
    }
    qsort(words, *ret_count, sizeof(*words), compare_frequency);
    return 0;
}

static int model_read(struct model *model, size_t count, struct english **ret_english)
{
    int result = head_read(model);
    if (result == 0) {
        result = text_read(model);
    }
    struct english_word *words = result == 0 ? calloc((size_t)model->counts[0] + 1, sizeof(*words)) : NULL;
    if (result == 0 && words == NULL) {
        result = -ENOMEM;
    }
    size_t found = 0;
    if (result == 0) {
        result = words_collect(model, words, &found);
    }
    if (result == 0) {
        result = english_create(ret_english, words, found < count ? found : count);
    }
    free(words);
    return result;
}

int english_load_sphinx(struct english **ret_english, const char *path, size_t count)
{
    *ret_english = NULL;
    struct model model = {.stream = fopen(path != NULL ? path : ENGLISH_MODEL, "re")};
    if (model.stream == NULL) {
        return -errno;
    }
    int result = model_read(&model, count, ret_english);
    free(model.text);
    fclose(model.stream);
    return result;
}
