/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "docent/matcher.h"

static char *copper_asked[] = {(char[]){"how is copper dug up"}, (char[]){"where does copper come from"}};
static char *copper_keys[] = {(char[]){"copper mining"}};
static char *tin_asked[] = {(char[]){"how is tin dug up"}, (char[]){"what is tin used for"},
                            (char[]){"what does come up"}};
static char *tin_keys[] = {(char[]){"tin"}, (char[]){"tin cans"}};
static char *iron_asked[] = {(char[]){"how is iron ore dug up"}, (char[]){"what is iron ore"}};
static char *iron_keys[] = {(char[]){"iron ore"}, (char[]){"old iron ore"}};
static char *louder_asked[] = {(char[]){"speak a little louder"}};
static struct topic topics[] = {
    {.id = (char[]){"copper"},
     .title = (char[]){"Copper"},
     .asked_as = {copper_asked, 2},
     .keywords = {copper_keys, 1}},
    {.id = (char[]){"tin"}, .title = (char[]){"Tin"}, .asked_as = {tin_asked, 3}, .keywords = {tin_keys, 2}},
    {.id = (char[]){"iron"}, .title = (char[]){"Iron"}, .asked_as = {iron_asked, 2}, .keywords = {iron_keys, 2}},
};
static struct topic commands[] = {
    {.id = (char[]){"louder"}, .title = (char[]){"Louder"}, .asked_as = {louder_asked, 1}},
};
static const struct exhibit exhibit = {.title = (char[]){"Metals"}, .topics = topics, .topic_count = 3};
static const struct exhibit phrasebook = {.title = (char[]){"Commands"}, .topics = commands, .topic_count = 1};
static const struct matcher_limits limits = {.accept = 0.5F, .close_margin = 0.1F};

static int matcher_make(void **state)
{
    return matcher_create((struct matcher **)state, &exhibit, &phrasebook, NULL, NULL);
}

static int matcher_drop(void **state)
{
    matcher_destroy(*state);
    return 0;
}

static void word_hear(struct heard *heard, const char *text, float posterior, bool is_best)
{
    struct heard_word word = {.posterior = posterior};
    strncpy(word.text, text, sizeof(word.text) - 1);
    heard->seen[heard->seen_count++] = word;
    if (is_best) {
        heard->words[heard->word_count++] = word;
    }
}

static void a_wording_finds_its_topic(void **state)
{
    struct match match;
    matcher_match_text(*state, &limits, "What is iron ore?", &match);
    assert_int_equal(match.kind, MATCH_ONE);
    assert_false(match.is_command);
    assert_string_equal(match.candidates[0].topic->id, "iron");
}

static void other_words_with_a_keyword_find_it_too(void **state)
{
    struct match match;
    matcher_match_text(*state, &limits, "anything about copper mining please", &match);
    assert_int_equal(match.kind, MATCH_ONE);
    assert_string_equal(match.candidates[0].topic->id, "copper");
}

static void what_no_topic_knows_is_none(void **state)
{
    struct match match;
    matcher_match_text(*state, &limits, "where are the toilets", &match);
    assert_int_equal(match.kind, MATCH_NONE);
    matcher_match_text(*state, &limits, "", &match);
    assert_int_equal(match.kind, MATCH_NONE);
    assert_int_equal(match.candidate_count, 0);
}

static void two_topics_in_one_breath_are_close(void **state)
{
    struct match match;
    const struct matcher_limits wide = {.accept = 0.5F, .close_margin = 0.9F, .near = 1.0F};
    matcher_match_text(*state, &wide, "tin or copper mining", &match);
    assert_int_equal(match.kind, MATCH_CLOSE);
    assert_true(match.is_near);
    assert_int_equal(match.candidate_count, 3);
}

static void a_command_is_a_command(void **state)
{
    struct match match;
    matcher_match_text(*state, &limits, "speak a little louder", &match);
    assert_int_equal(match.kind, MATCH_ONE);
    assert_true(match.is_command);
    assert_string_equal(match.candidates[0].topic->id, "louder");
}

static void whole_command_hear(struct matcher *matcher, float doubted, bool has_more, struct match *ret_match)
{
    struct heard heard = {0};
    word_hear(&heard, "speak", 0.95F, true);
    word_hear(&heard, "a", doubted, true);
    word_hear(&heard, "little", 0.95F, true);
    word_hear(&heard, "louder", 0.95F, true);
    static const char *const more[] = {"tomorrow", "in", "town"};
    for (size_t i = 0; has_more && i < sizeof(more) / sizeof(more[0]); i++) {
        word_hear(&heard, more[i], 0.95F, true);
    }
    matcher_match(matcher, &limits, &heard, ret_match);
}

/* Short words are seldom certain. All of a command and nothing else is one all the same, but not a part of a sentence.
 */
static void a_doubted_word_does_not_spoil_a_whole_command(void **state)
{
    struct match sure, doubted, part;
    whole_command_hear(*state, 0.95F, false, &sure);
    whole_command_hear(*state, 0.05F, false, &doubted);
    whole_command_hear(*state, 0.05F, true, &part);
    assert_int_equal(doubted.kind, MATCH_ONE);
    assert_true(doubted.is_command);
    assert_true(doubted.candidates[0].score < sure.candidates[0].score);
    assert_true(part.candidates[0].score < doubted.candidates[0].score / 2);
}

static void certainty_decides_the_score(void **state)
{
    struct match sure;
    struct match unsure;
    struct heard heard = {0};
    word_hear(&heard, "tin", 0.95F, true);
    matcher_match(*state, &limits, &heard, &sure);
    memset(&heard, 0, sizeof(heard));
    word_hear(&heard, "tin", 0.2F, true);
    matcher_match(*state, &limits, &heard, &unsure);
    assert_int_equal(sure.kind, MATCH_ONE);
    assert_int_equal(unsure.kind, MATCH_NONE);
    assert_true(sure.candidates[0].score > unsure.candidates[0].score);
}

/* A keyword in a sea of talk is one that was mentioned. */
static void talk_around_a_question_speaks_against_it(void **state)
{
    struct match alone, mentioned;
    struct heard heard = {0};
    word_hear(&heard, "tin", 0.95F, true);
    matcher_match(*state, &limits, &heard, &alone);
    for (size_t i = 0; i < 40; i++) {
        heard.words[heard.word_count++] = (struct heard_word){.text = "the", .posterior = 0.95F, .is_talk = true};
    }
    matcher_match(*state, &limits, &heard, &mentioned);
    assert_int_equal(alone.kind, MATCH_ONE);
    assert_int_equal(mentioned.kind, MATCH_NONE);
    assert_ptr_equal(mentioned.candidates[0].topic, alone.candidates[0].topic);
}

/* At an open microphone people talk, and a topic's words are among theirs. */
static void a_question_must_be_no_small_part_of_talk(void **state)
{
    struct matcher_limits strict = limits;
    struct heard heard = {0};
    struct match match;
    strict.clear_least = 0.39F;
    word_hear(&heard, "iron", 1.0F, true);
    word_hear(&heard, "ore", 1.0F, true);
    for (size_t i = 0; i < 3; i++) {
        heard.words[heard.word_count++] = (struct heard_word){.text = "the", .posterior = 1.0F, .is_talk = true};
    }
    matcher_match(*state, &strict, &heard, &match);
    assert_int_equal(match.kind, MATCH_ONE); /* two of five words are a question's */
    heard.words[heard.word_count++] = (struct heard_word){.text = "the", .posterior = 1.0F, .is_talk = true};
    matcher_match(*state, &strict, &heard, &match);
    assert_int_equal(match.kind, MATCH_NONE);
    assert_true(match.is_near);
    assert_string_equal(match.candidates[0].topic->id, "iron");
    matcher_match(*state, &limits, &heard, &match);
    assert_int_equal(match.kind, MATCH_ONE);
    assert_true(match.is_near);
}

/* What is not certain enough is near, but among talk it is nothing. */
static void near_is_not_enough_in_talk(void **state)
{
    struct matcher_limits severe = limits;
    struct heard heard = {0};
    struct match match;
    severe.accept = 1.0F;
    word_hear(&heard, "iron", 1.0F, true);
    matcher_match(*state, &severe, &heard, &match);
    assert_int_equal(match.kind, MATCH_NONE);
    assert_true(match.is_near);
    severe.near = 1.0F;
    matcher_match(*state, &severe, &heard, &match);
    assert_false(match.is_near);
    severe.near = 0.0F;
    severe.clear_least = 0.6F;
    heard.words[heard.word_count++] = (struct heard_word){.text = "the", .posterior = 1.0F, .is_talk = true};
    matcher_match(*state, &severe, &heard, &match);
    assert_int_equal(match.kind, MATCH_NONE);
    assert_false(match.is_near);
}

static void words_heard(struct heard *ret_heard, float posterior, bool is_talk)
{
    *ret_heard = (struct heard){0};
    word_hear(ret_heard, "iron", 1.0F, true);
    word_hear(ret_heard, "ore", 1.0F, true);
    for (size_t i = 0; i < 2; i++) {
        ret_heard->words[ret_heard->word_count++] = (struct heard_word){
            .text = "the", .posterior = posterior, .is_talk = is_talk};
    }
}

/* Unsure words and talk make the same words less certain, and less near. */
static void what_is_unclear_must_be_more_certain(void **state)
{
    static const struct {
        float posterior;
        bool is_talk;
        float cost;
        enum match_kind kind;
        bool is_near;
    } cases[] = {
        {1.0F, false, 100.0F, MATCH_ONE, true}, /* clear: it costs nothing */
        {0.1F, false, 0.0F, MATCH_ONE, true},   {0.1F, false, 100.0F, MATCH_NONE, false},
        {1.0F, true, 0.0F, MATCH_ONE, true},    {1.0F, true, 100.0F, MATCH_NONE, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct matcher_limits costly = limits;
        struct heard heard;
        struct match match;
        costly.near = 0.25F;
        costly.unclear_cost = cases[i].cost;
        words_heard(&heard, cases[i].posterior, cases[i].is_talk);
        matcher_match(*state, &costly, &heard, &match);
        assert_int_equal(match.kind, cases[i].kind);
        assert_int_equal(match.is_near, cases[i].is_near);
    }
}

static float probability_of(float log_odds)
{
    return 1.0F / (1.0F + expf(-log_odds));
}

/* The cost is in log odds, in proportion to what is not clear, and for being near it is half of that. */
static void cost_is_taken_off_the_log_odds(void **state)
{
    static const struct {
        float posterior;
        bool is_talk;
        float unclear;
    } cases[] = {{0.5F, false, 1.0F / 4.0F}, {1.0F, true, 1.0F / 2.0F}}; /* two words of four */
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct matcher_limits lenient = {.accept = 0.0F};
        struct heard heard;
        struct match match;
        words_heard(&heard, cases[i].posterior, cases[i].is_talk);
        matcher_match(*state, &lenient, &heard, &match);
        float whole = logf(match.candidates[0].score / (1.0F - match.candidates[0].score));
        lenient = (struct matcher_limits){.unclear_cost = 1.0F, .near = 1.0F};
        for (int way = -1; way <= 1; way += 2) {
            lenient.accept = probability_of(whole - cases[i].unclear + 0.01F * (float)way);
            matcher_match(*state, &lenient, &heard, &match);
            assert_int_equal(match.kind, way < 0 ? MATCH_ONE : MATCH_NONE);
        }
        lenient.accept = 1.0F;
        for (int way = -1; way <= 1; way += 2) {
            lenient.near = probability_of(whole - 0.5F * cases[i].unclear + 0.01F * (float)way);
            matcher_match(*state, &lenient, &heard, &match);
            assert_int_equal(match.kind, MATCH_NONE);
            assert_int_equal(match.is_near, way < 0);
        }
    }
}

/* Which of two is not asked either, where it is not clear that either was meant. */
static void close_topics_are_not_asked_of_what_is_unclear(void **state)
{
    struct matcher_limits lenient = {.accept = 0.5F, .close_margin = 1.0F};
    struct heard heard;
    struct match match;
    words_heard(&heard, 0.1F, false);
    matcher_match(*state, &lenient, &heard, &match);
    assert_int_equal(match.kind, MATCH_CLOSE);
    lenient.clear_least = 0.9F;
    matcher_match(*state, &lenient, &heard, &match);
    assert_int_equal(match.kind, MATCH_NONE);
    lenient = (struct matcher_limits){.accept = 0.5F, .close_margin = 1.0F, .unclear_cost = 100.0F};
    matcher_match(*state, &lenient, &heard, &match);
    assert_int_equal(match.kind, MATCH_NONE);
}

/* Of a command half the cost is taken. */
static void unclear_commands_cost_half(void **state)
{
    struct matcher_limits lenient = {.accept = 0.0F};
    struct heard heard = {0};
    struct match match;
    word_hear(&heard, "speak", 0.5F, true);
    word_hear(&heard, "a", 0.5F, true);
    word_hear(&heard, "little", 0.5F, true);
    word_hear(&heard, "louder", 0.5F, true);
    matcher_match(*state, &lenient, &heard, &match);
    assert_true(match.is_command);
    float whole = logf(match.candidates[0].score / (1.0F - match.candidates[0].score));
    lenient.unclear_cost = 1.0F;
    for (int way = -1; way <= 1; way += 2) {
        lenient.accept = probability_of(whole - 0.25F + 0.01F * (float)way);
        matcher_match(*state, &lenient, &heard, &match);
        assert_int_equal(match.kind, way < 0 ? MATCH_ONE : MATCH_NONE);
    }
}

/* What falls short of certainty only because others rival is answered; what may be no question at all is not. */
static void rivals_make_less_doubt_than_talk(void **state)
{
    struct matcher_limits lenient = {.accept = 0.0F};
    struct match match;
    matcher_match_text(*state, &lenient, "iron ore and copper mining and iron ore", &match);
    float meant = 0.0F;
    for (size_t i = 0; i < match.candidate_count; i++) {
        meant += match.candidates[i].score;
    }
    lenient = (struct matcher_limits){.accept = match.candidates[0].score + 0.05F, .meant_least = meant - 0.01F};
    matcher_match_text(*state, &lenient, "iron ore and copper mining and iron ore", &match);
    assert_int_equal(match.kind, MATCH_NONE);
    lenient.meant_relief = 0.1F;
    matcher_match_text(*state, &lenient, "iron ore and copper mining and iron ore", &match);
    assert_int_equal(match.kind, MATCH_ONE);
    lenient.meant_least = 1.0F;
    matcher_match_text(*state, &lenient, "iron ore and copper mining and iron ore", &match);
    assert_int_equal(match.kind, MATCH_NONE);
}

static void weights_may_be_given(void **state)
{
    (void)state;
    struct matcher_weights weights;
    struct matcher *matcher = NULL;
    struct match match;
    matcher_weights_default(&weights);
    weights.doubt = 20.0F;
    assert_int_equal(matcher_create(&matcher, &exhibit, &phrasebook, NULL, &weights), 0);
    matcher_match_text(matcher, &limits, "What is iron ore?", &match);
    assert_int_equal(match.kind, MATCH_NONE);
    matcher_destroy(matcher);
}

/* Each of its words is rather another topic's, but all of them together are a wording of this one. */
static void a_wording_of_words_that_others_have_is_found(void **state)
{
    static const char wording[] = "what does come up";
    struct matcher_weights weights;
    struct matcher *words_alone = NULL;
    struct match match;
    matcher_match_text(*state, &limits, wording, &match);
    assert_int_equal(match.kind, MATCH_ONE);
    assert_string_equal(match.candidates[0].topic->id, "tin");
    matcher_weights_default(&weights);
    weights.like_worth = 0.0F;
    assert_int_equal(matcher_create(&words_alone, &exhibit, &phrasebook, NULL, &weights), 0);
    matcher_match_text(words_alone, &limits, wording, &match);
    assert_int_equal(match.kind, MATCH_NONE);
    matcher_destroy(words_alone);
}

static void a_command_in_nearly_its_own_words_is_one(void **state)
{
    struct match match;
    matcher_match_text(*state, &limits, "a little louder please", &match);
    assert_int_equal(match.kind, MATCH_ONE);
    assert_true(match.is_command);
    matcher_match_text(*state, &limits, "people who dig speak a little louder than we do in the town", &match);
    assert_int_equal(match.kind, MATCH_NONE);
}

/* Two wordings of three have the word, or two of hundreds: the word is the first topic's. */
static void many_wordings_do_not_drown_those_of_others(void **state)
{
    (void)state;
    enum { MANY = 300 };
    static char texts[MANY][24];
    static char *many_asked[MANY];
    for (int i = 0; i < MANY; i++) {
        snprintf(texts[i], sizeof(texts[i]), "thing%d thing%d", i, i + 1);
        many_asked[i] = texts[i];
    }
    many_asked[0] = (char[]){"where is slag"};
    many_asked[1] = (char[]){"why is slag"};
    char *few_asked[] = {(char[]){"where is slag"}, (char[]){"why is slag"}};
    struct topic pair[] = {
        {.id = (char[]){"many"}, .title = (char[]){"Many"}, .asked_as = {many_asked, MANY}},
        {.id = (char[]){"few"}, .title = (char[]){"Few"}, .asked_as = {few_asked, 2}},
    };
    const struct exhibit uneven = {.title = (char[]){"Uneven"}, .topics = pair, .topic_count = 2};
    struct matcher_weights weights;
    struct matcher *matcher = NULL;
    struct match match;
    matcher_weights_default(&weights);
    assert_int_equal(matcher_create(&matcher, &uneven, NULL, NULL, &weights), 0);
    matcher_match_text(matcher, &limits, "slag", &match);
    assert_string_equal(match.candidates[0].topic->id, "few");
    assert_true(match.candidates[0].score > match.candidates[1].score * 1.1F);
    matcher_destroy(matcher);
    weights.wordings_most = 2 * MANY;
    assert_int_equal(matcher_create(&matcher, &uneven, NULL, NULL, &weights), 0);
    matcher_match_text(matcher, &limits, "slag", &match);
    assert_true(match.candidates[0].score < match.candidates[1].score * 1.01F);
    matcher_destroy(matcher);
}

static void scores_are_probabilities(void **state)
{
    struct match match;
    matcher_match_text(*state, &limits, "tin cans and iron ore and copper mining", &match);
    float total = 0.0F;
    for (size_t i = 0; i < match.candidate_count; i++) {
        assert_true(match.candidates[i].score >= 0.0F);
        assert_true(i == 0 || match.candidates[i].score <= match.candidates[i - 1].score);
        total += match.candidates[i].score;
    }
    assert_true(total <= 1.0001F);
}

static void an_empty_exhibit_is_refused(void **state)
{
    (void)state;
    struct matcher *matcher = NULL;
    const struct exhibit empty = {0};
    assert_int_equal(matcher_create(&matcher, &empty, NULL, NULL, NULL), -EINVAL);
    assert_null(matcher);
    matcher_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wording_finds_its_topic),
        cmocka_unit_test(other_words_with_a_keyword_find_it_too),
        cmocka_unit_test(what_no_topic_knows_is_none),
        cmocka_unit_test(two_topics_in_one_breath_are_close),
        cmocka_unit_test(a_command_is_a_command),
        cmocka_unit_test(certainty_decides_the_score),
        cmocka_unit_test(talk_around_a_question_speaks_against_it),
        cmocka_unit_test(near_is_not_enough_in_talk),
        cmocka_unit_test(what_is_unclear_must_be_more_certain),
        cmocka_unit_test(cost_is_taken_off_the_log_odds),
        cmocka_unit_test(close_topics_are_not_asked_of_what_is_unclear),
        cmocka_unit_test(unclear_commands_cost_half),
        cmocka_unit_test(a_question_must_be_no_small_part_of_talk),
        cmocka_unit_test(rivals_make_less_doubt_than_talk),
        cmocka_unit_test(weights_may_be_given),
        cmocka_unit_test(a_wording_of_words_that_others_have_is_found),
        cmocka_unit_test(a_command_in_nearly_its_own_words_is_one),
        cmocka_unit_test(many_wordings_do_not_drown_those_of_others),
        cmocka_unit_test(scores_are_probabilities),
        cmocka_unit_test(an_empty_exhibit_is_refused),
        cmocka_unit_test(a_doubted_word_does_not_spoil_a_whole_command),
    };
    return cmocka_run_group_tests(tests, matcher_make, matcher_drop);
}
