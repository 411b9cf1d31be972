/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/core/test_matcher.c. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "docent/english.h"
#include "docent/stemmer.h"
#include "docent/words.h"
#include "matcher_private.h"

/* A word counts this much for each wording that has it; others are given against it. */
static const float IN_WORDING = 1.0F;

/* `like_worth`, `like_least`, `against_most`, `wordings_most` and `talk_doubt` were chosen on half a, one by one
 * (tests/bench/HEARING.md): fitted all together to one part of it, weights do worse on another. The others were chosen
 * before the enhancer came. */
void matcher_weights_default(struct matcher_weights *ret_weights)
{
    *ret_weights = (struct matcher_weights){
        .in_keyword = 2.0F,
        .in_answer = 0.1F,
        .wordings_most = 60.0F,
        .smoothing = 0.3F,
        .against_most = 0.5F,
        .talk_worth = 0.6F,
        .phrase_worth = 5.0F,
        .scattered_worth = 0.5F,
        .stem_worth = 1.0F,
        .like_worth = 8.0F,
        .like_least = 0.4F,
        .shared_most = 0.8F,
        .shared_ramp = 0.5F,
        .unknown_worth = 0.6F,
        .doubt = 3.0F,
        .talk_doubt = 0.2F,
    };
}

float matcher_rarity(const struct english *english, const char *word)
{
    float rarity = (-english_log10_probability(english, word) - 2.0F) / 2.0F;
    return fminf(1.0F, fmaxf(0.05F, rarity));
}

static size_t target_of(const struct matcher *matcher, const struct topic *topic, const struct exhibit *exhibit)
{
    size_t index = (size_t)(topic - exhibit->topics);
    return exhibit == matcher->exhibit ? index : matcher->exhibit->topic_count + index;
}

static int stem_intern(struct matcher *matcher, const char *word, uint32_t *ret_stem)
{
    size_t known = matcher->stems.count;
    int result = vocabulary_intern(&matcher->stems, stemmer_stem(matcher->stemmer, word), ret_stem);
    if (result < 0 || matcher->stems.count == known) {
        return result;
    }
    float *rarity = realloc(matcher->rarity, matcher->stems.count * sizeof(*rarity));
    if (rarity == NULL) {
        return -ENOMEM;
    }
    matcher->rarity = rarity;
    size_t cells = matcher->stems.count * matcher->target_count;
    float *weight = realloc(matcher->weight, cells * sizeof(*weight));
    if (weight == NULL) {
        return -ENOMEM;
    }
    matcher->weight = weight;
    rarity[*ret_stem] = matcher_rarity(matcher->english, word);
    memset(weight + *ret_stem * matcher->target_count, 0, matcher->target_count * sizeof(*weight));
    return 0;
}

/* The stems of a text count `worth` for a target; they are also returned as a phrase, cut where it is too long. */
static int text_learn(struct matcher *matcher, const char *text, size_t target, float worth, struct phrase *ret_phrase)
{
    struct text_list words = {0};
    int result = words_normalise(text, &matcher->whole, &words);
    ret_phrase->count = 0;
    ret_phrase->target = target;
    for (size_t i = 0; result == 0 && i < words.count; i++) {
        uint32_t stem = 0;
        result = stem_intern(matcher, words.items[i], &stem);
        if (result == 0) {
            matcher->weight[stem * matcher->target_count + target] += worth;
            if (ret_phrase->count < PHRASE_WORDS_MAX) {
                ret_phrase->stems[ret_phrase->count++] = stem;
            }
        }
    }
    text_list_finish(&words);
    return result;
}

static int phrase_keep(struct matcher *matcher, const struct phrase *phrase)
{
    if (phrase->count == 0) {
        return 0;
    }
    struct phrase *phrases = realloc(matcher->phrases, (matcher->phrase_count + 1) * sizeof(*phrases));
    if (phrases == NULL) {
        return -ENOMEM;
    }
    matcher->phrases = phrases;
    phrases[matcher->phrase_count++] = *phrase;
    return 0;
}

/* What a text is, beside words that count for the target. A command is both: said by itself, or nearly in its words. */
enum text_role { TEXT_OF_ANSWER, TEXT_IS_KEY, TEXT_IS_WORDING, TEXT_IS_COMMAND };

static int texts_learn(struct matcher *matcher, const struct text_list *texts, size_t target, float worth,
                       enum text_role role)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < texts->count; i++) {
        struct phrase phrase;
        result = text_learn(matcher, texts->items[i], target, worth, &phrase);
        if (result == 0 && (role == TEXT_IS_KEY || role == TEXT_IS_COMMAND)) {
            result = phrase_keep(matcher, &phrase);
        }
        bool is_compared = (role == TEXT_IS_WORDING || role == TEXT_IS_COMMAND) && phrase.count > 1;
        if (result == 0 && is_compared) { /* a single word weighs what it weighs */
            result = wording_index_add(&matcher->wordings, target, phrase.stems, phrase.count, matcher->rarity);
        }
    }
    return result;
}

static int topic_learn(struct matcher *matcher, const struct topic *topic, size_t target)
{
    struct text_list title = {.items = (char *[]){topic->title}, .count = 1};
    float wordings = (float)topic->asked_as.count + 1.0F;
    float worth = IN_WORDING * fminf(1.0F, matcher->weights.wordings_most / wordings);
    int result = texts_learn(matcher, &topic->asked_as, target, worth, TEXT_IS_WORDING);
    if (result == 0) {
        result = texts_learn(matcher, &title, target, worth, TEXT_IS_WORDING);
    }
    if (result == 0) {
        result = texts_learn(matcher, &topic->keywords, target, matcher->weights.in_keyword, TEXT_IS_KEY);
    }
    if (result == 0) {
        result = texts_learn(matcher, &topic->answer, target, matcher->weights.in_answer, TEXT_OF_ANSWER);
    }
    if (result == 0) {
        result = texts_learn(matcher, &topic->more, target, matcher->weights.in_answer, TEXT_OF_ANSWER);
    }
    return result;
}

static int exhibit_learn(struct matcher *matcher, const struct exhibit *exhibit)
{
    int result = 0;
    for (size_t t = 0; result == 0 && t < exhibit->topic_count; t++) {
        const struct topic *topic = &exhibit->topics[t];
        size_t target = target_of(matcher, topic, exhibit);
        result = exhibit == matcher->phrasebook
                     ? texts_learn(matcher, &topic->asked_as, target, IN_WORDING, TEXT_IS_COMMAND)
                     : topic_learn(matcher, topic, target);
    }
    return result;
}

/* 1 for a stem that few topics ask with, 0 for one that most do: small differences between those are chance. */
static float stem_tells(const struct matcher *matcher, const float *counts)
{
    size_t topics = matcher->exhibit->topic_count;
    size_t users = 0;
    for (size_t t = 0; t < topics; t++) {
        users += counts[t] >= IN_WORDING;
    }
    float shared = (float)users / (float)topics;
    return fminf(1.0F, fmaxf(0.0F, (matcher->weights.shared_most - shared) / matcher->weights.shared_ramp));
}

/* From counts to log odds: how much likelier the stem makes a target than if all targets used it alike. */
static void weights_finish(struct matcher *matcher)
{
    size_t targets = matcher->target_count;
    float smoothing = matcher->weights.smoothing * (float)matcher->exhibit->topic_count / (float)targets;
    for (size_t stem = 0; stem < matcher->stems.count; stem++) {
        float *row = matcher->weight + stem * targets;
        float worth = matcher->rarity[stem] * stem_tells(matcher, row);
        float total = 0.0F;
        for (size_t t = 0; t < targets; t++) {
            row[t] = sqrtf(row[t]);
            total += row[t];
        }
        for (size_t t = 0; t < targets; t++) {
            float share = (row[t] + smoothing) / (total + smoothing * (float)targets);
            row[t] = fmaxf(-matcher->weights.against_most, logf(share * (float)targets)) * worth;
        }
    }
}

int matcher_create(struct matcher **ret_matcher, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                   const struct english *english, const struct matcher_weights *weights)
{
    *ret_matcher = NULL;
    size_t targets = exhibit->topic_count + (phrasebook != NULL ? phrasebook->topic_count : 0);
    if (exhibit->topic_count == 0 || targets > TARGETS_MAX) {
        return -EINVAL;
    }
    struct matcher *matcher = calloc(1, sizeof(*matcher));
    if (matcher == NULL) {
        return -ENOMEM;
    }
    *matcher = (struct matcher){
        .exhibit = exhibit, .phrasebook = phrasebook, .english = english, .target_count = targets};
    if (weights != NULL) {
        matcher->weights = *weights;
    } else {
        matcher_weights_default(&matcher->weights);
    }
    matcher->stemmer = stemmer_create();
    int result = matcher->stemmer == NULL ? -ENOMEM : exhibit_whole_words(exhibit, &matcher->whole);
    if (result == 0 && phrasebook != NULL) {
        result = exhibit_whole_words(phrasebook, &matcher->whole);
    }
    if (result == 0) {
        result = exhibit_learn(matcher, exhibit);
    }
    if (result == 0 && phrasebook != NULL) {
        result = exhibit_learn(matcher, phrasebook);
    }
    if (result < 0) {
        matcher_destroy(matcher);
        return result;
    }
    weights_finish(matcher);
    *ret_matcher = matcher;
    return 0;
}

void matcher_destroy(struct matcher *matcher)
{
    if (matcher == NULL) {
        return;
    }
    stemmer_destroy(matcher->stemmer);
    vocabulary_finish(&matcher->stems);
    wording_index_finish(&matcher->wordings);
    text_list_finish(&matcher->whole);
    free(matcher->rarity);
    free(matcher->weight);
    free(matcher->phrases);
    free(matcher);
}
