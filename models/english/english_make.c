/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * usage: english_make [MODEL.lm.bin] > models/english.tsv
 *
 * Writes down what docent wants of Debian's language model of English (pocketsphinx-en-us), which has 27 MB: the
 * commonest words, and what often follows what (docent/english.h). Reading all of that at every start took 23 % of
 * the CPU time of loading (perf, `docent ask`).
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sphinxbase/err.h>
#include <sphinxbase/ngram_model.h>

#define ENGLISH_MODEL "/usr/share/pocketsphinx/model/en-us/en-us.lm.bin"

enum {
    MODEL_WORDS_MAX = 100000,
    WORDS = 3000,       /* beyond are those said once in thirty thousand: equally rare to all who ask */
    PAIRED_WORDS = 800, /* pairs are asked for one by one: there is no walking through those that the model has */
};

/* A pair is worth its room if it comes up once in a million words, and twice as often as by chance. */
static const double PAIR_LEAST_LOG10 = -6.0;
static const double PAIR_GAIN_LOG10 = 0.3;

struct source {
    ngram_model_t *model;
    logmath_t *log_math; /* the model's */
};

struct word {
    const char *text;
    int32 id;
    double log10_probability;
};

static int compare_words(const void *left, const void *right)
{
    const struct word *a = left;
    const struct word *b = right;
    if (a->log10_probability != b->log10_probability) {
        return a->log10_probability > b->log10_probability ? -1 : 1;
    }
    return strcmp(a->text, b->text);
}

/* `before` NULL: of the word alone. Returns whether the model has seen it just so. */
static bool probability_ask(const struct source *source, int32 word, int32 *before, double *ret_log10)
{
    int32 used = 0;
    int32 history = before != NULL ? 1 : 0;
    int32 score = ngram_ng_prob(source->model, word, before, history, &used);
    *ret_log10 = logmath_log_to_log10(source->log_math, score);
    return used == history + 1;
}

/* The words proper: neither the sentence's marks nor what carries a part of speech. */
static size_t words_collect(const struct source *source, struct word *words)
{
    size_t count = 0;
    int32 total = (int32)ngram_model_get_counts(source->model)[0];
    for (int32 id = 0; id < total && count < MODEL_WORDS_MAX; id++) {
        const char *text = ngram_word(source->model, id);
        if (text[0] != '<' && text[0] != '[') {
            words[count] = (struct word){.text = text, .id = id};
            probability_ask(source, id, NULL, &words[count++].log10_probability);
        }
    }
    qsort(words, count, sizeof(*words), compare_words);
    return count < WORDS ? count : WORDS;
}

static void pairs_print(const struct source *source, struct word *words, size_t count)
{
    for (size_t first = 0; first < count; first++) {
        for (size_t second = 0; second < count; second++) {
            double after = 0.0;
            bool is_seen = probability_ask(source, words[second].id, &words[first].id, &after);
            if (is_seen && after - words[second].log10_probability > PAIR_GAIN_LOG10 &&
                words[first].log10_probability + after > PAIR_LEAST_LOG10) {
                printf("%s\t%s\t%.5f\n", words[first].text, words[second].text, after);
            }
        }
    }
}

static int table_print(const struct source *source)
{
    struct word *words = calloc(MODEL_WORDS_MAX, sizeof(*words));
    if (words == NULL) {
        return 1;
    }
    size_t count = words_collect(source, words);
    puts("# SPDX-License-Identifier: GPL-3.0-or-later AND BSD-2-Clause\n"
         "# By models/english/english_make.c, from Debian's pocketsphinx-en-us. Words with the logarithm (to the base\n"
         "# of ten) of how likely they are, the commonest first; then pairs, with that of the second after the first.");
    for (size_t i = 0; i < count; i++) {
        printf("%s\t%.5f\n", words[i].text, words[i].log10_probability);
    }
    pairs_print(source, words, count < PAIRED_WORDS ? count : PAIRED_WORDS);
    free(words);
    return ferror(stdout) != 0;
}

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : ENGLISH_MODEL;
    err_set_logfp(NULL);
    struct source source = {.log_math = logmath_init(1.0001, 0, 0)};
    if (source.log_math != NULL) {
        source.model = ngram_model_read(NULL, path, NGRAM_BIN, source.log_math);
    }
    if (source.model == NULL) {
        fprintf(stderr, "english_make: %s cannot be read as a language model: install pocketsphinx-en-us\n", path);
        return 1;
    }
    int result = table_print(&source);
    ngram_model_free(source.model);
    logmath_free(source.log_math);
    return result;
}
