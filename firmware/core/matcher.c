/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/matcher.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <libstemmer.h>

#include "docent/english.h"
#include "docent/vocabulary.h"
#include "docent/words.h"

/* A word counts this much for each wording that has it; others are given against it. */
static const float IN_WORDING = 1.0F;

enum {
    PHRASE_WORDS_MAX = 12,
    TARGETS_MAX = 2 * EXHIBIT_TOPICS_MAX, /* topics and commands */
};

/* `talk_doubt` was chosen with tests/bench/fit: of 142 clips of overheard speech the ERMA exhibit answers
 * 4 with it and 8 without, at one question in 84 fewer right. The others were chosen before the enhancer
 * came; the fit moves them only to where more is right and more is wrong. */
void matcher_weights_default(struct matcher_weights *ret_weights)
{
    *ret_weights = (struct matcher_weights){
        .in_keyword = 2.0F,
        .in_answer = 0.1F,
        .smoothing = 0.3F,
        .against_most = 1.0F,
        .talk_worth = 0.6F,
        .phrase_worth = 5.0F,
        .scattered_worth = 0.5F,
        .stem_worth = 1.0F,
        .shared_most = 0.8F,
        .shared_ramp = 0.5F,
        .unknown_worth = 0.6F,
        .doubt = 3.0F,
        .talk_doubt = 0.1F,
    };
}

struct phrase {
    uint32_t stems[PHRASE_WORDS_MAX];
    size_t count;
    size_t target;
};

struct matcher {
    struct matcher_weights weights;
    const struct exhibit *exhibit;
    const struct exhibit *phrasebook;
    const struct english *english;
    struct sb_stemmer *stemmer; /* used while building only: not for several threads */
    struct vocabulary stems;
    float *rarity;          /* by stem, 0 to 1 */
    size_t target_count;    /* topics first, then commands */
    float *weight;          /* by stem and target: what hearing the stem adds to the target's log odds */
    struct phrase *phrases; /* keywords of topics, wordings of commands */
    size_t phrase_count;
    struct text_list whole;
};

/* What an utterance says, by stem. */
struct evidence {
    float *posterior;               /* by stem, talk already discounted */
    uint32_t path[HEARD_WORDS_MAX]; /* stems of the best sequence; UINT32_MAX where no topic has the word */
    size_t path_count;
    size_t talk_count; /* words of the best sequence that were taken for talk */
    float unknown;     /* rarities of words that no topic has, summed */
};

/* 0 for the everyday words, 1 for those said once in ten thousand or less: what a word can tell. */
static float rarity_of(const struct english *english, const char *word)
{
    float rarity = (-english_log10_probability(english, word) - 2.0F) / 2.0F;
    return fminf(1.0F, fmaxf(0.05F, rarity));
}

static const char *stem_text(struct sb_stemmer *stemmer, const char *word)
{
    /* A possessive is the word itself, and libstemmer wants its letters only. */
    size_t length = strcspn(word, "'");
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word, (int)length);
    return stem == NULL || stem[0] == '\0' ? word : (const char *)stem;
}

static size_t target_of(const struct matcher *matcher, const struct topic *topic, const struct exhibit *exhibit)
{
    size_t index = (size_t)(topic - exhibit->topics);
    return exhibit == matcher->exhibit ? index : matcher->exhibit->topic_count + index;
}

static const struct topic *target_topic(const struct matcher *matcher, size_t target)
{
    size_t topics = matcher->exhibit->topic_count;
    return target < topics ? &matcher->exhibit->topics[target] : &matcher->phrasebook->topics[target - topics];
}

static int stem_intern(struct matcher *matcher, const char *word, uint32_t *ret_stem)
{
    size_t known = matcher->stems.count;
    int result = vocabulary_intern(&matcher->stems, stem_text(matcher->stemmer, word), ret_stem);
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
    rarity[*ret_stem] = rarity_of(matcher->english, word);
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

static int texts_learn(struct matcher *matcher, const struct text_list *texts, size_t target, float worth, bool is_key)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < texts->count; i++) {
        struct phrase phrase;
        result = text_learn(matcher, texts->items[i], target, worth, &phrase);
        if (result == 0 && is_key) {
            result = phrase_keep(matcher, &phrase);
        }
    }
    return result;
}

static int exhibit_learn(struct matcher *matcher, const struct exhibit *exhibit)
{
    bool is_phrasebook = exhibit == matcher->phrasebook;
    int result = 0;
    for (size_t t = 0; result == 0 && t < exhibit->topic_count; t++) {
        const struct topic *topic = &exhibit->topics[t];
        size_t target = target_of(matcher, topic, exhibit);
        result = texts_learn(matcher, &topic->asked_as, target, IN_WORDING, is_phrasebook);
        if (result == 0 && !is_phrasebook) {
            struct phrase phrase;
            result = text_learn(matcher, topic->title, target, IN_WORDING, &phrase);
        }
        if (result == 0 && !is_phrasebook) {
            result = texts_learn(matcher, &topic->keywords, target, matcher->weights.in_keyword, true);
        }
        if (result == 0 && !is_phrasebook) {
            result = texts_learn(matcher, &topic->answer, target, matcher->weights.in_answer, false);
        }
        if (result == 0 && !is_phrasebook) {
            result = texts_learn(matcher, &topic->more, target, matcher->weights.in_answer, false);
        }
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
    matcher->stemmer = sb_stemmer_new("english", "UTF_8");
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
    sb_stemmer_delete(matcher->stemmer);
    vocabulary_finish(&matcher->stems);
    text_list_finish(&matcher->whole);
    free(matcher->rarity);
    free(matcher->weight);
    free(matcher->phrases);
    free(matcher);
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

static void stem_hear(const struct matcher *matcher, struct sb_stemmer *stemmer, struct evidence *evidence,
                      const struct heard_word *word)
{
    int64_t stem = vocabulary_find(&matcher->stems, stem_text(stemmer, word->text));
    float posterior = word->posterior * (word->is_talk ? matcher->weights.talk_worth : 1.0F);
    if (stem < 0) {
        evidence->unknown += word->posterior * rarity_of(matcher->english, word->text);
    } else {
        evidence->posterior[stem] = fmaxf(evidence->posterior[stem], posterior);
    }
}

static int evidence_collect(const struct matcher *matcher, const struct heard *heard, struct evidence *ret_evidence)
{
    *ret_evidence = (struct evidence){.posterior = calloc(matcher->stems.count, sizeof(float))};
    struct sb_stemmer *stemmer = sb_stemmer_new("english", "UTF_8"); /* one stemmer serves one thread */
    if (ret_evidence->posterior == NULL || stemmer == NULL) {
        free(ret_evidence->posterior);
        sb_stemmer_delete(stemmer);
        return -ENOMEM;
    }
    for (size_t i = 0; i < heard->seen_count; i++) {
        stem_hear(matcher, stemmer, ret_evidence, &heard->seen[i]);
    }
    for (size_t i = 0; i < heard->word_count; i++) {
        int64_t stem = vocabulary_find(&matcher->stems, stem_text(stemmer, heard->words[i].text));
        ret_evidence->talk_count += heard->words[i].is_talk;
        ret_evidence->path[ret_evidence->path_count++] = stem < 0 ? UINT32_MAX : (uint32_t)stem;
    }
    sb_stemmer_delete(stemmer);
    return 0;
}

/* Log odds of every target; of keywords only the surest counts. */
static void targets_score(const struct matcher *matcher, const struct evidence *evidence, float *ret_scores)
{
    float said[TARGETS_MAX] = {0};
    for (size_t i = 0; i < matcher->phrase_count; i++) {
        const struct phrase *phrase = &matcher->phrases[i];
        float one = phrase_said(matcher, evidence, phrase) * command_share(matcher, evidence, phrase);
        said[phrase->target] = fmaxf(said[phrase->target], one);
    }
    for (size_t t = 0; t < matcher->target_count; t++) {
        ret_scores[t] = matcher->weights.phrase_worth * said[t];
    }
    for (size_t stem = 0; stem < matcher->stems.count; stem++) {
        float posterior = evidence->posterior[stem];
        const float *row = matcher->weight + stem * matcher->target_count;
        for (size_t t = 0; posterior > 0.0F && t < matcher->target_count; t++) {
            ret_scores[t] += matcher->weights.stem_worth * posterior * row[t];
        }
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

static void match_decide(struct match *match, const struct matcher_limits *limits)
{
    const struct match_candidate *best = match->candidates;
    float second = match->candidate_count > 1 ? best[1].score : 0.0F;
    bool is_close = best[0].score - second < limits->close_margin;
    if (match->candidate_count > 0 && best[0].score >= limits->accept && !is_close) {
        match->kind = MATCH_ONE;
    } else if (match->candidate_count > 1 && is_close && best[0].score + second >= limits->accept) {
        match->kind = MATCH_CLOSE;
    }
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
    targets_score(matcher, &evidence, scores);
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
    for (size_t t = first; t < end; t++) {
        candidate_insert(ret_match, target_topic(matcher, t), scores[t]);
    }
    match_decide(ret_match, limits);
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
