/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/speech/test_language_model.c. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "docent/words.h"
#include "language_model_private.h"

/* How readily a word follows what it was never seen to follow: each pair that it ends counts as often as it was said to
 * this power. 1 would be how often the word is said, 0 after how many words it is (Kneser, Ney 1995); the fresh
 * questions and half a's, typed, surprise least in between (tests/bench/HEARING.md). */
static const double PAIR_POWER = 0.6;

bool word_is_point(const struct model *model, uint32_t word)
{
    const char *text = model->bank->vocabulary.words[word];
    size_t length = strlen(text);
    return length > 1 && text[length - 1] == SENTENCE_POINT_MARK[0];
}

bool word_is_after(const struct model *model, uint32_t word)
{
    return word == model->end || word_is_point(model, word);
}

/* --- sentences ---------------------------------------------------------------------------------------------------- */

/* Count one sentence's pairs and triples, its ends included. */
static int sentence_count(void *user, const uint32_t *sentence, size_t count, float weight)
{
    struct model *model = user;
    uint32_t words[SENTENCE_WORDS_MAX * 3 + 2];
    words[0] = model->begin;
    memcpy(words + 1, sentence, count * sizeof(*words));
    words[count + 1] = model->end;
    for (size_t i = 1; i < count + 2; i++) {
        int result = grams_add(&model->bigrams, words + i - 1, 2, (double)weight);
        if (result == 0 && i >= 2) {
            result = grams_add(&model->trigrams, words + i - 2, 3, (double)weight);
        }
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* --- halves ------------------------------------------------------------------------------------------------------- */

static int compare_descending(const void *left, const void *right)
{
    const double *a = left;
    const double *b = right;
    return (*a < *b) - (*a > *b);
}

static void halves_weigh(struct model *model)
{
    for (size_t i = 0; i < model->bigrams.count; i++) {
        const struct gram *pair = &model->bigrams.list[i];
        bool is_after = pair->words[0] != model->begin && word_is_after(model, pair->words[0]);
        struct half *half = is_after ? &model->after : &model->before;
        double weight = pow(pair->weight, PAIR_POWER);
        half->weight[pair->words[1]] += weight;
        half->total += weight;
    }
}

/* Only the `spread_words` commonest words of a half, and whatever makes a point, are expected after a history that was
 * never seen with them: it bounds the number of pairs in the model. */
static int half_trim(struct model *model, struct half *half, bool keep_points)
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
    double all = fmax(NEVER, half->total);
    half->total = 0.0;
    for (uint32_t i = 0; i < word_count; i++) {
        if (half->weight[i] <= least && !(keep_points && word_is_point(model, i))) {
            model->rare[i] += half->weight[i] / all;
            half->weight[i] = 0.0;
        }
        half->total += half->weight[i];
    }
    return 0;
}

static int halves_make(struct model *model)
{
    halves_weigh(model);
    int result = half_trim(model, &model->before, true);
    result = result == 0 ? half_trim(model, &model->after, false) : result;
    for (uint32_t i = 0; i < model->word_count; i++) {
        if (model->before.weight[i] > 0.0 || model->after.weight[i] > 0.0) {
            model->rare[i] = 0.0;
        }
    }
    return result;
}

/* --- twins -------------------------------------------------------------------------------------------------------- */

/* The same word in the other half, if it is said there; words that are in both, as the end is, have none. */
static int64_t word_twin(const struct model *model, uint32_t word)
{
    if (word == model->begin || word == model->end) {
        return -1;
    }
    char text[WORDS_WORD_BYTES + 2];
    size_t length = strlen(model->bank->vocabulary.words[word]);
    memcpy(text, model->bank->vocabulary.words[word], length + 1);
    memcpy(text + length, SENTENCE_POINT_MARK, sizeof(SENTENCE_POINT_MARK));
    text[word_is_point(model, word) ? length - 1 : length + 1] = '\0';
    return vocabulary_find(&model->bank->vocabulary, text);
}

/* What is said in a row in one half of a question may be so in the other. Weights are those from before: a twin's twin
 * is not counted again. */
static int twins_add(const struct model *model, struct grams *grams, size_t order)
{
    size_t count = model->options->twin > 0.0F ? grams->count : 0; /* nothing is counted that counts for nothing */
    double *weights = malloc((count + 1) * sizeof(*weights));
    int result = weights == NULL ? -ENOMEM : 0;
    for (size_t i = 0; result == 0 && i < count; i++) {
        weights[i] = grams->list[i].weight;
    }
    for (size_t i = 0; result == 0 && i < count; i++) {
        uint32_t twins[GRAMS_WORDS] = {0};
        size_t found = 0;
        bool is_after = word_is_after(model, grams->list[i].words[0]);
        while (found < order && word_is_after(model, grams->list[i].words[found]) == is_after) {
            int64_t twin = word_twin(model, grams->list[i].words[found]);
            if (twin < 0) {
                break;
            }
            twins[found++] = (uint32_t)twin;
        }
        if (found == order) {
            result = grams_add(grams, twins, order, (double)model->options->twin * weights[i]);
        }
    }
    free(weights);
    return result;
}

int language_model_count(struct model *model)
{
    int result = sentence_bank_walk(model->bank, sentence_count, model);
    result = result == 0 ? halves_make(model) : result;
    result = result == 0 ? twins_add(model, &model->bigrams, 2) : result;
    result = result == 0 ? twins_add(model, &model->trigrams, 3) : result;
    result = result == 0 ? grams_sort(&model->bigrams) : result;
    return result == 0 ? grams_sort(&model->trigrams) : result;
}
