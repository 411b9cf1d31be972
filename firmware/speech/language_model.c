/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/language_model.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "docent/words.h"
#include "language_model_private.h"

/* No history gives all of its probability away, nor none: models stay finite on tiny contents. */
static const double SMOOTHED_LEAST = 0.02;
static const double SMOOTHED_MOST = 0.9;

void language_model_options_default(struct language_model_options *ret_options)
{
    *ret_options = (struct language_model_options){
        .talk = 0.1F,
        .escape = 0.05F,
        .reenter = 0.1F,
        .key = 0.003F,
        .talk_end = 0.1F,
        .rare = 0.3F,
        .discount = 0.7F,
        .twin = 0.3F,
        .talk_words = 2000,
        .spread_words = 200,
    };
}

/* Of what follows a word of talk, that which is more talk. */
static double talk_share(const struct language_model_options *options)
{
    return 1.0 - (double)(options->reenter + options->key + options->talk_end);
}

static void half_add_unigrams(const struct model *model, struct half *half)
{
    for (uint32_t i = 0; i < model->word_count; i++) {
        half->unigram_total += half->weight[i] > 0.0 ? model->unigram[i] : 0.0;
    }
}

/* A question's rare words have no place in what smoothing makes of a history: they come from here only. */
static void unigrams_add_rare(struct model *model)
{
    double scale = (double)model->options->rare;
    double total = 1.0;
    for (uint32_t i = 0; i < model->word_count; i++) {
        total += scale * model->rare[i];
    }
    for (uint32_t i = 0; i < model->word_count; i++) {
        model->unigram[i] = (model->unigram[i] + scale * model->rare[i]) / total;
    }
}

/* What follows a word of talk, and all that is unforeseen: more talk, the end, the question's words. */
static void unigrams_make(struct model *model, const struct english *english)
{
    const struct language_model_options *options = model->options;
    model->talk_total = 0.0;
    for (size_t i = 0; i < model->talk_words; i++) {
        model->talk_total += pow(10.0, (double)english_word_at(english, i).log10_probability);
    }
    for (size_t i = 0; i < model->talk_words; i++) {
        double english_share = pow(10.0, (double)english_word_at(english, i).log10_probability) / model->talk_total;
        model->unigram[model->first_talk + i] = talk_share(options) * english_share;
    }
    double point_total = 0.0;
    for (uint32_t i = 0; i < model->word_count; i++) {
        point_total += word_is_point(model, i) ? model->before.weight[i] : 0.0;
    }
    double word_total = model->before.total - point_total - model->before.weight[model->end];
    for (uint32_t i = 0; i < model->word_count; i++) {
        bool is_point = word_is_point(model, i);
        double part = (double)(is_point ? options->key : options->reenter);
        model->unigram[i] += part * model->before.weight[i] / fmax(NEVER, is_point ? point_total : word_total);
        model->unigram[i] = fmax(NEVER, model->unigram[i]);
    }
    model->unigram[model->end] = (double)options->talk_end;
    unigrams_add_rare(model);
    half_add_unigrams(model, &model->before);
    half_add_unigrams(model, &model->after);
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

double history_probability(const struct history *history, uint32_t word, double seen)
{
    return history->usual_scale * history->half->weight[word] + history->seen_scale * seen;
}

static void history_make(struct model *model, size_t start, size_t end)
{
    const struct gram *seen = model->bigrams.list + start;
    uint32_t word = seen[0].words[0];
    bool is_begin = word == model->begin;
    const struct half *half = !is_begin && word_is_after(model, word) ? &model->after : &model->before;
    double smoothed = smoothed_share(seen, end - start, (double)model->options->discount);
    double kept = 1.0 - (double)(is_begin ? model->options->talk : model->options->escape);
    double seen_total = 0.0;
    double given_unigram = half->unigram_total;
    for (size_t i = 0; i < end - start; i++) {
        seen_total += seen[i].weight;
        given_unigram += half->weight[seen[i].words[1]] > 0.0 ? 0.0 : model->unigram[seen[i].words[1]];
    }
    double usual = half->total > 0.0 ? kept * smoothed : 0.0;
    double given = usual + kept * (1.0 - smoothed);
    model->histories[word] = (struct history){
        .seen = start,
        .seen_count = end - start,
        .half = half,
        .usual_scale = usual / fmax(NEVER, half->total),
        .seen_scale = kept * (1.0 - smoothed) / seen_total,
    };
    model->unigram_backoff[word] = fmax(NEVER, 1.0 - given) / fmax(NEVER, 1.0 - given_unigram);
}

static int bigrams_smooth(struct model *model)
{
    model->histories = calloc(model->word_count, sizeof(*model->histories));
    if (model->histories == NULL) {
        return -ENOMEM;
    }
    size_t end = 0;
    for (size_t start = 0; start < model->bigrams.count; start = end) {
        end = same_history(&model->bigrams, start, 1);
        history_make(model, start, end);
    }
    return 0;
}

/* A counted one: all triples are made of those. */
static const struct gram *bigram_find(const struct model *model, const uint32_t *words)
{
    const struct history *history = &model->histories[words[0]];
    return grams_find(model->bigrams.list + history->seen, history->seen_count, words, 2);
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
            const uint32_t *words = list[i].words;
            const struct gram *shorter = bigram_find(model, words + 1);
            double bigram = history_probability(&model->histories[words[1]], words[2], shorter->weight);
            list[i].weight = (1.0 - smoothed) * list[i].weight / total + smoothed * bigram;
            given += list[i].weight;
            given_bigram += bigram;
        }
        const struct gram *history = bigram_find(model, list[start].words);
        model->bigram_backoff[history - model->bigrams.list] = fmax(NEVER, 1.0 - given) /
                                                               fmax(NEVER, 1.0 - given_bigram);
    }
    return 0;
}

/* What English has after one word of talk more often than by chance; `pairs` all begin with it. */
static int talk_history(struct model *model, const struct english *english, const struct english_pair *pairs,
                        size_t count)
{
    double likely = 0.0;
    double by_chance = 0.0;
    for (size_t i = 0; i < count; i++) {
        likely += pow(10.0, (double)pairs[i].log10_probability);
        by_chance += pow(10.0, (double)english_word_at(english, pairs[i].second).log10_probability);
    }
    double scale = talk_share(model->options) / (likely + fmax(NEVER, model->talk_total - by_chance));
    double given_unigram = 0.0;
    for (size_t i = 0; i < count; i++) {
        double probability = scale * pow(10.0, (double)pairs[i].log10_probability);
        const uint32_t words[] = {model->first_talk + pairs[i].first, model->first_talk + pairs[i].second};
        int result = grams_add(&model->talk, words, 2, probability);
        if (result < 0) {
            return result;
        }
        given_unigram += model->unigram[model->first_talk + pairs[i].second];
    }
    model->unigram_backoff[model->first_talk + pairs[0].first] = (1.0 - scale * likely) / (1.0 - given_unigram);
    return 0;
}

static int talk_pairs(struct model *model, const struct english *english)
{
    size_t total = english == NULL ? 0 : english_pair_count(english);
    struct english_pair *pairs = malloc((total + 1) * sizeof(*pairs));
    size_t count = 0;
    for (size_t i = 0; pairs != NULL && i < total; i++) {
        struct english_pair pair = english_pair_at(english, i);
        if (pair.first < model->talk_words && pair.second < model->talk_words) {
            pairs[count++] = pair;
        }
    }
    int result = pairs == NULL ? -ENOMEM : 0;
    size_t end = 0;
    for (size_t start = 0; result == 0 && start < count; start = end) {
        for (end = start + 1; end < count && pairs[end].first == pairs[start].first;) {
            end++;
        }
        result = talk_history(model, english, pairs + start, end - start);
    }
    free(pairs);
    return result;
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
    talk_words = talk_words < model->options->talk_words ? talk_words : model->options->talk_words;
    model->first_talk = (uint32_t)vocabulary->count;
    for (size_t i = 0; result == 0 && i < talk_words; i++) {
        char text[WORDS_WORD_BYTES + 2];
        uint32_t number = 0;
        snprintf(text, sizeof(text), "%.*s" SENTENCE_TALK_MARK, WORDS_WORD_BYTES - 1, english_word_at(english, i).text);
        result = vocabulary_intern(vocabulary, text, &number);
        if (result == 0 && number != model->first_talk + i) {
            result = -EINVAL; /* words that are alike, or of the content with a mark of talk */
        }
    }
    model->talk_words = talk_words;
    model->word_count = vocabulary->count;
    return result;
}

static int tables_make(struct model *model)
{
    model->before.weight = calloc(model->word_count, sizeof(double));
    model->after.weight = calloc(model->word_count, sizeof(double));
    model->rare = calloc(model->word_count, sizeof(double));
    model->unigram = calloc(model->word_count, sizeof(double));
    model->unigram_backoff = calloc(model->word_count, sizeof(double));
    if (model->before.weight == NULL || model->after.weight == NULL || model->rare == NULL || model->unigram == NULL ||
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
    if (result == 0) {
        result = language_model_count(model);
    }
    if (result == 0) {
        unigrams_make(model, english);
        result = talk_pairs(model, english);
    }
    if (result == 0) {
        result = bigrams_smooth(model);
    }
    return result == 0 ? trigrams_smooth(model) : result;
}

int language_model_write(FILE *stream, struct sentence_bank *bank, const struct english *english,
                         const struct language_model_options *options)
{
    if (bank->word_count == 0) {
        return -EINVAL;
    }
    struct model model = {.options = options, .bank = bank};
    int result = model_make(&model, english);
    if (result == 0) {
        result = language_model_store(&model, stream);
    }
    free(model.before.weight);
    free(model.after.weight);
    free(model.rare);
    free(model.unigram);
    free(model.unigram_backoff);
    free(model.histories);
    grams_finish(&model.bigrams);
    grams_finish(&model.trigrams);
    grams_finish(&model.talk);
    free(model.bigram_backoff);
    return result;
}
