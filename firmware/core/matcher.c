/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/matcher.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "docent/stemmer.h"
#include "docent/words.h"
#include "matcher_private.h"

/* With half of it, a question that is not answered is hardly ever met with silence, and talk seldom with a reply
 * (tests/bench/RESULTS.md). */
static const float NEAR_COST_SHARE = 0.5F;
/* A command's few short words are seldom heard surely, and talk is next to never taken for one. */
static const float COMMAND_COST_SHARE = 0.5F;

/* What an utterance says, by stem. */
struct evidence {
    float *posterior;               /* by stem, talk already discounted */
    uint32_t path[HEARD_WORDS_MAX]; /* stems of the best sequence; UINT32_MAX where no topic has the word */
    size_t path_count;
    size_t talk_count;    /* words of the best sequence that were taken for talk */
    float unknown;        /* rarities of words that no topic has, summed */
    float unknown_square; /* and what they add to the square of the utterance's length (docent/wording_index.h) */
};

static const struct topic *target_topic(const struct matcher *matcher, size_t target)
{
    size_t topics = matcher->exhibit->topic_count;
    return target < topics ? &matcher->exhibit->topics[target] : &matcher->phrasebook->topics[target - topics];
}

/* The least certain of a phrase's words. */
static float phrase_certainty(const struct evidence *evidence, const struct phrase *phrase)
{
    float least = 1.0F;
    for (size_t i = 0; i < phrase->count; i++) {
        least = fminf(least, evidence->posterior[phrase->stems[i]]);
    }
    return least;
}

static bool stems_hold(const uint32_t *stems, size_t count, const struct phrase *phrase)
{
    for (size_t i = 0; i + phrase->count <= count; i++) {
        if (memcmp(stems + i, phrase->stems, phrase->count * sizeof(*stems)) == 0) {
            return true;
        }
    }
    return false;
}

static float phrase_mean(const struct evidence *evidence, const struct phrase *phrase)
{
    float sum = 0.0F;
    for (size_t i = 0; i < phrase->count; i++) {
        sum += evidence->posterior[phrase->stems[i]];
    }
    return sum / (float)phrase->count;
}

/* Is it a command, and nothing but it was said? Commands are made of the shortest and commonest words ("go on please"),
 * of which one or another always has rivals; that all of them stand together in the right order, and no other, makes up
 * for a single one that is doubted. */
static bool phrase_is_all(const struct matcher *matcher, const struct evidence *evidence, const struct phrase *phrase)
{
    return phrase->target >= matcher->exhibit->topic_count && phrase->count > 1 &&
           phrase->count == evidence->path_count && stems_hold(evidence->path, evidence->path_count, phrase);
}

/* 0 to 1: the phrase was said, and not as a part of another target's longer one ("coffee" in "iced coffee"). */
static float phrase_said(const struct matcher *matcher, const struct evidence *evidence, const struct phrase *phrase)
{
    float said = phrase_is_all(matcher, evidence, phrase) ? phrase_mean(evidence, phrase)
                                                          : phrase_certainty(evidence, phrase);
    for (size_t i = 0; said > 0.0F && i < matcher->phrase_count; i++) {
        const struct phrase *other = &matcher->phrases[i];
        if (other->count > phrase->count && other->target != phrase->target &&
            stems_hold(other->stems, other->count, phrase)) {
            said -= phrase_certainty(evidence, other);
        }
    }
    if (phrase->count > 1 && !stems_hold(evidence->path, evidence->path_count, phrase)) {
        said *= matcher->weights.scattered_worth;
    }
    return fmaxf(0.0F, said);
}

/* A command is what is said, not something that is mentioned: of a longer sentence it is only a part. */
static float command_share(const struct matcher *matcher, const struct evidence *evidence, const struct phrase *phrase)
{
    if (phrase->target < matcher->exhibit->topic_count || evidence->path_count <= phrase->count) {
        return 1.0F;
    }
    return (float)phrase->count / (float)evidence->path_count;
}

static void stem_hear(const struct matcher *matcher, struct stemmer *stemmer, struct evidence *evidence,
                      const struct heard_word *word)
{
    int64_t stem = vocabulary_find(&matcher->stems, stemmer_stem(stemmer, word->text));
    float posterior = word->posterior * (word->is_talk ? matcher->weights.talk_worth : 1.0F);
    if (stem < 0) {
        float rarity = matcher_rarity(matcher->english, word->text);
        evidence->unknown += word->posterior * rarity;
        evidence->unknown_square += wording_index_square(posterior, rarity);
    } else {
        evidence->posterior[stem] = fmaxf(evidence->posterior[stem], posterior);
    }
}

static int evidence_collect(const struct matcher *matcher, const struct heard *heard, struct evidence *ret_evidence)
{
    *ret_evidence = (struct evidence){.posterior = calloc(matcher->stems.count, sizeof(float))};
    struct stemmer *stemmer = stemmer_create(); /* one stemmer serves one thread */
    if (ret_evidence->posterior == NULL || stemmer == NULL) {
        free(ret_evidence->posterior);
        stemmer_destroy(stemmer);
        return -ENOMEM;
    }
    for (size_t i = 0; i < heard->seen_count; i++) {
        stem_hear(matcher, stemmer, ret_evidence, &heard->seen[i]);
    }
    for (size_t i = 0; i < heard->word_count; i++) {
        int64_t stem = vocabulary_find(&matcher->stems, stemmer_stem(stemmer, heard->words[i].text));
        ret_evidence->talk_count += heard->words[i].is_talk;
        ret_evidence->path[ret_evidence->path_count++] = stem < 0 ? UINT32_MAX : (uint32_t)stem;
    }
    stemmer_destroy(stemmer);
    return 0;
}

/* What keywords add to the log odds of each target; only the surest counts. */
static void phrases_score(const struct matcher *matcher, const struct evidence *evidence, float *scores)
{
    float said[TARGETS_MAX] = {0};
    for (size_t i = 0; i < matcher->phrase_count; i++) {
        const struct phrase *phrase = &matcher->phrases[i];
        float one = phrase_said(matcher, evidence, phrase) * command_share(matcher, evidence, phrase);
        said[phrase->target] = fmaxf(said[phrase->target], one);
    }
    for (size_t t = 0; t < matcher->target_count; t++) {
        scores[t] += matcher->weights.phrase_worth * said[t];
    }
}

static void stems_score(const struct matcher *matcher, const struct evidence *evidence, float *scores)
{
    for (size_t stem = 0; stem < matcher->stems.count; stem++) {
        float posterior = evidence->posterior[stem];
        const float *row = matcher->weight + stem * matcher->target_count;
        for (size_t t = 0; posterior > 0.0F && t < matcher->target_count; t++) {
            scores[t] += matcher->weights.stem_worth * posterior * row[t];
        }
    }
}

/* Being like a wording counts from a certain likeness on: any two sentences have some words in common. */
static void wordings_score(const struct matcher *matcher, const struct evidence *evidence, float *scores)
{
    float likeness[TARGETS_MAX];
    wording_index_compare(&matcher->wordings, evidence->posterior, matcher->rarity, matcher->stems.count,
                          evidence->unknown_square, likeness, matcher->target_count);
    for (size_t t = 0; t < matcher->target_count; t++) {
        scores[t] += matcher->weights.like_worth * fmaxf(0.0F, likeness[t] - matcher->weights.like_least);
    }
}

/* Log odds to probabilities, with "nothing of it" as one more possibility. */
static void scores_normalise(float *scores, size_t count, float doubt)
{
    float most = doubt;
    for (size_t t = 0; t < count; t++) {
        most = fmaxf(most, scores[t]);
    }
    float total = expf(doubt - most);
    for (size_t t = 0; t < count; t++) {
        scores[t] = expf(scores[t] - most);
        total += scores[t];
    }
    for (size_t t = 0; t < count; t++) {
        scores[t] /= total;
    }
}

static void candidate_insert(struct match *match, const struct topic *topic, float score)
{
    size_t place = match->candidate_count;
    while (place > 0 && match->candidates[place - 1].score < score) {
        place--;
    }
    if (place >= MATCH_CANDIDATES_MAX) {
        return;
    }
    if (match->candidate_count < MATCH_CANDIDATES_MAX) {
        match->candidate_count++;
    }
    for (size_t i = match->candidate_count - 1; i > place; i--) {
        match->candidates[i] = match->candidates[i - 1];
    }
    match->candidates[place] = (struct match_candidate){.topic = topic, .score = score};
}

/* How clear the best sequence is, 0 to 1 (docent/matcher.h). */
static float clarity(const struct heard *heard)
{
    float clear = 0.0F;
    for (size_t i = 0; i < heard->word_count; i++) {
        clear += heard->words[i].is_talk ? 0.0F : heard->words[i].posterior;
    }
    return heard->word_count == 0 ? 1.0F : clear / (float)heard->word_count;
}

static float log_odds(float probability)
{
    return probability <= 0.0F ? -INFINITY : probability >= 1.0F ? INFINITY : logf(probability / (1.0F - probability));
}

static void match_decide(struct match *match, const struct matcher_limits *limits, float clear, float meant)
{
    float accept = log_odds(limits->accept - (meant >= limits->meant_least ? limits->meant_relief : 0.0F));
    float cost = limits->unclear_cost * (1.0F - clear) * (match->is_command ? COMMAND_COST_SHARE : 1.0F);
    const struct match_candidate *best = match->candidates;
    if (match->candidate_count == 0) {
        return;
    }
    float second = match->candidate_count > 1 ? best[1].score : 0.0F;
    bool is_close = best[0].score - second < limits->close_margin;
    bool is_clear = clear >= limits->clear_least;
    if (is_clear && log_odds(best[0].score) - cost >= accept && !is_close) {
        match->kind = MATCH_ONE;
    } else if (is_clear && is_close && match->candidate_count > 1 &&
               log_odds(best[0].score + second) - cost >= accept) {
        match->kind = MATCH_CLOSE;
    }
    float near = log_odds(is_clear ? limits->near : fmaxf(limits->near, limits->accept));
    match->is_near = match->kind != MATCH_NONE || log_odds(best[0].score) - NEAR_COST_SHARE * cost >= near;
}

void matcher_match(const struct matcher *matcher, const struct matcher_limits *limits, const struct heard *heard,
                   struct match *ret_match)
{
    memset(ret_match, 0, sizeof(*ret_match));
    struct evidence evidence;
    if (heard->seen_count == 0 || evidence_collect(matcher, heard, &evidence) < 0) {
        return;
    }
    float scores[TARGETS_MAX] = {0};
    phrases_score(matcher, &evidence, scores);
    stems_score(matcher, &evidence, scores);
    wordings_score(matcher, &evidence, scores);
    scores_normalise(scores, matcher->target_count,
                     matcher->weights.talk_doubt * (float)evidence.talk_count + matcher->weights.doubt +
                         matcher->weights.unknown_worth * evidence.unknown);
    free(evidence.posterior);
    size_t best = 0;
    for (size_t t = 1; t < matcher->target_count; t++) {
        best = scores[t] > scores[best] ? t : best;
    }
    size_t topics = matcher->exhibit->topic_count;
    ret_match->is_command = best >= topics;
    size_t first = ret_match->is_command ? topics : 0;
    size_t end = ret_match->is_command ? matcher->target_count : topics;
    float meant = 0.0F;
    for (size_t t = first; t < end; t++) {
        candidate_insert(ret_match, target_topic(matcher, t), scores[t]);
        meant += scores[t];
    }
    match_decide(ret_match, limits, clarity(heard), meant);
}

void matcher_match_text(const struct matcher *matcher, const struct matcher_limits *limits, const char *text,
                        struct match *ret_match)
{
    memset(ret_match, 0, sizeof(*ret_match));
    struct heard *heard = calloc(1, sizeof(*heard));
    struct text_list words = {0};
    if (heard != NULL && words_normalise(text, &matcher->whole, &words) == 0) {
        for (size_t i = 0; i < words.count && i < HEARD_WORDS_MAX; i++) {
            struct heard_word *word = &heard->words[heard->word_count++];
            word->posterior = 1.0F;
            strncpy(word->text, words.items[i], HEARD_WORD_BYTES - 1);
            heard->seen[heard->seen_count++] = *word;
        }
        matcher_match(matcher, limits, heard, ret_match);
    }
    text_list_finish(&words);
    free(heard);
}
