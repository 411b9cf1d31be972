/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "docent/words.h"
#include "language_model_private.h"

/* A gram as it is printed. */
struct entry {
    uint32_t words[GRAMS_WORDS];
    int32_t probability_e4, backoff_e4; /* logarithms to the base of ten, in ten-thousandths; none is beyond 99 */
};

/* All of one order, and the order of printing. */
struct entries {
    struct entry *list; /* sorted by words, the first one first, but for those of talk, which come last */
    size_t count;
    uint32_t *places, *scratch; /* in the list */
    uint32_t *starts;           /* by word */
};

static int32_t log10_e4(double probability)
{
    return (int32_t)lrint(log10(fmax(probability, NEVER)) * 1e4);
}

/* A line of the model. There are half a million: fprintf took longer than all the rest of making the model. */
struct line {
    char text[4 * (WORDS_WORD_BYTES + 16)];
    size_t length;
};

static void line_add(struct line *line, char separator, const char *text)
{
    size_t length = strlen(text);
    line->text[line->length++] = separator;
    memcpy(line->text + line->length, text, length);
    line->length += length;
}

static void line_add_log(struct line *line, char separator, int32_t value_e4)
{
    unsigned long left = (unsigned long)labs(value_e4);
    char text[24];
    size_t at = sizeof(text);
    text[--at] = '\0';
    for (int digits = 0; digits < 6 || left > 0; digits++) {
        if (digits == 4) {
            text[--at] = '.';
        } else {
            text[--at] = (char)('0' + left % 10);
            left /= 10;
        }
    }
    if (value_e4 < 0) {
        text[--at] = '-';
    }
    line_add(line, separator, text + at);
}

static void line_write(struct line *line, FILE *stream)
{
    line->text[line->length++] = '\n';
    fwrite(line->text + 1, 1, line->length - 1, stream); /* without the first separator */
    line->length = 0;
}

static void entries_finish(struct entries *entries)
{
    free(entries->list);
    free(entries->places);
    free(entries->scratch);
    free(entries->starts);
}

static int entries_begin(struct entries *entries, size_t count, size_t word_count)
{
    *entries = (struct entries){.list = calloc(count + 1, sizeof(*entries->list)),
                                .places = calloc(count + 1, sizeof(*entries->places)),
                                .scratch = calloc(count + 1, sizeof(*entries->scratch)),
                                .starts = calloc(word_count + 1, sizeof(*entries->starts))};
    bool has_all = entries->list != NULL && entries->places != NULL && entries->scratch != NULL;
    return has_all && entries->starts != NULL ? 0 : -ENOMEM;
}

static void entry_add(struct entries *entries, const uint32_t *words, size_t order, double probability, int32_t backoff)
{
    struct entry *entry = &entries->list[entries->count++];
    *entry = (struct entry){.probability_e4 = log10_e4(probability), .backoff_e4 = backoff};
    memcpy(entry->words, words, order * sizeof(*words));
}

/* The places by one of the words, and where that is the same as they were: a counting sort. */
static void places_sort(struct entries *entries, size_t nth, size_t word_count)
{
    memset(entries->starts, 0, word_count * sizeof(*entries->starts));
    for (size_t i = 0; i < entries->count; i++) {
        entries->starts[entries->list[i].words[nth]]++;
    }
    uint32_t start = 0;
    for (size_t word = 0; word < word_count; word++) {
        uint32_t count = entries->starts[word];
        entries->starts[word] = start;
        start += count;
    }
    for (size_t i = 0; i < entries->count; i++) {
        uint32_t place = entries->places[i];
        entries->scratch[entries->starts[entries->list[place].words[nth]]++] = place;
    }
    uint32_t *sorted = entries->scratch;
    entries->scratch = entries->places;
    entries->places = sorted;
}

/* By the last word, then the one before it: so PocketSphinx sorts what it reads, and half of its work, a merge sort
 * which is a quarter of docent's start, is spared where it is so already. */
static void entries_print(struct entries *entries, size_t order, const struct model *model, FILE *stream)
{
    struct line line = {.length = 0};
    for (uint32_t i = 0; i < entries->count; i++) {
        entries->places[i] = i;
    }
    for (size_t nth = 1; nth < order; nth++) {
        places_sort(entries, nth, model->word_count);
    }
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->list[entries->places[i]];
        line_add_log(&line, '\0', entry->probability_e4);
        for (size_t k = 0; k < order; k++) {
            line_add(&line, k == 0 ? '\t' : ' ', model->bank->vocabulary.words[entry->words[k]]);
        }
        if (order < GRAMS_WORDS) {
            line_add_log(&line, '\t', entry->backoff_e4);
        }
        line_write(&line, stream);
    }
}

static int bigrams_print(const struct model *model, FILE *stream)
{
    struct entries entries;
    int result = entries_begin(&entries, model->bigram_count + model->talk.count, model->word_count);
    for (uint32_t first = 0; result == 0 && first < model->word_count; first++) {
        struct history_walk walk = history_walk_begin(model, &model->histories[first]);
        uint32_t words[2] = {first, 0};
        double probability = 0.0;
        size_t seen = 0;
        while (model->histories[first].seen_count > 0 && history_walk_next(&walk, &words[1], &probability, &seen)) {
            entry_add(&entries, words, 2, probability, seen == SIZE_MAX ? 0 : log10_e4(model->bigram_backoff[seen]));
        }
    }
    for (size_t i = 0; result == 0 && i < model->talk.count; i++) {
        entry_add(&entries, model->talk.list[i].words, 2, model->talk.list[i].weight, 0);
    }
    if (result == 0) {
        entries_print(&entries, 2, model, stream);
    }
    entries_finish(&entries);
    return result;
}

static int trigrams_print(const struct model *model, FILE *stream)
{
    struct entries entries;
    int result = entries_begin(&entries, model->trigrams.count, model->word_count);
    for (size_t i = 0; result == 0 && i < model->trigrams.count; i++) {
        entry_add(&entries, model->trigrams.list[i].words, 3, model->trigrams.list[i].weight, 0);
    }
    if (result == 0) {
        entries_print(&entries, 3, model, stream);
    }
    entries_finish(&entries);
    return result;
}

int language_model_print(const struct model *model, FILE *stream)
{
    char **words = model->bank->vocabulary.words;
    struct line line = {.length = 0};
    fprintf(stream, "\\data\\\nngram 1=%zu\nngram 2=%zu\nngram 3=%zu\n\n\\1-grams:\n", model->word_count,
            model->bigram_count + model->talk.count, model->trigrams.count);
    for (size_t i = 0; i < model->word_count; i++) {
        line_add_log(&line, '\0', i == model->begin ? -990000 : log10_e4(model->unigram[i]));
        line_add(&line, '\t', words[i]);
        line_add_log(&line, '\t', log10_e4(model->unigram_backoff[i]));
        line_write(&line, stream);
    }
    fputs("\n\\2-grams:\n", stream);
    int result = bigrams_print(model, stream);
    fputs("\n\\3-grams:\n", stream);
    result = result == 0 ? trigrams_print(model, stream) : result;
    fputs("\n\\end\\\n", stream);
    return result < 0 ? result : fflush(stream) != 0 || ferror(stream) ? -EIO : 0;
}
