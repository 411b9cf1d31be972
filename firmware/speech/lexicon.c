/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/lexicon.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "docent/phones.h"
#include "docent/synth.h"
#include "docent/words.h"

enum {
    DICTIONARY_BYTES_MAX = 64 << 20,
};

/* Dictionary lines found by a hash of their word: an open table of line starts. Debian's file is sorted by whole lines,
 * which parts "one" from "one(2)" by "one's", so that a binary search would miss variants. */
struct lexicon {
    char *text; /* the dictionary file, terminated */
    size_t length;
    uint32_t *slots;  /* byte offset of a line + 1; 0 is free */
    size_t slot_mask; /* number of slots (a power of two) - 1 */
    struct pronunciation *added;
    size_t added_count;
    struct synth *synth;
};

/* FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv). */
static uint32_t hash_bytes(const char *bytes, size_t count)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619U;
    }
    return hash;
}

static bool is_line_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Bytes before white space or the end. Not strcspn, which a sanitizer follows by a walk to the end of the string, here
 * of the whole file. */
static size_t field_length(const char *line)
{
    size_t length = 0;
    while (!is_line_space(line[length]) && line[length] != '\n' && line[length] != '\0') {
        length++;
    }
    return length;
}

/* The word of a line, without its variant's number. */
static size_t line_word_length(const char *line)
{
    size_t length = field_length(line);
    const char *bracket = memchr(line, '(', length);
    return bracket != NULL ? (size_t)(bracket - line) : length;
}

/* Fill `bytes` to the last. Returns 0, -errno, or -EIO when the file ends before. */
static int read_all(int fd, char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t got = read(fd, bytes, count);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got < 0 ? -errno : -EIO;
        }
        bytes += got;
        count -= (size_t)got;
    }
    return 0;
}

static int read_text(int fd, char **ret_text, size_t *ret_length)
{
    struct stat status;
    if (fstat(fd, &status) < 0) {
        return -errno;
    }
    if (!S_ISREG(status.st_mode)) {
        return S_ISDIR(status.st_mode) ? -EISDIR : -EINVAL;
    }
    if (status.st_size >= DICTIONARY_BYTES_MAX) {
        return -EFBIG;
    }
    *ret_length = (size_t)status.st_size;
    *ret_text = calloc(*ret_length + 1, 1);
    return *ret_text != NULL ? read_all(fd, *ret_text, *ret_length) : -ENOMEM;
}

static int read_dictionary(struct lexicon *lexicon, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    int result = read_text(fd, &lexicon->text, &lexicon->length);
    close(fd);
    return result;
}

static int index_dictionary(struct lexicon *lexicon)
{
    const char *end = lexicon->text + lexicon->length;
    size_t lines = 1;
    for (const char *at = lexicon->text; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
        lines++;
    }
    size_t slot_count = 16;
    while (slot_count < 2 * lines) {
        slot_count *= 2;
    }
    lexicon->slots = calloc(slot_count, sizeof *lexicon->slots);
    if (lexicon->slots == NULL) {
        return -ENOMEM;
    }
    lexicon->slot_mask = slot_count - 1;
    for (const char *line = lexicon->text; line < end;) {
        size_t length = line_word_length(line);
        size_t slot = hash_bytes(line, length) & lexicon->slot_mask;
        while (length > 0 && lexicon->slots[slot] != 0) {
            slot = (slot + 1) & lexicon->slot_mask;
        }
        if (length > 0) {
            lexicon->slots[slot] = (uint32_t)(line - lexicon->text) + 1;
        }
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        line = newline != NULL ? newline + 1 : end;
    }
    return 0;
}

int lexicon_create(struct lexicon **ret_lexicon, const char *dictionary_path, struct synth *synth)
{
    *ret_lexicon = NULL;
    struct lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (lexicon == NULL) {
        return -ENOMEM;
    }
    lexicon->synth = synth;
    int result = read_dictionary(lexicon, dictionary_path != NULL ? dictionary_path : LEXICON_DICTIONARY);
    if (result == 0 && lexicon->text != NULL) {
        result = index_dictionary(lexicon);
    }
    if (result < 0) {
        lexicon_destroy(lexicon);
        return result;
    }
    *ret_lexicon = lexicon;
    return 0;
}

void lexicon_destroy(struct lexicon *lexicon)
{
    if (lexicon == NULL) {
        return;
    }
    for (size_t i = 0; i < lexicon->added_count; i++) {
        free(lexicon->added[i].word);
        free(lexicon->added[i].sounds_like);
    }
    free(lexicon->added);
    free(lexicon->slots);
    free(lexicon->text);
    free(lexicon);
}

int lexicon_add_pronunciations(struct lexicon *lexicon, const struct pronunciation *list, size_t count)
{
    if (count == 0) {
        return 0;
    }
    struct pronunciation *added = reallocarray(lexicon->added, lexicon->added_count + count, sizeof *added);
    if (added == NULL) {
        return -ENOMEM;
    }
    lexicon->added = added;
    for (size_t i = 0; i < count; i++) {
        struct pronunciation copy = {.word = strdup(list[i].word), .sounds_like = strdup(list[i].sounds_like)};
        if (copy.word == NULL || copy.sounds_like == NULL) {
            free(copy.word);
            free(copy.sounds_like);
            return -ENOMEM;
        }
        lexicon->added[lexicon->added_count++] = copy;
    }
    return 0;
}

static int append_new(struct text_list *list, size_t first, const char *text)
{
    for (size_t i = first; i < list->count; i++) {
        if (strcmp(list->items[i], text) == 0) {
            return 0;
        }
    }
    return text_list_append(list, text, strlen(text));
}

/* The phones of a dictionary line, with single spaces. Returns 0, or -EINVAL for a line that is no pronunciation. */
static int line_phones(const char *line, char *ret_phones, size_t size)
{
    size_t length = 0;
    line += field_length(line);
    for (;;) {
        while (is_line_space(*line)) {
            line++;
        }
        size_t phone = field_length(line);
        if (phone == 0) {
            break;
        }
        if (length + phone + 2 > size) {
            return -EINVAL;
        }
        if (length > 0) {
            ret_phones[length++] = ' ';
        }
        memcpy(ret_phones + length, line, phone);
        length += phone;
        line += phone;
    }
    ret_phones[length] = '\0';
    return phones_are_valid(ret_phones) ? 0 : -EINVAL;
}

/* Append the dictionary's variants that are not in the list from `first` on. */
static int dictionary_pronounce(const struct lexicon *lexicon, const char *word, size_t first,
                                struct text_list *ret_variants)
{
    size_t length = strlen(word);
    size_t slot = hash_bytes(word, length) & lexicon->slot_mask;
    int result = 0;
    for (; lexicon->slots[slot] != 0 && result == 0; slot = (slot + 1) & lexicon->slot_mask) {
        const char *line = lexicon->text + lexicon->slots[slot] - 1;
        char phones[PHONES_BYTES_MAX];
        if (line_word_length(line) == length && memcmp(line, word, length) == 0 &&
            line_phones(line, phones, sizeof phones) == 0) {
            result = append_new(ret_variants, first, phones);
        }
    }
    return result;
}

static int synth_pronounce(const struct lexicon *lexicon, const char *word, size_t first,
                           struct text_list *ret_variants)
{
    if (lexicon->synth == NULL) {
        return -ENOENT;
    }
    char phones[PHONES_BYTES_MAX];
    int result = synth_phones(lexicon->synth, word, phones, sizeof phones);
    if (result == -EINVAL || result == -ENOTSUP || result == -ENODATA) {
        return -ENOENT;
    }
    return result < 0 ? result : append_new(ret_variants, first, phones);
}

/* As lexicon_pronounce, without the content's pronunciations. */
static int ordinary_pronounce(const struct lexicon *lexicon, const char *word, size_t first,
                              struct text_list *ret_variants)
{
    int result = dictionary_pronounce(lexicon, word, first, ret_variants);
    return result == 0 && ret_variants->count == first ? synth_pronounce(lexicon, word, first, ret_variants) : result;
}

/* Append the first way to say each of `words`, run together. */
static int words_pronounce(const struct lexicon *lexicon, const struct text_list *words, size_t first,
                           struct text_list *ret_variants)
{
    struct text_list parts = {0};
    int result = words->count > 0 ? 0 : -ENOENT;
    for (size_t i = 0; i < words->count && result == 0; i++) {
        struct text_list variants = {0};
        result = ordinary_pronounce(lexicon, words->items[i], 0, &variants);
        if (result == 0) {
            result = text_list_append(&parts, variants.items[0], strlen(variants.items[0]));
        }
        text_list_finish(&variants);
    }
    char *phones = NULL;
    if (result == 0) {
        result = text_list_join(&parts, " ", &phones);
    }
    if (result == 0) {
        result = append_new(ret_variants, first, phones);
    }
    free(phones);
    text_list_finish(&parts);
    return result;
}

static int added_pronounce(const struct lexicon *lexicon, const char *word, size_t first,
                           struct text_list *ret_variants)
{
    for (size_t i = lexicon->added_count; i-- > 0;) {
        if (strcasecmp(lexicon->added[i].word, word) != 0) {
            continue;
        }
        struct text_list words = {0};
        int result = words_normalise(lexicon->added[i].sounds_like, NULL, &words);
        if (result == 0) {
            result = words_pronounce(lexicon, &words, first, ret_variants);
        }
        text_list_finish(&words);
        if (result < 0 && result != -ENOENT) {
            return result;
        }
    }
    return 0;
}

int lexicon_pronounce(struct lexicon *lexicon, const char *word, struct text_list *ret_variants)
{
    size_t length = strnlen(word, WORDS_WORD_BYTES);
    if (length == 0 || length == WORDS_WORD_BYTES || line_word_length(word) != length) {
        return -EINVAL;
    }
    size_t first = ret_variants->count;
    int result = added_pronounce(lexicon, word, first, ret_variants);
    if (result == 0) {
        result = dictionary_pronounce(lexicon, word, first, ret_variants);
    }
    if (result == 0 && ret_variants->count == first) {
        result = synth_pronounce(lexicon, word, first, ret_variants);
    }
    return result;
}

static int compare_strings(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int write_word(struct lexicon *lexicon, const char *word, FILE *file, struct text_list *ret_missing)
{
    struct text_list variants = {0};
    int result = lexicon_pronounce(lexicon, word, &variants);
    if (result == -ENOENT || result == -EINVAL) {
        result = text_list_append(ret_missing, word, strlen(word));
    }
    for (size_t i = 0; i < variants.count && result == 0; i++) {
        int printed = i == 0 ? fprintf(file, "%s %s\n", word, variants.items[i])
                             : fprintf(file, "%s(%zu) %s\n", word, i + 1, variants.items[i]);
        result = printed < 0 ? -EIO : 0;
    }
    text_list_finish(&variants);
    return result;
}

int lexicon_write(struct lexicon *lexicon, const struct text_list *words, const char *path,
                  struct text_list *ret_missing)
{
    char **sorted = calloc(words->count + 1, sizeof *sorted);
    if (sorted == NULL) {
        return -ENOMEM;
    }
    FILE *file = fopen(path, "we");
    int result = file != NULL ? 0 : -errno;
    if (words->count > 0) {
        memcpy(sorted, words->items, words->count * sizeof *sorted);
        qsort(sorted, words->count, sizeof *sorted, compare_strings);
    }
    for (size_t i = 0; i < words->count && result == 0; i++) {
        if (i == 0 || strcmp(sorted[i], sorted[i - 1]) != 0) {
            result = write_word(lexicon, sorted[i], file, ret_missing);
        }
    }
    if (file != NULL && fclose(file) != 0 && result == 0) {
        result = -errno;
    }
    free(sorted);
    return result;
}
