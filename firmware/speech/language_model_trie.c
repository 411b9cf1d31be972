/* SPDX-License-Identifier: GPL-3.0-or-later */
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
    FIELD_BITS_MAX = 57, /* within eight bytes, wherever in the first it begins */
    SPARE_BYTES = 8,     /* that sphinxbase reads beyond the last field */
};

struct entry {
    uint32_t words[ORDER];
    float probability, backoff; /* logarithms, as told */
};

/* All grams of one order, and the order of the trie. */
struct entries {
    struct entry *list; /* sorted by words, the first one first, but for those of talk, which come last */
    size_t count;
    uint32_t *places, *scratch; /* in the list */
    uint32_t *starts;           /* by word */
};

/* Equally spaced values from the least to the greatest that there is: a part in 65,536 of nine powers of ten. */
struct table {
    float least, step;
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
    struct entries bigrams, trigrams;
    struct unigram *unigrams; /* one more than there are words */
    struct table bigram_probability, bigram_backoff, trigram_probability;
    struct fields middle, longest;
};

/* --- logarithms and tables ---------------------------------------------------------------------------------------- */

/* To the base of 1.0001, which is PocketSphinx's -logbase. */
static float log_of(double probability)
{
    return (float)(log(fmax(probability, NEVER)) / log(1.0001));
}

static void table_fit(struct table *table, const struct entries *entries, size_t value_offset)
{
    float least = 0.0F;
    float most = 0.0F;
    for (size_t i = 0; i < entries->count; i++) {
        float value;
        memcpy(&value, (const char *)&entries->list[i] + value_offset, sizeof(value));
        least = i == 0 ? value : fminf(least, value);
        most = i == 0 ? value : fmaxf(most, value);
    }
    *table = (struct table){.least = least, .step = fmaxf(1.0F, most - least) / (TABLE_SIZE - 1)};
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

/* --- grams in the trie's order ------------------------------------------------------------------------------------ */

static void entries_finish(struct entries *entries)
{
    free(entries->list);
    free(entries->places);
    free(entries->scratch);
    free(entries->starts);
}

static int entries_begin(struct entries *entries, size_t count, size_t word_count)
{
    *entries = (struct entries){.list = calloc(count + 1, sizeof(*entries->list)),
                                .places = calloc(count + 1, sizeof(*entries->places)),
                                .scratch = calloc(count + 1, sizeof(*entries->scratch)),
                                .starts = calloc(word_count + 1, sizeof(*entries->starts))};
    bool has_all = entries->list != NULL && entries->places != NULL && entries->scratch != NULL;
    return has_all && entries->starts != NULL ? 0 : -ENOMEM;
}

static void entry_add(struct entries *entries, const uint32_t *words, size_t order, float probability, float backoff)
{
    struct entry *entry = &entries->list[entries->count];
    *entry = (struct entry){.probability = probability, .backoff = backoff};
    memcpy(entry->words, words, order * sizeof(*words));
    entries->places[entries->count] = (uint32_t)entries->count;
    entries->count++;
}

/* The places by one of the words, and where that is the same as they were: a counting sort. Afterwards starts[word] is
 * where the grams of the next word begin. */
static void places_sort(struct entries *entries, size_t nth, size_t word_count)
{
    memset(entries->starts, 0, word_count * sizeof(*entries->starts));
    for (size_t i = 0; i < entries->count; i++) {
        entries->starts[entries->list[i].words[nth]]++;
    }
    uint32_t start = 0;
    for (size_t word = 0; word < word_count; word++) {
        uint32_t count = entries->starts[word];
        entries->starts[word] = start;
        start += count;
    }
    for (size_t i = 0; i < entries->count; i++) {
        uint32_t place = entries->places[i];
        entries->scratch[entries->starts[entries->list[place].words[nth]]++] = place;
    }
    uint32_t *sorted = entries->scratch;
    entries->scratch = entries->places;
    entries->places = sorted;
}

static int bigrams_collect(const struct model *model, struct entries *bigrams)
{
    int result = entries_begin(bigrams, model->bigram_count + model->talk.count, model->word_count);
    for (uint32_t first = 0; result == 0 && first < model->word_count; first++) {
        struct history_walk walk = history_walk_begin(model, &model->histories[first]);
        uint32_t words[2] = {first, 0};
        double probability = 0.0;
        size_t seen = 0;
        while (model->histories[first].seen_count > 0 && history_walk_next(&walk, &words[1], &probability, &seen)) {
            float backoff = seen == SIZE_MAX ? 0.0F : log_of(model->bigram_backoff[seen]);
            entry_add(bigrams, words, 2, log_of(probability), backoff);
        }
    }
    for (size_t i = 0; result == 0 && i < model->talk.count; i++) {
        entry_add(bigrams, model->talk.list[i].words, 2, log_of(model->talk.list[i].weight), 0.0F);
    }
    if (result == 0) {
        places_sort(bigrams, 1, model->word_count);
    }
    return result;
}

static int trigrams_collect(const struct model *model, struct entries *trigrams)
{
    int result = entries_begin(trigrams, model->trigrams.count, model->word_count);
    for (size_t i = 0; result == 0 && i < model->trigrams.count; i++) {
        entry_add(trigrams, model->trigrams.list[i].words, 3, log_of(model->trigrams.list[i].weight), 0.0F);
    }
    for (size_t nth = 1; result == 0 && nth < ORDER; nth++) {
        places_sort(trigrams, nth, model->word_count);
    }
    return result;
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

/* --- the trie ----------------------------------------------------------------------------------------------------- */

static void middle_put(struct trie *trie, size_t place, const struct entry *bigram, uint32_t first_trigram)
{
    const struct fields *fields = &trie->middle;
    size_t at = place * fields->total_bits;
    uint64_t probability = table_place(&trie->bigram_probability, bigram->probability);
    uint64_t backoff = table_place(&trie->bigram_backoff, bigram->backoff);
    bits_put(fields->bytes, at, fields->word_bits, bigram->words[0]);
    bits_put(fields->bytes, at + fields->word_bits, 2 * TABLE_BITS, probability << TABLE_BITS | backoff);
    bits_put(fields->bytes, at + fields->word_bits + 2 * TABLE_BITS, fields->next_bits, first_trigram);
}

static void longest_put(struct trie *trie, size_t place, const struct entry *trigram)
{
    const struct fields *fields = &trie->longest;
    size_t at = place * fields->total_bits;
    bits_put(fields->bytes, at, fields->word_bits, trigram->words[0]);
    bits_put(fields->bytes, at + fields->word_bits, TABLE_BITS,
             table_place(&trie->trigram_probability, trigram->probability));
}

/* Every trigram's last two words are a bigram, for both are counted in the same sentences: so the trigrams of one
 * bigram after another are all of them. */
static void fields_fill(struct trie *trie)
{
    const struct entries *bigrams = &trie->bigrams;
    const struct entries *trigrams = &trie->trigrams;
    size_t next = 0;
    for (size_t i = 0; i < bigrams->count; i++) {
        const struct entry *bigram = &bigrams->list[bigrams->places[i]];
        middle_put(trie, i, bigram, (uint32_t)next);
        for (; next < trigrams->count; next++) {
            const struct entry *trigram = &trigrams->list[trigrams->places[next]];
            if (trigram->words[2] != bigram->words[1] || trigram->words[1] != bigram->words[0]) {
                break;
            }
            longest_put(trie, next, trigram);
        }
    }
    assert(next == trigrams->count);
    bits_put(trie->middle.bytes, (bigrams->count + 1) * trie->middle.total_bits - trie->middle.next_bits,
             trie->middle.next_bits, next);
}

static int unigrams_fill(struct trie *trie)
{
    const struct model *model = trie->model;
    trie->unigrams = calloc(model->word_count + 1, sizeof(*trie->unigrams));
    if (trie->unigrams == NULL) {
        return -ENOMEM;
    }
    for (size_t word = 0; word < model->word_count; word++) {
        trie->unigrams[word] = (struct unigram){
            .probability = log_of(word == model->begin ? 0.0 : model->unigram[word]),
            .backoff = log_of(model->unigram_backoff[word]),
            .next = word == 0 ? 0 : trie->bigrams.starts[word - 1]};
    }
    trie->unigrams[model->word_count].next = (uint32_t)trie->bigrams.count;
    return 0;
}

static int trie_make(struct trie *trie)
{
    const struct model *model = trie->model;
    int result = bigrams_collect(model, &trie->bigrams);
    result = result == 0 ? trigrams_collect(model, &trie->trigrams) : result;
    result = result == 0 ? unigrams_fill(trie) : result;
    if (result == 0) {
        result = fields_begin(&trie->middle, trie->bigrams.count, model->word_count, 2 * TABLE_BITS,
                              bits_for(trie->trigrams.count));
    }
    if (result == 0) {
        result = fields_begin(&trie->longest, trie->trigrams.count, model->word_count, TABLE_BITS, 0);
    }
    if (result == 0) {
        table_fit(&trie->bigram_probability, &trie->bigrams, offsetof(struct entry, probability));
        table_fit(&trie->bigram_backoff, &trie->bigrams, offsetof(struct entry, backoff));
        table_fit(&trie->trigram_probability, &trie->trigrams, offsetof(struct entry, probability));
        fields_fill(trie);
    }
    return result;
}

static void trie_finish(struct trie *trie)
{
    entries_finish(&trie->bigrams);
    entries_finish(&trie->trigrams);
    free(trie->unigrams);
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
    number_write((uint32_t)trie->bigrams.count, stream);
    number_write((uint32_t)trie->trigrams.count, stream);
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
