/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/sentence_bank.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "docent/words.h"

/* A word commoner than this (log10) does not make the point of a sentence even if only one topic uses it. */
static const float POINT_RARITY = -3.3F;

/* Words without marks, as numbers of the builder's plain vocabulary. */
struct phrase {
    uint32_t words[SENTENCE_WORDS_MAX];
    size_t count;
};

struct frame {
    struct phrase before, after;
};

struct builder {
    const struct english *english;
    const struct sentence_weights *weights;
    struct sentence_bank *bank;
    struct text_list whole;
    struct vocabulary plain;
    struct phrase *keys; /* of all topics, longest first */
    size_t key_count;
    struct frame *frames;
    size_t frame_count;
    int16_t *owner; /* by plain word: the one topic that uses it, -1 for none yet, -2 for several */
    size_t owner_count;
};

static int phrase_make(struct builder *builder, const char *text, struct phrase *ret_phrase)
{
    struct text_list words = {0};
    int result = words_normalise(text, &builder->whole, &words);
    ret_phrase->count = 0;
    for (size_t i = 0; result == 0 && i < words.count && i < SENTENCE_WORDS_MAX; i++) {
        result = vocabulary_intern(&builder->plain, words.items[i], &ret_phrase->words[ret_phrase->count++]);
    }
    text_list_finish(&words);
    return result;
}

static int array_reserve(void **array, size_t count, size_t size)
{
    if (count != 0 && (count & (count - 1)) != 0) {
        return 0; /* grown by doubling: there is room unless the count is a power of two */
    }
    void *grown = realloc(*array, (count == 0 ? 1 : count * 2) * size);
    if (grown == NULL) {
        return -ENOMEM;
    }
    *array = grown;
    return 0;
}

static int bank_append(struct sentence_bank *bank, const char *word, bool marked)
{
    char text[WORDS_WORD_BYTES + 2];
    size_t length = strnlen(word, WORDS_WORD_BYTES);
    memcpy(text, word, length);
    memcpy(text + length, marked ? SENTENCE_POINT_MARK : "", marked ? 2 : 1);
    void *words = bank->words;
    int result = array_reserve(&words, bank->word_count, sizeof(*bank->words));
    bank->words = words;
    return result < 0 ? result : vocabulary_intern(&bank->vocabulary, text, &bank->words[bank->word_count++]);
}

/* The words of the phrase; marked from word `point` on. */
static int part_add(struct builder *builder, const struct phrase *phrase, size_t point, struct sentence_part *ret_part)
{
    *ret_part = (struct sentence_part){.start = builder->bank->word_count};
    for (; ret_part->count < phrase->count; ret_part->count++) {
        const char *word = builder->plain.words[phrase->words[ret_part->count]];
        int result = bank_append(builder->bank, word, ret_part->count >= point);
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* The same, in a list of parts. */
static int list_add(struct builder *builder, const struct phrase *phrase, size_t point, struct sentence_part **list,
                    size_t *count)
{
    void *parts = *list;
    int result = array_reserve(&parts, *count, sizeof(**list));
    *list = parts;
    return result < 0 ? result : part_add(builder, phrase, point, &(*list)[(*count)++]);
}

static bool phrase_at(const struct phrase *phrase, size_t place, const struct phrase *key)
{
    return place + key->count <= phrase->count &&
           memcmp(phrase->words + place, key->words, key->count * sizeof(*key->words)) == 0;
}

static const struct phrase *key_find(const struct builder *builder, const struct phrase *phrase, size_t *ret_place)
{
    for (size_t k = 0; k < builder->key_count; k++) {
        for (size_t place = 0; place < phrase->count; place++) {
            if (builder->keys[k].count > 0 && phrase_at(phrase, place, &builder->keys[k])) {
                *ret_place = place;
                return &builder->keys[k];
            }
        }
    }
    return NULL;
}

static void phrase_cut(const struct phrase *phrase, size_t from, size_t to, struct phrase *ret_phrase)
{
    ret_phrase->count = to - from;
    memcpy(ret_phrase->words, phrase->words + from, ret_phrase->count * sizeof(*phrase->words));
}

static int frame_add(struct builder *builder, const struct phrase *phrase, size_t from, size_t to)
{
    struct frame frame;
    memset(&frame, 0, sizeof(frame)); /* compared as bytes */
    phrase_cut(phrase, 0, from, &frame.before);
    phrase_cut(phrase, to, phrase->count, &frame.after);
    for (size_t i = 0; i < builder->frame_count; i++) {
        if (memcmp(&builder->frames[i], &frame, sizeof(frame)) == 0) {
            return 0;
        }
    }
    void *frames = builder->frames;
    int result = array_reserve(&frames, builder->frame_count, sizeof(frame));
    builder->frames = frames;
    if (result == 0) {
        builder->frames[builder->frame_count++] = frame;
    }
    return result;
}

/* The first word that only one topic uses and that is not an everyday one; else the first word of all. */
static size_t point_find(const struct builder *builder, const struct phrase *phrase)
{
    for (size_t i = 0; i < phrase->count; i++) {
        const char *word = builder->plain.words[phrase->words[i]];
        if (builder->owner[phrase->words[i]] >= 0 && english_log10_probability(builder->english, word) < POINT_RARITY) {
            return i;
        }
    }
    return 0;
}

static int wording_add(struct builder *builder, const char *text)
{
    struct phrase phrase;
    int result = phrase_make(builder, text, &phrase);
    if (result < 0 || phrase.count == 0) {
        return result;
    }
    size_t place = 0;
    const struct phrase *key = key_find(builder, &phrase, &place);
    if (key != NULL) {
        result = frame_add(builder, &phrase, place, place + key->count);
    } else {
        place = point_find(builder, &phrase);
    }
    struct sentence_bank *bank = builder->bank;
    return result < 0 ? result : list_add(builder, &phrase, place, &bank->wordings, &bank->wording_count);
}

static int keys_collect(struct builder *builder, const struct topic *topic)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < topic->keywords.count && builder->key_count < SENTENCE_KEYS_MAX; i++) {
        void *keys = builder->keys;
        result = array_reserve(&keys, builder->key_count, sizeof(*builder->keys));
        builder->keys = keys;
        if (result == 0) {
            result = phrase_make(builder, topic->keywords.items[i], &builder->keys[builder->key_count++]);
        }
    }
    return result;
}

static int compare_longer_first(const void *left, const void *right)
{
    const struct phrase *a = left;
    const struct phrase *b = right;
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return memcmp(a->words, b->words, a->count * sizeof(*a->words));
}

/* Note that topic number `topic` uses the words of `text`. */
static int owner_note(struct builder *builder, const char *text, int16_t topic)
{
    struct phrase phrase;
    int result = phrase_make(builder, text, &phrase);
    if (result < 0) {
        return result;
    }
    if (builder->owner_count < builder->plain.count) {
        size_t room = builder->plain.count * 2;
        int16_t *owner = realloc(builder->owner, room * sizeof(*owner));
        if (owner == NULL) {
            return -ENOMEM;
        }
        builder->owner = owner;
        for (; builder->owner_count < room; builder->owner_count++) {
            owner[builder->owner_count] = -1;
        }
    }
    for (size_t i = 0; i < phrase.count; i++) {
        int16_t *owner = &builder->owner[phrase.words[i]];
        *owner = *owner == -1 || *owner == topic ? topic : -2;
    }
    return 0;
}

static int content_survey(struct builder *builder, const struct exhibit *exhibit)
{
    int result = 0;
    for (size_t t = 0; result == 0 && t < exhibit->topic_count; t++) {
        const struct topic *topic = &exhibit->topics[t];
        result = keys_collect(builder, topic);
        for (size_t i = 0; result == 0 && i < topic->asked_as.count; i++) {
            result = owner_note(builder, topic->asked_as.items[i], (int16_t)t);
        }
        for (size_t i = 0; result == 0 && i < topic->keywords.count; i++) {
            result = owner_note(builder, topic->keywords.items[i], (int16_t)t);
        }
    }
    if (result == 0 && builder->key_count > 0) {
        qsort(builder->keys, builder->key_count, sizeof(*builder->keys), compare_longer_first);
    }
    return result;
}

/* Numbers are given to words in the order in which the walk comes by them. */
static int frames_keep(struct builder *builder)
{
    struct sentence_bank *bank = builder->bank;
    int result = 0;
    if (builder->frame_count > 0) {
        bank->frames = calloc(builder->frame_count, sizeof(*bank->frames));
        result = bank->frames == NULL ? -ENOMEM : 0;
    }
    for (size_t f = 0; result == 0 && f < builder->frame_count; f++) {
        struct sentence_frame *frame = &bank->frames[bank->frame_count++];
        result = part_add(builder, &builder->frames[f].before, SENTENCE_WORDS_MAX, &frame->before);
        result = result < 0 ? result : part_add(builder, &builder->frames[f].after, 0, &frame->after);
    }
    return result;
}

static int keys_keep(struct builder *builder)
{
    struct sentence_bank *bank = builder->bank;
    int result = 0;
    for (size_t k = 0; result == 0 && k < builder->key_count; k++) {
        result = list_add(builder, &builder->keys[k], 0, &bank->keys, &bank->key_count);
        if (result == 0 && k == 0) {
            result = frames_keep(builder);
        }
    }
    bank->key_weight = builder->weights->key;
    bank->frame_weight = builder->weights->frame / (float)(builder->key_count > 0 ? builder->key_count : 1);
    return result;
}

static int commands_add(struct builder *builder, const struct exhibit *phrasebook)
{
    struct sentence_bank *bank = builder->bank;
    int result = 0;
    bank->command_weight = builder->weights->command;
    for (size_t t = 0; result == 0 && t < phrasebook->topic_count; t++) {
        const struct text_list *asked = &phrasebook->topics[t].asked_as;
        for (size_t i = 0; result == 0 && i < asked->count; i++) {
            struct phrase phrase;
            result = phrase_make(builder, asked->items[i], &phrase);
            if (result == 0) {
                result = list_add(builder, &phrase, 0, &bank->commands, &bank->command_count);
            }
        }
    }
    return result;
}

static int bank_fill(struct builder *builder, const struct exhibit *exhibit, const struct exhibit *phrasebook)
{
    int result = exhibit_whole_words(exhibit, &builder->whole);
    if (result == 0 && phrasebook != NULL) {
        result = exhibit_whole_words(phrasebook, &builder->whole);
    }
    if (result == 0) {
        result = content_survey(builder, exhibit);
    }
    for (size_t t = 0; result == 0 && t < exhibit->topic_count; t++) {
        const struct topic *topic = &exhibit->topics[t];
        for (size_t i = 0; result == 0 && i < topic->asked_as.count; i++) {
            result = wording_add(builder, topic->asked_as.items[i]);
        }
    }
    if (result == 0) {
        result = keys_keep(builder);
    }
    return result == 0 && phrasebook != NULL ? commands_add(builder, phrasebook) : result;
}

int sentence_bank_build(struct sentence_bank *ret_bank, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                        const struct english *english, const struct sentence_weights *weights)
{
    memset(ret_bank, 0, sizeof(*ret_bank));
    struct builder builder = {.english = english, .weights = weights, .bank = ret_bank};
    int result = bank_fill(&builder, exhibit, phrasebook);
    text_list_finish(&builder.whole);
    vocabulary_finish(&builder.plain);
    free(builder.keys);
    free(builder.frames);
    free(builder.owner);
    return result;
}

static int part_visit(const struct sentence_bank *bank, const struct sentence_part *part, float weight,
                      sentence_visitor *visit, void *user)
{
    return part->count == 0 ? 0 : visit(user, bank->words + part->start, part->count, weight);
}

static int frame_visit(const struct sentence_bank *bank, const struct sentence_frame *frame,
                       const struct sentence_part *key, sentence_visitor *visit, void *user)
{
    uint32_t words[3 * SENTENCE_WORDS_MAX];
    size_t count = 0;
    const struct sentence_part *parts[] = {&frame->before, key, &frame->after};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (parts[i]->count == 0) {
            continue; /* there may be no words at all */
        }
        memcpy(words + count, bank->words + parts[i]->start, parts[i]->count * sizeof(*words));
        count += parts[i]->count;
    }
    return count == 0 ? 0 : visit(user, words, count, bank->frame_weight);
}

int sentence_bank_walk(const struct sentence_bank *bank, sentence_visitor *visit, void *user)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < bank->wording_count; i++) {
        result = part_visit(bank, &bank->wordings[i], 1.0F, visit, user);
    }
    for (size_t k = 0; result == 0 && k < bank->key_count; k++) {
        result = part_visit(bank, &bank->keys[k], bank->key_weight, visit, user);
        for (size_t f = 0; result == 0 && f < bank->frame_count; f++) {
            result = frame_visit(bank, &bank->frames[f], &bank->keys[k], visit, user);
        }
    }
    for (size_t i = 0; result == 0 && i < bank->command_count; i++) {
        result = part_visit(bank, &bank->commands[i], bank->command_weight, visit, user);
    }
    return result;
}

void sentence_bank_finish(struct sentence_bank *bank)
{
    if (bank == NULL) {
        return;
    }
    vocabulary_finish(&bank->vocabulary);
    free(bank->words);
    free(bank->wordings);
    free(bank->keys);
    free(bank->commands);
    free(bank->frames);
    memset(bank, 0, sizeof(*bank));
}
