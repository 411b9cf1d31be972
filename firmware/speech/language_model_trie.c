/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/speech/test_language_model.c, which reads it by sphinxbase. */
#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "docent/bit_writer.h"
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

enum {
    ORDER = GRAMS_WORDS,
    TABLE_BITS = 16,
    TABLE_SIZE = 1 << TABLE_BITS,
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

/* A word as the first of bigrams, most of which only smoothing makes. */
struct row {
    uint32_t word;
    const struct history *history;
    float usual; /* what the history adds to the place in the table of an unseen bigram's probability */
};

struct trie {
    const struct model *model;
    struct unigram *unigrams; /* one more than there are words */
    struct row *rows;         /* of the words that begin counted bigrams */
    size_t row_count;
    const struct gram **seen, **talk, **trigrams; /* counted bigrams, pairs of talk, trigrams: by their last words */
    size_t next_seen, next_talk, next_trigram;    /* the first of each that belongs to a bigram not yet written */
    struct table bigram_probability, bigram_backoff, trigram_probability;
    uint64_t no_backoff; /* its place in the table */
    unsigned word_bits, next_bits;
    struct bit_writer bits;
};

/* --- logarithms and tables ---------------------------------------------------------------------------------------- */

/* To the base of 1.0001, which is PocketSphinx's -logbase. */
static float log_plain(double value)
{
    return (float)(log(value) / log(1.0001));
}

static float log_of(double probability)
{
    return log_plain(fmax(probability, NEVER));
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
    return (uint32_t)((value - table->least) / table->step + 0.5F);
}

static void table_write(const struct table *table, FILE *stream)
{
    for (uint32_t place = 0; place < TABLE_SIZE; place++) {
        float value = table->least + (float)place * table->step;
        fwrite(&value, sizeof(value), 1, stream);
    }
}

/* --- bigrams ------------------------------------------------------------------------------------------------------ */

static unsigned bits_for(size_t most)
{
    unsigned bits = 0;
    while (most >> bits != 0) {
        bits++;
    }
    return bits;
}

static int rows_make(struct trie *trie)
{
    const struct model *model = trie->model;
    trie->rows = calloc(model->word_count + 1, sizeof(*trie->rows));
    if (trie->rows == NULL) {
        return -ENOMEM;
    }
    for (uint32_t word = 0; word < model->word_count; word++) {
        if (model->histories[word].seen_count > 0) {
            trie->rows[trie->row_count++] = (struct row){.word = word, .history = &model->histories[word]};
        }
    }
    return 0;
}

static double seen_probability(const struct trie *trie, const struct gram *seen)
{
    return history_probability(&trie->model->histories[seen->words[0]], seen->words[1], seen->weight);
}

/* The probabilities that smoothing makes after the words of one half. Returns after how many words. */
static uint32_t half_survey(const struct trie *trie, const struct half *half, struct range *probabilities)
{
    struct range weights = {(double)INFINITY, 0.0};
    for (size_t word = 0; word < trie->model->word_count; word++) {
        if (half->weight[word] > 0.0) {
            range_widen(&weights, half->weight[word]);
        }
    }
    uint32_t row_count = 0;
    for (size_t i = 0; i < trie->row_count; i++) {
        const struct history *history = trie->rows[i].history;
        if (history->half == half && half->total > 0.0) {
            range_widen(probabilities, history->usual_scale * weights.least);
            range_widen(probabilities, history->usual_scale * weights.most);
        }
        row_count += history->half == half;
    }
    return row_count;
}

/* Where the bigrams of each last word begin, and the tables for their probabilities and backoffs. */
static void bigrams_survey(struct trie *trie)
{
    const struct model *model = trie->model;
    struct range probabilities = {1.0, 1.0};
    struct range backoffs = {1.0, 1.0};
    uint32_t before_count = half_survey(trie, &model->before, &probabilities);
    uint32_t after_count = half_survey(trie, &model->after, &probabilities);
    for (size_t i = 0; i < model->bigrams.count; i++) {
        const struct gram *seen = &model->bigrams.list[i];
        range_widen(&probabilities, seen_probability(trie, seen));
        range_widen(&backoffs, model->bigram_backoff[i]);
        bool is_usual = model->histories[seen->words[0]].half->weight[seen->words[1]] > 0.0;
        trie->unigrams[seen->words[1] + 1].next += !is_usual;
    }
    for (size_t i = 0; i < model->talk.count; i++) {
        range_widen(&probabilities, model->talk.list[i].weight);
        trie->unigrams[model->talk.list[i].words[1] + 1].next++;
    }
    for (size_t word = 0; word < model->word_count; word++) {
        trie->unigrams[word + 1].next += model->before.weight[word] > 0.0 ? before_count : 0;
        trie->unigrams[word + 1].next += model->after.weight[word] > 0.0 ? after_count : 0;
        trie->unigrams[word + 1].next += trie->unigrams[word].next;
    }
    table_fit(&trie->bigram_probability, &probabilities);
    table_fit(&trie->bigram_backoff, &backoffs);
    trie->no_backoff = table_place(&trie->bigram_backoff, 0.0F);
    for (size_t i = 0; i < trie->row_count; i++) {
        trie->rows[i].usual = log_plain(trie->rows[i].history->usual_scale) / trie->bigram_probability.step;
    }
}

static bool trigram_is_next(const struct trie *trie, uint32_t middle, uint32_t last)
{
    return trie->next_trigram < trie->model->trigrams.count && trie->trigrams[trie->next_trigram]->words[1] == middle &&
           trie->trigrams[trie->next_trigram]->words[2] == last;
}

/* Every trigram's last two words are a bigram, for both are counted in the same sentences: so the trigrams of one
 * bigram after another are all of them. */
static void bigram_write(struct trie *trie, uint32_t first, uint32_t last, uint64_t probability_place,
                         uint64_t backoff_place)
{
    bit_writer_put(&trie->bits, (probability_place << TABLE_BITS | backoff_place) << trie->word_bits | first,
                   trie->word_bits + 2 * TABLE_BITS);
    bit_writer_put(&trie->bits, trie->next_trigram, trie->next_bits);
    while (trigram_is_next(trie, first, last)) {
        trie->next_trigram++;
    }
}

static void seen_write(struct trie *trie)
{
    const struct gram *seen = trie->seen[trie->next_seen++];
    double backoff = trie->model->bigram_backoff[seen - trie->model->bigrams.list];
    bigram_write(trie, seen->words[0], seen->words[1],
                 table_place(&trie->bigram_probability, log_of(seen_probability(trie, seen))),
                 backoff == 1.0 ? trie->no_backoff : table_place(&trie->bigram_backoff, log_of(backoff)));
}

static bool seen_is_next(const struct trie *trie, uint32_t last)
{
    return trie->next_seen < trie->model->bigrams.count && trie->seen[trie->next_seen]->words[1] == last;
}

/* What a word's weight in a half adds to the place in the table of an unseen bigram's probability. */
static float weight_place(const struct table *table, double weight)
{
    return weight > 0.0 ? (log_plain(weight) - table->least) / table->step : NAN;
}

/* Millions of them: the logarithm of an unseen one's probability is a sum of what its two words have, so that none is
 * taken. A place below the table is that of the least that is written. */
static void word_bigrams_write(struct trie *trie, uint32_t last)
{
    const struct model *model = trie->model;
    float before = weight_place(&trie->bigram_probability, model->before.weight[last]);
    float after = weight_place(&trie->bigram_probability, model->after.weight[last]);
    for (size_t i = 0; i < trie->row_count && !(isnan(before) && isnan(after)); i++) {
        const struct row *row = &trie->rows[i];
        float place = row->usual + (row->history->half == &model->before ? before : after);
        if (seen_is_next(trie, last) && trie->seen[trie->next_seen]->words[0] == row->word) {
            seen_write(trie);
        } else if (!isnan(place)) {
            bigram_write(trie, row->word, last, place < 0.0F ? 0 : (uint64_t)(place + 0.5F), trie->no_backoff);
        }
    }
    while (seen_is_next(trie, last)) {
        seen_write(trie);
    }
    while (trie->next_talk < model->talk.count && trie->talk[trie->next_talk]->words[1] == last) {
        const struct gram *pair = trie->talk[trie->next_talk++];
        bigram_write(trie, pair->words[0], last, table_place(&trie->bigram_probability, log_of(pair->weight)),
                     trie->no_backoff);
    }
}

/* sphinxbase has one field more, which says where the last one's trigrams end, and reads beyond it. */
static void fields_end(struct trie *trie, FILE *stream)
{
    const uint8_t spare[SPARE_BYTES] = {0};
    bit_writer_end(&trie->bits);
    fwrite(spare, 1, sizeof(spare), stream);
}

static void bigrams_write(struct trie *trie, FILE *stream)
{
    bit_writer_begin(&trie->bits, stream);
    for (uint32_t last = 0; last < trie->model->word_count; last++) {
        word_bigrams_write(trie, last);
    }
    assert(trie->next_seen == trie->model->bigrams.count && trie->next_talk == trie->model->talk.count);
    assert(trie->next_trigram == trie->model->trigrams.count);
    bigram_write(trie, 0, 0, 0, 0);
    fields_end(trie, stream);
}

/* --- trigrams ----------------------------------------------------------------------------------------------------- */

static void trigrams_survey(struct trie *trie)
{
    const struct grams *grams = &trie->model->trigrams;
    struct range probabilities = {1.0, 1.0};
    for (size_t i = 0; i < grams->count; i++) {
        range_widen(&probabilities, grams->list[i].weight);
    }
    table_fit(&trie->trigram_probability, &probabilities);
}

static void trigrams_write(struct trie *trie, FILE *stream)
{
    bit_writer_begin(&trie->bits, stream);
    for (size_t i = 0; i < trie->model->trigrams.count; i++) {
        bit_writer_put(&trie->bits, trie->trigrams[i]->words[0], trie->word_bits);
        bit_writer_put(&trie->bits, table_place(&trie->trigram_probability, log_of(trie->trigrams[i]->weight)),
                       TABLE_BITS);
    }
    bit_writer_put(&trie->bits, 0, trie->word_bits + TABLE_BITS);
    fields_end(trie, stream);
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
    return 0;
}

static int lists_make(struct trie *trie)
{
    int result = rows_make(trie);
    result = result == 0 ? grams_list_by_last(&trie->model->bigrams, &trie->seen) : result;
    result = result == 0 ? grams_list_by_last(&trie->model->talk, &trie->talk) : result;
    return result == 0 ? grams_list_by_last(&trie->model->trigrams, &trie->trigrams) : result;
}

static int trie_make(struct trie *trie)
{
    const struct model *model = trie->model;
    int result = unigrams_make(trie);
    result = result == 0 ? lists_make(trie) : result;
    if (result < 0) {
        return result;
    }
    bigrams_survey(trie);
    trigrams_survey(trie);
    trie->word_bits = bits_for(model->word_count);
    trie->next_bits = bits_for(model->trigrams.count);
    return trie->unigrams[model->word_count].next > GRAMS_MOST || model->trigrams.count > GRAMS_MOST ? -E2BIG : 0;
}

static void trie_finish(struct trie *trie)
{
    free(trie->unigrams);
    free(trie->rows);
    free(trie->seen);
    free(trie->talk);
    free(trie->trigrams);
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

static void number_write(uint32_t number, FILE *stream)
{
    fwrite(&number, sizeof(number), 1, stream);
}

static void trie_write(struct trie *trie, FILE *stream)
{
    char **words = trie->model->bank->vocabulary.words;
    size_t word_count = trie->model->word_count;
    uint32_t text_size = 0;
    fputs("Trie Language Model", stream);
    fputc(ORDER, stream);
    number_write((uint32_t)word_count, stream);
    number_write(trie->unigrams[word_count].next, stream);
    number_write((uint32_t)trie->model->trigrams.count, stream);
    number_write(1, stream); /* the kind of tables; sphinxbase knows one only */
    table_write(&trie->bigram_probability, stream);
    table_write(&trie->bigram_backoff, stream);
    table_write(&trie->trigram_probability, stream);
    fwrite(trie->unigrams, sizeof(*trie->unigrams), word_count + 1, stream);
    bigrams_write(trie, stream);
    trigrams_write(trie, stream);
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
