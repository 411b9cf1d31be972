/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "docent/sentence_bank.h"

static char *latte_asked[] = {(char[]){"may I have a latte with milk"}, (char[]){"milky coffee"}};
static char *latte_keys[] = {(char[]){"latte"}};
static char *mocha_asked[] = {(char[]){"one iced mocha please"}};
static char *mocha_keys[] = {(char[]){"mocha"}, (char[]){"iced mocha"}};
static char *stop_asked[] = {(char[]){"stop talking"}};
static struct topic topics[] = {
    {.id = (char[]){"latte"}, .title = (char[]){"Latte"}, .asked_as = {latte_asked, 2}, .keywords = {latte_keys, 1}},
    {.id = (char[]){"mocha"}, .title = (char[]){"Mocha"}, .asked_as = {mocha_asked, 1}, .keywords = {mocha_keys, 2}},
};
static struct topic commands[] = {{.id = (char[]){"stop"}, .title = (char[]){"Stop"}, .asked_as = {stop_asked, 1}}};
static const struct exhibit exhibit = {.topics = topics, .topic_count = 2};
static const struct exhibit phrasebook = {.topics = commands, .topic_count = 1};

struct search {
    const struct sentence_bank *bank;
    const char *wanted;
    float weight;
    size_t count;
};

static int compare(void *user, const uint32_t *words, size_t count, float weight)
{
    struct search *search = user;
    char text[256] = "";
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof(text) - length, "%s%s", i == 0 ? "" : " ",
                 search->bank->vocabulary.words[words[i]]);
    }
    search->weight += strcmp(text, search->wanted) == 0 ? weight : 0.0F;
    search->count++;
    return 0;
}

/* Weight of the sentence with these words, 0 when the bank lacks it. */
static float weight_of(const struct sentence_bank *bank, const char *wanted)
{
    struct search search = {.bank = bank, .wanted = wanted};
    assert_int_equal(sentence_bank_walk(bank, compare, &search), 0);
    return search.weight;
}

static int bank_make(void **state)
{
    static struct sentence_bank bank;
    const struct sentence_weights weights = {.key = 2.0F, .frame = 3.0F, .command = 0.5F};
    *state = &bank;
    return sentence_bank_build(&bank, &exhibit, &phrasebook, NULL, &weights);
}

static int bank_drop(void **state)
{
    sentence_bank_finish(*state);
    return 0;
}

static void wordings_are_marked_from_their_point(void **state)
{
    assert_true(weight_of(*state, "may i have a latte~ with~ milk~") >= 1.0F);
    assert_true(weight_of(*state, "one iced~ mocha~ please~") >= 1.0F);
}

static void keywords_stand_alone(void **state)
{
    assert_float_equal(weight_of(*state, "iced~ mocha~"), 2.0F, 1e-6);
}

static void frames_take_every_keyword(void **state)
{
    assert_float_equal(weight_of(*state, "may i have a mocha~ with~ milk~"), 1.0F, 1e-6);
    assert_float_equal(weight_of(*state, "one latte~ please~"), 1.0F, 1e-6);
    assert_float_equal(weight_of(*state, "one iced~ mocha~ please~"), 2.0F, 1e-6);
}

static void without_a_keyword_the_point_is_a_word_of_one_topic(void **state)
{
    assert_float_equal(weight_of(*state, "milky~ coffee~"), 1.0F, 1e-6);
}

static void commands_are_all_point(void **state)
{
    assert_float_equal(weight_of(*state, "stop~ talking~"), 0.5F, 1e-6);
}

/* Three wordings, two frames with three keywords each, those alone, a command. */
static void every_sentence_is_walked_by(void **state)
{
    struct search search = {.bank = *state, .wanted = ""};
    assert_int_equal(sentence_bank_walk(*state, compare, &search), 0);
    assert_int_equal(search.count, 3 + 3 * 2 + 3 + 1);
}

static int stop_at_once(void *user, const uint32_t *words, size_t count, float weight)
{
    (void)words;
    (void)count;
    (void)weight;
    ++*(int *)user;
    return -ENOMEM;
}

static void a_walk_can_be_ended(void **state)
{
    int visits = 0;
    assert_int_equal(sentence_bank_walk(*state, stop_at_once, &visits), -ENOMEM);
    assert_int_equal(visits, 1);
    const struct sentence_bank empty = {0};
    assert_int_equal(sentence_bank_walk(&empty, stop_at_once, &visits), 0);
    assert_int_equal(visits, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wordings_are_marked_from_their_point),
        cmocka_unit_test(keywords_stand_alone),
        cmocka_unit_test(frames_take_every_keyword),
        cmocka_unit_test(without_a_keyword_the_point_is_a_word_of_one_topic),
        cmocka_unit_test(commands_are_all_point),
        cmocka_unit_test(every_sentence_is_walked_by),
        cmocka_unit_test(a_walk_can_be_ended),
    };
    return cmocka_run_group_tests(tests, bank_make, bank_drop);
}
