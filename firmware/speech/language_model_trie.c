/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/speech/test_language_model.c, which reads it by sphinxbase. */
#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "language_model_private.h"

/*
 * The model as PocketSphinx keeps it: what Debian's own en-us.lm.bin is, and what sphinxbase's lm_trie.c reads. As
 * text, which every decoder reads, it had 540,000 lines, and reading them was most of docent's start.
 *
 * A trie by the last word, then the one before it, then the first: unigrams, each with the place where its bigrams
 * begin, in whole numbers; bigrams (word, logarithms of probability and backoff by their places in tables, the place
 * where its trigrams begin) and trigrams (word, probability) in fields of bits. All numbers have the order of this
 * machine's bytes.
 */

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "fields of bits are laid down for this order of bytes");

enum {
    ORDER = GRAMS_WORDS,
    TABLE_BITS = 16,
    TABLE_SIZE = 1 << TABLE_BITS,
    FIELD_BITS_MAX = 57,        /* within eight bytes, wherever in the first it begins */
    SPARE_BYTES = 8,            /* that sphinxbase reads beyond the last field */
    GRAMS_MOST = (1 << 25) - 2, /* of one order, that its fields of bits can hold */
};

/* Equally spaced values from the least to the greatest that there is: a part in 65,536 of nine powers of ten. */
struct table {
    float least, step;
};

/* Of probabilities. */
struct range {
    double least, most;
};

struct unigram {
    float probability, backoff;
    uint32_t next;
};

struct fields {
    uint8_t *bytes;
    size_t size;
    unsigned word_bits, next_bits, total_bits;
};

struct trie {
    const struct model *model;
    struct unigram *unigrams; /* one more than there are words */
    size_t bigram_count;
    const struct gram **trigrams; /* in the order of the trie */
    struct range bigram_probabilities, bigram_backoffs;
    struct table bigram_probability, bigram_backoff, trigram_probability;
    uint64_t no_backoff; /* its place in the table */
    struct fields middle, longest;
};

/* --- logarithms and tables ---------------------------------------------------------------------------------------- */

/* To the base of 1.0001, which is PocketSphinx's -logbase. */
static float log_of(double probability)
{
    return (float)(log(fmax(probability, NEVER)) / log(1.0001));
}

static void range_widen(struct range *range, double value)
{
    range->least = fmin(range->least, value);
    range->most = fmax(range->most, value);
}

static void table_fit(struct table *table, const struct range *range)
{
    table->least = log_of(range->least);
    table->step = fmaxf(1.0F, log_of(range->most) - table->least) / (TABLE_SIZE - 1);
}

static uint32_t table_place(const struct table *table, float value)
{
    return (uint32_t)lrintf((value - table->least) / table->step);
}

static void table_write(const struct table *table, FILE *stream)
{
    for (uint32_t place = 0; place < TABLE_SIZE; place++) {
        float value = table->least + (float)place * table->step;
        fwrite(&value, sizeof(value), 1, stream);
    }
}

/* --- fields of bits ----------------------------------------------------------------------------------------------- */

static unsigned bits_for(size_t most)
{
    unsigned bits = 0;
    while (most >> bits != 0) {
        bits++;
    }
    return bits;
}

static int fields_begin(struct fields *fields, size_t count, size_t word_count, unsigned table_bits, unsigned next_bits)
{
    *fields = (struct fields){.word_bits = bits_for(word_count), .next_bits = next_bits};
    fields->total_bits = fields->word_bits + table_bits + next_bits;
    fields->size = ((count + 1) * fields->total_bits + 7) / 8 + SPARE_BYTES; /* the last one is only where they end */
    fields->bytes = calloc(1, fields->size);
    return fields->bytes == NULL ? -ENOMEM : 0;
}

static void bits_put(uint8_t *bytes, size_t at, unsigned bits, uint64_t value)
{
    uint64_t window;
    assert(bits <= FIELD_BITS_MAX && value >> bits == 0);
    memcpy(&window, bytes + at / 8, sizeof(window));
    window |= value << at % 8;
    memcpy(bytes + at / 8, &window, sizeof(window));
}

static uint64_t bits_get(const uint8_t *bytes, size_t at, unsigned bits)
{
    uint64_t window;
    memcpy(&window, bytes + at / 8, sizeof(window));
    return window >> at % 8 & ((1ULL << bits) - 1);
}

/* --- bigrams ------------------------------------------------------------------------------------------------------ */

typedef void bigram_fn(struct trie *trie, const uint32_t *words, double probability, double backoff);

/* Millions of them, mostly smoothed, so that they are made twice rather than kept: by the first word, then the second;
 * those of talk, which begin with other words, come last. */
static void bigrams_visit(struct trie *trie, bigram_fn *visit)
{
    const struct model *model = trie->model;
    for (uint32_t first = 0; first < model->word_count; first++) {
        struct history_walk walk = history_walk_begin(model, &model->histories[first]);
        uint32_t words[2] = {first, 0};
        double probability = 0.0;
        size_t seen = 0;
        while (model->histories[first].seen_count > 0 && history_walk_next(&walk, &words[1], &probability, &seen)) {
            visit(trie, words, probability, seen == SIZE_MAX ? 1.0 : model->bigram_backoff[seen]);
        }
    }
    for (size_t i = 0; i < model->talk.count; i++) {
        visit(trie, model->talk.list[i].words, model->talk.list[i].weight, 1.0);
    }
}

/* How many end with each word goes to where those of the next word begin. */
static void bigram_count(struct trie *trie, const uint32_t *words, double probability, double backoff)
{
    range_widen(&trie->bigram_probabilities, probability);
    range_widen(&trie->bigram_backoffs, backoff);
    trie->unigrams[words[1] + 1].next++;
    trie->bigram_count++;
}

/* The place where the next one of the last word goes is kept, meanwhile, where its bigrams begin. */
static void bigram_put(struct trie *trie, const uint32_t *words, double probability, double backoff)
{
    const struct fields *fields = &trie->middle;
    size_t at = trie->unigrams[words[1]].next++ * (size_t)fields->total_bits;
    uint64_t probability_place = table_place(&trie->bigram_probability, log_of(probability));
    uint64_t backoff_place = backoff == 1.0 ? trie->no_backoff : table_place(&trie->bigram_backoff, log_of(backoff));
    bits_put(fields->bytes, at, fields->word_bits, words[0]);
    bits_put(fields->bytes, at + fields->word_bits, 2 * TABLE_BITS, probability_place << TABLE_BITS | backoff_place);
}

/* --- trigrams ----------------------------------------------------------------------------------------------------- */

/* A gram's words in the order in which the trie has them. */
static int compare_from_last(const void *left, const void *right)
{
    const uint32_t *a = (*(const struct gram *const *)left)->words;
    const uint32_t *b = (*(const struct gram *const *)right)->words;
    for (size_t i = ORDER; i-- > 0;) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

static int trigrams_sort(struct trie *trie)
{
    const struct grams *grams = &trie->model->trigrams;
    struct range probabilities = {1.0, 1.0};
    trie->trigrams = calloc(grams->count + 1, sizeof(struct gram *));
    if (trie->trigrams == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < grams->count; i++) {
        trie->trigrams[i] = &grams->list[i];
        range_widen(&probabilities, grams->list[i].weight);
    }
    qsort(trie->trigrams, grams->count, sizeof(struct gram *), compare_from_last);
    table_fit(&trie->trigram_probability, &probabilities);
    return 0;
}

static void trigram_put(struct trie *trie, size_t place)
{
    const struct fields *fields = &trie->longest;
    const struct gram *trigram = trie->trigrams[place];
    size_t at = place * fields->total_bits;
    bits_put(fields->bytes, at, fields->word_bits, trigram->words[0]);
    bits_put(fields->bytes, at + fields->word_bits, TABLE_BITS,
             table_place(&trie->trigram_probability, log_of(trigram->weight)));
}

/* Every trigram's last two words are a bigram, for both are counted in the same sentences: so the trigrams of one
 * bigram after another are all of them. */
static void trigrams_put(struct trie *trie)
{
    const struct fields *fields = &trie->middle;
    size_t next = 0;
    size_t place = 0;
    for (uint32_t last = 0; last < trie->model->word_count; last++) {
        for (; place < trie->unigrams[last + 1].next; place++) {
            size_t at = place * fields->total_bits;
            uint64_t middle = bits_get(fields->bytes, at, fields->word_bits);
            bits_put(fields->bytes, at + fields->word_bits + 2 * TABLE_BITS, fields->next_bits, next);
            while (next < trie->model->trigrams.count && trie->trigrams[next]->words[2] == last &&
                   trie->trigrams[next]->words[1] == middle) {
                trigram_put(trie, next++);
            }
        }
    }
    assert(next == trie->model->trigrams.count);
    bits_put(fields->bytes, (place + 1) * fields->total_bits - fields->next_bits, fields->next_bits, next);
}

/* --- the trie ----------------------------------------------------------------------------------------------------- */

static int unigrams_make(struct trie *trie)
{
    const struct model *model = trie->model;
    trie->unigrams = calloc(model->word_count + 1, sizeof(*trie->unigrams));
    if (trie->unigrams == NULL) {
        return -ENOMEM;
    }
    for (size_t word = 0; word < model->word_count; word++) {
        trie->unigrams[word].probability = log_of(word == model->begin ? 0.0 : model->unigram[word]);
        trie->unigrams[word].backoff = log_of(model->unigram_backoff[word]);
    }
    trie->bigram_probabilities = trie->bigram_backoffs = (struct range){1.0, 1.0};
    bigrams_visit(trie, bigram_count);
    table_fit(&trie->bigram_probability, &trie->bigram_probabilities);
    table_fit(&trie->bigram_backoff, &trie->bigram_backoffs);
    trie->no_backoff = table_place(&trie->bigram_backoff, 0.0F);
    for (size_t word = 0; word < model->word_count; word++) {
        trie->unigrams[word + 1].next += trie->unigrams[word].next;
    }
    return 0;
}

static int trie_make(struct trie *trie)
{
    const struct model *model = trie->model;
    int result = unigrams_make(trie);
    result = result == 0 ? trigrams_sort(trie) : result;
    if (result == 0 && (trie->bigram_count > GRAMS_MOST || model->trigrams.count > GRAMS_MOST)) {
        result = -E2BIG;
    }
    if (result == 0) {
        result = fields_begin(&trie->middle, trie->bigram_count, model->word_count, 2 * TABLE_BITS,
                              bits_for(model->trigrams.count));
    }
    if (result == 0) {
        result = fields_begin(&trie->longest, model->trigrams.count, model->word_count, TABLE_BITS, 0);
    }
    if (result < 0) {
        return result;
    }
    bigrams_visit(trie, bigram_put);
    for (size_t word = model->word_count; word > 0; word--) { /* from where they end, back to where they begin */
        trie->unigrams[word].next = trie->unigrams[word - 1].next;
    }
    trie->unigrams[0].next = 0;
    trigrams_put(trie);
    return 0;
}

static void trie_finish(struct trie *trie)
{
    free(trie->unigrams);
    free(trie->trigrams);
    free(trie->middle.bytes);
    free(trie->longest.bytes);
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

static void number_write(uint32_t number, FILE *stream)
{
    fwrite(&number, sizeof(number), 1, stream);
}

static void trie_write(const struct trie *trie, FILE *stream)
{
    char **words = trie->model->bank->vocabulary.words;
    size_t word_count = trie->model->word_count;
    uint32_t text_size = 0;
    fputs("Trie Language Model", stream);
    fputc(ORDER, stream);
    number_write((uint32_t)word_count, stream);
    number_write((uint32_t)trie->bigram_count, stream);
    number_write((uint32_t)trie->model->trigrams.count, stream);
    number_write(1, stream); /* the kind of tables; sphinxbase knows one only */
    table_write(&trie->bigram_probability, stream);
    table_write(&trie->bigram_backoff, stream);
    table_write(&trie->trigram_probability, stream);
    fwrite(trie->unigrams, sizeof(*trie->unigrams), word_count + 1, stream);
    fwrite(trie->middle.bytes, 1, trie->middle.size, stream);
    fwrite(trie->longest.bytes, 1, trie->longest.size, stream);
    for (size_t i = 0; i < word_count; i++) {
        text_size += (uint32_t)strlen(words[i]) + 1;
    }
    number_write(text_size, stream);
    for (size_t i = 0; i < word_count; i++) {
        fwrite(words[i], 1, strlen(words[i]) + 1, stream);
    }
}

int language_model_store(const struct model *model, FILE *stream)
{
    struct trie trie = {.model = model};
    int result = trie_make(&trie);
    if (result == 0) {
        trie_write(&trie, stream);
        result = fflush(stream) != 0 || ferror(stream) ? -EIO : 0;
    }
    trie_finish(&trie);
    return result;
}
