/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
static const struct english_word common[] = {{"the", -1.3F}, {"of", -1.6F}, {"house", -3.0F}};

/* The model as text, parsed back: an independent reading of the ARPA format. */
struct arpa {
    struct {
        char words[3][40];
        int order;
        double probability, backoff;
    } grams[2000];
    size_t count;
};

static struct arpa arpa;

static void arpa_read(char *text)
{
    int order = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        char section = '\0';
        double probability = 0.0;
        int used = 0;
        if (sscanf(line, "\\%d-gram%c", &order, &section) == 2 || order == 0 ||
            sscanf(line, "%lf%n", &probability, &used) != 1) {
            continue;
        }
        assert_true(arpa.count < sizeof(arpa.grams) / sizeof(arpa.grams[0]));
        char words[3][40] = {"", "", ""};
        for (int w = 0; w < order; w++) {
            int step = 0;
            assert_int_equal(sscanf(line + used, "%39s%n", words[w], &step), 1);
            used += step;
        }
        double backoff = 0.0;
        if (sscanf(line + used, "%lf", &backoff) != 1) {
            backoff = 0.0;
        }
        memcpy(arpa.grams[arpa.count].words, words, sizeof(words));
        arpa.grams[arpa.count].order = order;
        arpa.grams[arpa.count].probability = pow(10.0, probability);
        arpa.grams[arpa.count++].backoff = pow(10.0, backoff);
    }
}

static double probability_of(int order, const char *first, const char *second, const char *third)
{
    const char *words[3] = {first, second, third};
    double backoff = 1.0;
    for (size_t i = 0; i < arpa.count; i++) {
        int same = arpa.grams[i].order == order;
        int history = arpa.grams[i].order == order - 1;
        for (int w = 0; w < order && same; w++) {
            same = strcmp(arpa.grams[i].words[w], words[w]) == 0;
        }
        for (int w = 0; w < order - 1 && history; w++) {
            history = strcmp(arpa.grams[i].words[w], words[w]) == 0;
        }
        if (same) {
            return arpa.grams[i].probability;
        }
        if (history) {
            backoff = arpa.grams[i].backoff;
        }
    }
    return order == 1 ? 0.0 : backoff * probability_of(order - 1, words[1], words[2], NULL);
}

static double total_after(int order, const char *first, const char *second)
{
    double total = 0.0;
    for (size_t i = 0; i < arpa.count && arpa.grams[i].order == 1; i++) {
        const char *word = arpa.grams[i].words[0];
        if (strcmp(word, "<s>") != 0) {
            total += order == 2 ? probability_of(2, first, word, NULL) : probability_of(3, first, second, word);
        }
    }
    return total;
}

/* The third word after the first; see `common`, which is in the order of how common they are. */
static const struct english_pair pair = {0, 2, -0.3F};

static int model_make(void **state)
{
    (void)state;
    struct english *english = NULL;
    struct sentence_bank bank;
    const struct sentence_weights weights = {.key = 1.0F, .frame = 1.0F, .command = 1.0F};
    struct language_model_options options;
    language_model_options_default(&options);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    int result = english_create(&english, common, 3);
    result = result == 0 ? english_set_pairs(english, &pair, 1) : result;
    result = result == 0 ? sentence_bank_build(&bank, &exhibit, NULL, english, &weights) : result;
    result = result == 0 ? language_model_write(stream, &bank, english, &options) : result;
    fclose(stream);
    arpa_read(text);
    free(text);
    sentence_bank_finish(&bank);
    english_destroy(english);
    return result;
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
        cmocka_unit_test(every_history_adds_up_to_one),      cmocka_unit_test(what_the_content_says_is_likelier),
        cmocka_unit_test(talk_follows_the_pairs_of_english), cmocka_unit_test(no_question_ends_before_its_point),
        cmocka_unit_test(an_empty_bank_is_refused),
    };
    return cmocka_run_group_tests(tests, model_make, NULL);
}
