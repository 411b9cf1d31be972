/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/language_model.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "docent/words.h"

/* The least probability written: a word that may not follow, but must be somewhere. */
static const double NEVER = 1e-9;

/* No history gives all of its probability away, nor none: models stay finite on tiny contents. */
static const double SMOOTHED_LEAST = 0.02;
static const double SMOOTHED_MOST = 0.9;

struct gram {
    uint32_t words[3]; /* unused places are 0 */
    double weight;     /* count, later probability */
};

struct grams {
    struct gram *list; /* sorted by words once counted */
    size_t count, room;
};

struct half {
    double *weight; /* by word: how often it follows in this half of a sentence; only the commonest keep theirs */
    double total;
};

struct model {
    const struct language_model_options *options;
    struct sentence_bank *bank;
    uint32_t begin, end; /* numbers of <s> and </s> */
    size_t word_count;
    struct half before, after;
    double *unigram;         /* by word */
    double *unigram_backoff; /* by word, as the history of a bigram */
    struct grams bigrams, trigrams;
    double *bigram_backoff; /* by bigram, as the history of a trigram */
};

void language_model_options_default(struct language_model_options *ret_options)
{
    *ret_options = (struct language_model_options){
        .talk = 0.1F,
        .escape = 0.05F,
        .reenter = 0.17F,
        .key = 0.003F,
        .talk_end = 0.1F,
        .discount = 0.5F,
        .talk_words = 1500,
        .spread_words = 100,
    };
}

static bool word_has_mark(const struct model *model, uint32_t word, const char *mark)
{
    const char *text = model->bank->vocabulary.words[word];
    size_t length = strlen(text);
    return length > 1 && text[length - 1] == mark[0];
}

static bool word_is_after(const struct model *model, uint32_t word)
{
    return word == model->end || word_has_mark(model, word, SENTENCE_POINT_MARK);
}

static int grams_add(struct grams *grams, uint32_t first, uint32_t second, uint32_t third, double weight)
{
    if (grams->count == grams->room) {
        size_t room = grams->room == 0 ? 4096 : grams->room * 2;
        struct gram *list = realloc(grams->list, room * sizeof(*list));
        if (list == NULL) {
            return -ENOMEM;
        }
        grams->list = list;
        grams->room = room;
    }
    grams->list[grams->count++] = (struct gram){.words = {first, second, third}, .weight = weight};
    return 0;
}

static int compare_grams(const void *left, const void *right)
{
    const struct gram *a = left;
    const struct gram *b = right;
    for (size_t i = 0; i < 3; i++) {
        if (a->words[i] != b->words[i]) {
            return a->words[i] < b->words[i] ? -1 : 1;
        }
    }
    return 0;
}

static void grams_merge(struct grams *grams)
{
    if (grams->count == 0) {
        return;
    }
    qsort(grams->list, grams->count, sizeof(*grams->list), compare_grams);
    size_t kept = 0;
    for (size_t i = 1; i < grams->count; i++) {
        if (compare_grams(&grams->list[kept], &grams->list[i]) == 0) {
            grams->list[kept].weight += grams->list[i].weight;
        } else {
            grams->list[++kept] = grams->list[i];
        }
    }
    grams->count = kept + 1;
}

/* Count one sentence's words, pairs and triples, its ends included. */
static int sentence_count(struct model *model, const struct sentence *sentence)
{
    uint32_t words[SENTENCE_WORDS_MAX * 3 + 2];
    size_t count = sentence->count < SENTENCE_WORDS_MAX * 3 ? sentence->count : SENTENCE_WORDS_MAX * 3;
    words[0] = model->begin;
    memcpy(words + 1, model->bank->words + sentence->start, count * sizeof(*words));
    words[count + 1] = model->end;
    double weight = (double)sentence->weight;
    for (size_t i = 1; i < count + 2; i++) {
        bool is_after = i > 1 && word_is_after(model, words[i - 1]);
        struct half *half = is_after ? &model->after : &model->before;
        half->weight[words[i]] += weight;
        int result = grams_add(&model->bigrams, words[i - 1], words[i], 0, weight);
        if (result == 0 && i >= 2) {
            result = grams_add(&model->trigrams, words[i - 2], words[i - 1], words[i], weight);
        }
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

static int compare_descending(const void *left, const void *right)
{
    const double *a = left;
    const double *b = right;
    return (*a < *b) - (*a > *b);
}

/* Only the `most` commonest words of a half, and whatever makes a point, are expected after a history that was never
 * seen with them: it bounds the number of pairs in the model. */
static int half_trim(const struct model *model, struct half *half, bool keep_points)
{
    size_t word_count = model->word_count;
    size_t most = model->options->spread_words;
    double *sorted = malloc(word_count * sizeof(*sorted));
    if (sorted == NULL) {
        return -ENOMEM;
    }
    memcpy(sorted, half->weight, word_count * sizeof(*sorted));
    qsort(sorted, word_count, sizeof(*sorted), compare_descending);
    double least = most < word_count ? sorted[most] : 0.0;
    free(sorted);
    half->total = 0.0;
    for (uint32_t i = 0; i < word_count; i++) {
        bool is_kept = keep_points && word_has_mark(model, i, SENTENCE_POINT_MARK);
        if (half->weight[i] <= least && !is_kept) {
            half->weight[i] = 0.0;
        }
        half->total += half->weight[i];
    }
    return 0;
}

/* What follows a word of talk, and all that is unforeseen: more talk, the end, the question's words. */
static int unigrams_make(struct model *model, const struct english *english)
{
    const struct language_model_options *options = model->options;
    size_t talk_words = english == NULL ? 0 : english_count(english);
    talk_words = talk_words < options->talk_words ? talk_words : options->talk_words;
    double total = 0.0;
    for (size_t i = 0; i < talk_words; i++) {
        total += pow(10.0, (double)english_word_at(english, i).log10_probability);
    }
    double talk = 1.0 - (double)(options->reenter + options->key + options->talk_end);
    for (size_t i = 0; i < talk_words; i++) {
        struct english_word word = english_word_at(english, i);
        char text[WORDS_WORD_BYTES + 2];
        uint32_t number = 0;
        snprintf(text, sizeof(text), "%.*s" SENTENCE_TALK_MARK, WORDS_WORD_BYTES - 1, word.text);
        if (vocabulary_find(&model->bank->vocabulary, text) < 0) {
            continue; /* interned before the tables were made, unless it cannot be pronounced */
        }
        int result = vocabulary_intern(&model->bank->vocabulary, text, &number);
        if (result < 0) {
            return result;
        }
        model->unigram[number] = talk * pow(10.0, (double)word.log10_probability) / total;
    }
    double point_total = 0.0;
    for (uint32_t i = 0; i < model->word_count; i++) {
        point_total += word_has_mark(model, i, SENTENCE_POINT_MARK) ? model->before.weight[i] : 0.0;
    }
    double word_total = model->before.total - point_total - model->before.weight[model->end];
    for (uint32_t i = 0; i < model->word_count; i++) {
        bool is_point = word_has_mark(model, i, SENTENCE_POINT_MARK);
        double part = (double)(is_point ? options->key : options->reenter);
        model->unigram[i] += part * model->before.weight[i] / fmax(NEVER, is_point ? point_total : word_total);
        model->unigram[i] = fmax(NEVER, model->unigram[i]);
    }
    model->unigram[model->end] = (double)options->talk_end;
    return 0;
}

/* The part of a history's probability that goes to what it was not seen with. */
static double smoothed_share(const struct gram *grams, size_t count, double discount)
{
    double total = 0.0;
    double taken = 0.0;
    for (size_t i = 0; i < count; i++) {
        total += grams[i].weight;
        taken += discount * fmin(1.0, grams[i].weight);
    }
    return fmin(SMOOTHED_MOST, taken / total + SMOOTHED_LEAST);
}

static size_t same_history(const struct grams *grams, size_t start, size_t length)
{
    size_t end = start + 1;
    while (end < grams->count &&
           memcmp(grams->list[start].words, grams->list[end].words, length * sizeof(uint32_t)) == 0) {
        end++;
    }
    return end;
}

/* All pairs that begin with one word: those counted, and those with the usual words of its half of a sentence. */
static int history_smooth(struct model *model, const struct gram *seen, size_t seen_count, struct grams *ret_bigrams)
{
    uint32_t history = seen[0].words[0];
    const struct half *half = history != model->begin && word_is_after(model, history) ? &model->after : &model->before;
    double kept = 1.0 - (double)(history == model->begin ? model->options->talk : model->options->escape);
    double smoothed = smoothed_share(seen, seen_count, (double)model->options->discount);
    double total = 0.0;
    for (size_t i = 0; i < seen_count; i++) {
        total += seen[i].weight;
    }
    double given = 0.0;
    double given_unigram = 0.0;
    size_t next = 0;
    for (uint32_t word = 0; word < model->word_count; word++) {
        double probability = half->total > 0.0 ? smoothed * half->weight[word] / half->total : 0.0;
        if (next < seen_count && seen[next].words[1] == word) {
            probability += (1.0 - smoothed) * seen[next++].weight / total;
        }
        if (probability <= 0.0) {
            continue;
        }
        int result = grams_add(ret_bigrams, history, word, 0, kept * probability);
        if (result < 0) {
            return result;
        }
        given += kept * probability;
        given_unigram += model->unigram[word];
    }
    model->unigram_backoff[history] = fmax(NEVER, 1.0 - given) / fmax(NEVER, 1.0 - given_unigram);
    return 0;
}

static int bigrams_smooth(struct model *model)
{
    struct grams smoothed = {0};
    int result = 0;
    size_t end = 0;
    for (size_t start = 0; result == 0 && start < model->bigrams.count; start = end) {
        end = same_history(&model->bigrams, start, 1);
        result = history_smooth(model, model->bigrams.list + start, end - start, &smoothed);
    }
    free(model->bigrams.list);
    model->bigrams = smoothed; /* sorted, since histories and words were walked in order */
    return result;
}

static const struct gram *bigram_find(const struct model *model, uint32_t first, uint32_t second)
{
    struct gram key = {.words = {first, second, 0}};
    if (model->bigrams.count == 0) {
        return NULL; /* bsearch takes no null list */
    }
    return bsearch(&key, model->bigrams.list, model->bigrams.count, sizeof(key), compare_grams);
}

static int trigrams_smooth(struct model *model)
{
    model->bigram_backoff = malloc((model->bigrams.count + 1) * sizeof(*model->bigram_backoff));
    if (model->bigram_backoff == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < model->bigrams.count; i++) {
        model->bigram_backoff[i] = 1.0;
    }
    size_t end = 0;
    for (size_t start = 0; start < model->trigrams.count; start = end) {
        end = same_history(&model->trigrams, start, 2);
        struct gram *list = model->trigrams.list;
        double smoothed = smoothed_share(list + start, end - start, (double)model->options->discount);
        double total = 0.0;
        for (size_t i = start; i < end; i++) {
            total += list[i].weight;
        }
        double given = 0.0;
        double given_bigram = 0.0;
        for (size_t i = start; i < end; i++) {
            double bigram = bigram_find(model, list[i].words[1], list[i].words[2])->weight;
            list[i].weight = (1.0 - smoothed) * list[i].weight / total + smoothed * bigram;
            given += list[i].weight;
            given_bigram += bigram;
        }
        const struct gram *history = bigram_find(model, list[start].words[0], list[start].words[1]);
        model->bigram_backoff[history - model->bigrams.list] = fmax(NEVER, 1.0 - given) /
                                                               fmax(NEVER, 1.0 - given_bigram);
    }
    return 0;
}

static double log10_of(double probability)
{
    return log10(fmax(probability, NEVER));
}

static int model_print(const struct model *model, FILE *stream)
{
    char **words = model->bank->vocabulary.words;
    fprintf(stream, "\\data\\\nngram 1=%zu\nngram 2=%zu\nngram 3=%zu\n\n\\1-grams:\n", model->word_count,
            model->bigrams.count, model->trigrams.count);
    for (size_t i = 0; i < model->word_count; i++) {
        double probability = i == model->begin ? -99.0 : log10_of(model->unigram[i]);
        fprintf(stream, "%.4f\t%s\t%.4f\n", probability, words[i], log10_of(model->unigram_backoff[i]));
    }
    fputs("\n\\2-grams:\n", stream);
    for (size_t i = 0; i < model->bigrams.count; i++) {
        const struct gram *gram = &model->bigrams.list[i];
        fprintf(stream, "%.4f\t%s %s\t%.4f\n", log10_of(gram->weight), words[gram->words[0]], words[gram->words[1]],
                log10_of(model->bigram_backoff[i]));
    }
    fputs("\n\\3-grams:\n", stream);
    for (size_t i = 0; i < model->trigrams.count; i++) {
        const struct gram *gram = &model->trigrams.list[i];
        fprintf(stream, "%.4f\t%s %s %s\n", log10_of(gram->weight), words[gram->words[0]], words[gram->words[1]],
                words[gram->words[2]]);
    }
    fputs("\n\\end\\\n", stream);
    return fflush(stream) != 0 || ferror(stream) ? -EIO : 0;
}

/* Every word gets its number before the tables by number are made. */
static int words_intern(struct model *model, const struct english *english)
{
    struct vocabulary *vocabulary = &model->bank->vocabulary;
    int result = vocabulary_intern(vocabulary, "<s>", &model->begin);
    if (result == 0) {
        result = vocabulary_intern(vocabulary, "</s>", &model->end);
    }
    size_t talk_words = english == NULL ? 0 : english_count(english);
    for (size_t i = 0; result == 0 && i < talk_words && i < model->options->talk_words; i++) {
        char text[WORDS_WORD_BYTES + 2];
        uint32_t number = 0;
        snprintf(text, sizeof(text), "%.*s" SENTENCE_TALK_MARK, WORDS_WORD_BYTES - 1, english_word_at(english, i).text);
        result = vocabulary_intern(vocabulary, text, &number);
    }
    model->word_count = vocabulary->count;
    return result;
}

static int tables_make(struct model *model)
{
    model->before.weight = calloc(model->word_count, sizeof(double));
    model->after.weight = calloc(model->word_count, sizeof(double));
    model->unigram = calloc(model->word_count, sizeof(double));
    model->unigram_backoff = calloc(model->word_count, sizeof(double));
    if (model->before.weight == NULL || model->after.weight == NULL || model->unigram == NULL ||
        model->unigram_backoff == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < model->word_count; i++) {
        model->unigram_backoff[i] = 1.0;
    }
    return 0;
}

static int model_make(struct model *model, const struct english *english)
{
    int result = words_intern(model, english);
    if (result == 0) {
        result = tables_make(model);
    }
    for (size_t i = 0; result == 0 && i < model->bank->sentence_count; i++) {
        result = sentence_count(model, &model->bank->sentences[i]);
    }
    if (result < 0) {
        return result;
    }
    grams_merge(&model->bigrams);
    grams_merge(&model->trigrams);
    result = half_trim(model, &model->before, true);
    if (result == 0) {
        result = half_trim(model, &model->after, false);
    }
    if (result == 0) {
        result = unigrams_make(model, english);
    }
    if (result == 0) {
        result = bigrams_smooth(model);
    }
    return result == 0 ? trigrams_smooth(model) : result;
}

int language_model_write(FILE *stream, struct sentence_bank *bank, const struct english *english,
                         const struct language_model_options *options)
{
    if (bank->sentence_count == 0) {
        return -EINVAL;
    }
    struct model model = {.options = options, .bank = bank};
    int result = model_make(&model, english);
    if (result == 0) {
        result = model_print(&model, stream);
    }
    free(model.before.weight);
    free(model.after.weight);
    free(model.unigram);
    free(model.unigram_backoff);
    free(model.bigrams.list);
    free(model.trigrams.list);
    free(model.bigram_backoff);
    return result;
}
