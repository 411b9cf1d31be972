/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sphinxbase/err.h>
#include <sphinxbase/ngram_model.h>

#include "docent/english.h"

#define ENGLISH_MODEL "/usr/share/pocketsphinx/model/en-us/en-us.lm.bin"

/* Pairs are asked for one by one: there is no walking through those that the model has. */
enum { PAIRED_WORDS = 800 };

/* A pair is worth its room if it comes up once in a million words, and twice as often as by chance. */
static const double PAIR_LEAST_LOG10 = -6.0;
static const double PAIR_GAIN_LOG10 = 0.3;

static int compare_frequency(const void *left, const void *right)
{
    const struct english_word *a = left;
    const struct english_word *b = right;
    return (a->log10_probability < b->log10_probability) - (a->log10_probability > b->log10_probability);
}

/* The words proper: neither the sentence's marks nor what carries a part of speech. */
static size_t words_collect(ngram_model_t *model, logmath_t *log_math, struct english_word *words)
{
    size_t count = 0;
    int32 total = (int32)ngram_model_get_counts(model)[0];
    for (int32 id = 0; id < total && count < ENGLISH_WORDS_MAX; id++) {
        const char *text = ngram_word(model, id);
        if (text[0] == '<' || text[0] == '[') {
            continue;
        }
        int32 used = 0;
        words[count].text = text;
        words[count].log10_probability = (float)logmath_log_to_log10(log_math,
                                                                     ngram_ng_prob(model, id, NULL, 0, &used));
        count++;
    }
    qsort(words, count, sizeof(*words), compare_frequency);
    return count;
}

static size_t pairs_collect(ngram_model_t *model, logmath_t *log_math, const struct english *english,
                            struct english_pair *pairs)
{
    int32 ids[PAIRED_WORDS];
    uint32_t words = english_count(english) < PAIRED_WORDS ? (uint32_t)english_count(english) : PAIRED_WORDS;
    for (uint32_t i = 0; i < words; i++) {
        ids[i] = ngram_wid(model, english_word_at(english, i).text);
    }
    size_t count = 0;
    for (uint32_t first = 0; first < words; first++) {
        double alone = (double)english_word_at(english, first).log10_probability;
        for (uint32_t second = 0; second < words; second++) {
            int32 used = 0;
            double after = logmath_log_to_log10(log_math, ngram_ng_prob(model, ids[second], &ids[first], 1, &used));
            double gain = after - (double)english_word_at(english, second).log10_probability;
            if (used == 2 && gain > PAIR_GAIN_LOG10 && alone + after > PAIR_LEAST_LOG10) {
                pairs[count++] = (struct english_pair){first, second, (float)after};
            }
        }
    }
    return count;
}

static int pairs_read(struct english *english, ngram_model_t *model, logmath_t *log_math)
{
    struct english_pair *pairs = malloc(sizeof(*pairs) * PAIRED_WORDS * PAIRED_WORDS);
    if (pairs == NULL) {
        return -ENOMEM;
    }
    int result = english_set_pairs(english, pairs, pairs_collect(model, log_math, english, pairs));
    free(pairs);
    return result;
}

static int model_read(struct english **ret_english, const char *path, size_t count, logmath_t *log_math)
{
    ngram_model_t *model = ngram_model_read(NULL, path, NGRAM_BIN, log_math);
    if (model == NULL) {
        return -EINVAL;
    }
    int result = -ENOMEM;
    struct english_word *words = calloc(ENGLISH_WORDS_MAX, sizeof(*words));
    if (words != NULL) {
        size_t found = words_collect(model, log_math, words);
        result = english_create(ret_english, words, found < count ? found : count);
    }
    if (result == 0) {
        result = pairs_read(*ret_english, model, log_math);
    }
    if (result < 0) {
        english_destroy(*ret_english);
        *ret_english = NULL;
    }
    free(words);
    ngram_model_free(model);
    return result;
}

int english_load_sphinx(struct english **ret_english, const char *path, size_t count)
{
    *ret_english = NULL;
    if (path == NULL) {
        path = ENGLISH_MODEL;
    }
    if (access(path, R_OK) < 0) {
        return -errno;
    }
    err_set_logfp(NULL);
    logmath_t *log_math = logmath_init(1.0001, 0, 0);
    if (log_math == NULL) {
        return -ENOMEM;
    }
    int result = model_read(ret_english, path, count, log_math);
    logmath_free(log_math);
    return result;
}
