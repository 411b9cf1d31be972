/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <sphinxbase/logmath.h>
#include <sphinxbase/ngram_model.h>

#include "docent/language_model.h"

static char *latte_asked[] = {(char[]){"may I have a latte with milk"}, (char[]){"a latte please"}};
static char *latte_keys[] = {(char[]){"latte"}};
static char *mocha_asked[] = {(char[]){"one iced mocha please"}};
static char *mocha_keys[] = {(char[]){"mocha"}, (char[]){"iced mocha"}};
static struct topic topics[] = {
    {.id = (char[]){"latte"}, .title = (char[]){"Latte"}, .asked_as = {latte_asked, 2}, .keywords = {latte_keys, 1}},
    {.id = (char[]){"mocha"}, .title = (char[]){"Mocha"}, .asked_as = {mocha_asked, 1}, .keywords = {mocha_keys, 2}},
};
static const struct exhibit exhibit = {.topics = topics, .topic_count = 2};
static char *tea_asked[] = {(char[]){"with milk or sugar one tea"}, (char[]){"tea with sugar or milk"}};
static char *tea_keys[] = {(char[]){"tea"}};
static struct topic tea_topic = {
    .id = (char[]){"tea"}, .title = (char[]){"Tea"}, .asked_as = {tea_asked, 2}, .keywords = {tea_keys, 1}};
static const struct exhibit tea = {.topics = &tea_topic, .topic_count = 1};
static const struct english_word common[] = {{"the", -1.3F}, {"of", -1.6F}, {"house", -3.0F}};

/* The model as PocketSphinx has it. */
struct read_model {
    logmath_t *logarithms;
    ngram_model_t *ngrams;
};

static struct read_model model;

/* Of the last word after the others; `order` of them are given. */
static double probability_of(int order, const char *first, const char *second, const char *third)
{
    const char *words[3] = {first, second, third};
    int32 history[2];
    int32 used = 0;
    for (int i = 0; i < order - 1; i++) { /* the latest first */
        history[i] = ngram_wid(model.ngrams, words[order - 2 - i]);
        assert_int_not_equal(history[i], ngram_unknown_wid(model.ngrams));
    }
    int32 word = ngram_wid(model.ngrams, words[order - 1]);
    assert_int_not_equal(word, ngram_unknown_wid(model.ngrams));
    return logmath_exp(model.logarithms, ngram_ng_prob(model.ngrams, word, history, order - 1, &used));
}

static double total_after(int order, const char *first, const char *second)
{
    double total = 0.0;
    for (int32 i = 0; i < (int32)ngram_model_get_counts(model.ngrams)[0]; i++) {
        const char *word = ngram_word(model.ngrams, i);
        if (strcmp(word, "<s>") != 0) {
            total += order == 2 ? probability_of(2, first, word, NULL) : probability_of(3, first, second, word);
        }
    }
    return total;
}

/* The third word after the first; see `common`, which is in the order of how common they are. */
static const struct english_pair pair = {0, 2, -0.3F};

static int model_open(const struct exhibit *content, const struct language_model_options *options)
{
    struct english *english = NULL;
    struct sentence_bank bank;
    const struct sentence_weights weights = {.key = 1.0F, .frame = 1.0F, .command = 1.0F};
    char path[] = "/tmp/docent-language-model-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *stream = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (stream == NULL) {
        return -errno;
    }
    int result = english_create(&english, common, 3);
    result = result == 0 ? english_set_pairs(english, &pair, 1) : result;
    result = result == 0 ? sentence_bank_build(&bank, content, NULL, english, &weights) : result;
    result = result == 0 ? language_model_write(stream, &bank, english, options) : result;
    fclose(stream);
    model.logarithms = logmath_init(1.0001, 0, 0);
    model.ngrams = ngram_model_read(NULL, path, NGRAM_BIN, model.logarithms);
    unlink(path);
    sentence_bank_finish(&bank);
    english_destroy(english);
    return model.ngrams == NULL ? -EBADMSG : result;
}

static int model_make(void **state)
{
    (void)state;
    struct language_model_options options;
    language_model_options_default(&options);
    return model_open(&exhibit, &options);
}

static int model_drop(void **state)
{
    (void)state;
    ngram_model_free(model.ngrams);
    logmath_free(model.logarithms);
    return 0;
}

static void every_history_adds_up_to_one(void **state)
{
    (void)state;
    assert_float_equal(total_after(2, "<s>", NULL), 1.0, 0.01);
    assert_float_equal(total_after(2, "a", NULL), 1.0, 0.01);
    assert_float_equal(total_after(2, "latte~", NULL), 1.0, 0.01);
    assert_float_equal(total_after(2, "house^", NULL), 1.0, 0.01);
    assert_float_equal(total_after(3, "have", "a"), 1.0, 0.01);
    assert_float_equal(total_after(3, "iced~", "mocha~"), 1.0, 0.01);
}

static void what_the_content_says_is_likelier(void **state)
{
    (void)state;
    assert_true(probability_of(3, "have", "a", "latte~") > 10.0 * probability_of(3, "have", "a", "house^"));
    assert_true(probability_of(2, "<s>", "may", NULL) > probability_of(2, "<s>", "house^", NULL));
}

/* "the house" is a pair, "of house" is not. */
static void talk_follows_the_pairs_of_english(void **state)
{
    (void)state;
    assert_true(probability_of(2, "the^", "house^", NULL) > 5.0 * probability_of(2, "of^", "house^", NULL));
    assert_float_equal(total_after(2, "the^", NULL), 1.0, 0.01);
}

static void no_question_ends_before_its_point(void **state)
{
    (void)state;
    assert_true(probability_of(3, "have", "a", "</s>") < 0.01);
    assert_true(probability_of(2, "latte~", "</s>", NULL) > 0.1);
}

/* "with milk" is said before the point only, and "with sugar" after it. */
static void words_in_a_row_count_in_the_other_half_too(void **state)
{
    double milk[2];
    for (int i = 0; i < 2; i++) {
        struct language_model_options options;
        language_model_options_default(&options);
        options.twin = i == 0 ? 0.0F : options.twin;
        model_drop(state);
        assert_int_equal(model_open(&tea, &options), 0);
        milk[i] = probability_of(2, "with~", "milk~", NULL);
        assert_true(milk[i] < probability_of(2, "with~", "sugar~", NULL));
        assert_float_equal(total_after(2, "with~", NULL), 1.0, 0.01);
        assert_float_equal(total_after(3, "with~", "sugar~"), 1.0, 0.01);
    }
    assert_true(milk[1] > 1.5 * milk[0]);
    model_drop(state);
    assert_int_equal(model_make(state), 0);
}

/* With two words common in each half of a question, the others have only what rare ones have. */
static void rare_words_may_come_at_any_place(void **state)
{
    double milk[2];
    for (int i = 0; i < 2; i++) {
        struct language_model_options options;
        language_model_options_default(&options);
        options.spread_words = 2;
        options.rare = i == 0 ? 0.0F : options.rare;
        model_drop(state);
        assert_int_equal(model_open(&exhibit, &options), 0);
        milk[i] = probability_of(2, "please~", "milk~", NULL);
        assert_float_equal(total_after(2, "please~", NULL), 1.0, 0.01);
        assert_float_equal(total_after(2, "house^", NULL), 1.0, 0.01);
    }
    assert_true(milk[1] > 3.0 * milk[0]);
    model_drop(state);
    assert_int_equal(model_make(state), 0);
}

static void an_empty_bank_is_refused(void **state)
{
    (void)state;
    struct sentence_bank bank = {0};
    struct language_model_options options;
    language_model_options_default(&options);
    assert_int_equal(language_model_write(stderr, &bank, NULL, &options), -EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_history_adds_up_to_one),
        cmocka_unit_test(what_the_content_says_is_likelier),
        cmocka_unit_test(talk_follows_the_pairs_of_english),
        cmocka_unit_test(no_question_ends_before_its_point),
        cmocka_unit_test(an_empty_bank_is_refused),
        cmocka_unit_test(words_in_a_row_count_in_the_other_half_too),
        cmocka_unit_test(rare_words_may_come_at_any_place),
    };
    return cmocka_run_group_tests(tests, model_make, model_drop);
}
