/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/english.h"
#include "docent/text_list.h"

enum { FIELDS_MAX = 3 };

/* What has been read of the file so far. */
struct reading {
    struct text_list texts;
    struct english_word *words; /* one for each of the texts */
    struct english *english;    /* from the first pair on */
    struct english_pair *pairs;
    size_t pair_count;
};

/* Returns how many fields there are, at most FIELDS_MAX + 1. */
static size_t line_split(char *line, char *fields[FIELDS_MAX])
{
    char *save = NULL;
    size_t count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *field = strtok_r(line, "\t", &save); field != NULL; field = strtok_r(NULL, "\t", &save)) {
        if (count == FIELDS_MAX) {
            return FIELDS_MAX + 1;
        }
        fields[count++] = field;
    }
    return count;
}

static int log10_read(const char *text, float *ret_log10)
{
    char *end = NULL;
    *ret_log10 = strtof(text, &end);
    return end == text || *end != '\0' || !(*ret_log10 <= 0.0F && *ret_log10 > -100.0F) ? -EINVAL : 0;
}

static int word_take(struct reading *reading, char *const fields[FIELDS_MAX])
{
    size_t place = reading->texts.count;
    float log10_probability = 0.0F;
    if (reading->english != NULL || place == ENGLISH_WORDS_MAX || log10_read(fields[1], &log10_probability) < 0) {
        return -EINVAL;
    }
    int result = text_list_append(&reading->texts, fields[0], strlen(fields[0]));
    if (result == 0) {
        reading->words[place] = (struct english_word){reading->texts.items[place], log10_probability};
    }
    return result;
}

/* After the last word. */
static int words_finish(struct reading *reading)
{
    struct english *english = NULL;
    int result = english_create(&english, reading->words, reading->texts.count);
    reading->english = english;
    return result;
}

static int pair_take(struct reading *reading, char *const fields[FIELDS_MAX])
{
    int result = reading->english != NULL ? 0 : words_finish(reading);
    if (result < 0) {
        return result;
    }
    int64_t first = english_place(reading->english, fields[0]);
    int64_t second = english_place(reading->english, fields[1]);
    float log10_probability = 0.0F;
    if (first < 0 || second < 0 || reading->pair_count == ENGLISH_PAIRS_MAX ||
        log10_read(fields[2], &log10_probability) < 0) {
        return -EINVAL;
    }
    reading->pairs[reading->pair_count++] = (struct english_pair){(uint32_t)first, (uint32_t)second, log10_probability};
    return 0;
}

static int lines_read(struct reading *reading, FILE *file)
{
    char *line = NULL;
    size_t size = 0;
    int result = 0;
    while (result == 0 && getline(&line, &size, file) >= 0) {
        char *fields[FIELDS_MAX];
        if (line[0] == '#') {
            continue;
        }
        size_t count = line_split(line, fields);
        if (count == 2) {
            result = word_take(reading, fields);
        } else {
            result = count == 3 ? pair_take(reading, fields) : -EINVAL;
        }
    }
    free(line);
    return result == 0 && ferror(file) ? -EIO : result;
}

static int file_read(struct reading *reading, FILE *file)
{
    reading->words = calloc(ENGLISH_WORDS_MAX, sizeof(*reading->words));
    reading->pairs = calloc(ENGLISH_PAIRS_MAX, sizeof(*reading->pairs));
    int result = reading->words == NULL || reading->pairs == NULL ? -ENOMEM : lines_read(reading, file);
    if (result == 0 && reading->english == NULL) {
        result = words_finish(reading);
    }
    return result == 0 ? english_set_pairs(reading->english, reading->pairs, reading->pair_count) : result;
}

int english_load(struct english **ret_english, const char *path)
{
    *ret_english = NULL;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return -errno;
    }
    struct reading reading = {0};
    int result = file_read(&reading, file);
    fclose(file);
    text_list_finish(&reading.texts);
    free(reading.words);
    free(reading.pairs);
    if (result < 0) {
        english_destroy(reading.english);
        return result;
    }
    *ret_english = reading.english;
    return 0;
}
