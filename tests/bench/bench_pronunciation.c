/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How well words that no dictionary has are pronounced: 2,000 words of Debian's dictionary are spelled out by
 * synth_phones alone and compared with the dictionary's own pronunciation. The figure is the phone error rate: the
 * Levenshtein distance (V. I. Levenshtein 1966: insertions, deletions, substitutions) to the nearest variant of each
 * word, summed over the words, by the summed length of those variants.
 *
 * Two disjoint classes of words, by a hash of the word: one on which the table in speech/phones.c was tuned and one
 * that was never looked at. Words with anything but letters, and single letters, are in neither.
 *
 *   bench_pronunciation [--errors]     with --errors also each mispronounced word of the tuning class
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "docent/lexicon.h"
#include "docent/phones.h"
#include "docent/synth.h"

enum {
    CLASS_COUNT = 50,
    CLASS_HIDDEN = 0,
    CLASS_TUNING = 1,
    CLASS_WORDS = 2000,
    PHONES_MAX = 64,
};

struct tally {
    size_t words, perfect, errors, length;
    double seconds;
};

/* FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv). */
static uint32_t hash_word(const char *word)
{
    uint32_t hash = 2166136261U;
    for (; *word != '\0'; word++) {
        hash = (hash ^ (unsigned char)*word) * 16777619U;
    }
    return hash;
}

static int compare_hashes(const void *a, const void *b)
{
    uint32_t left = hash_word(*(char *const *)a), right = hash_word(*(char *const *)b);
    return left < right ? -1 : left > right;
}

/* Words of the dictionary that fall into a class, those of the lowest hashes first. */
static int class_read(uint32_t class, struct text_list *ret_words)
{
    FILE *file = fopen(LEXICON_DICTIONARY, "re");
    if (file == NULL) {
        return -1;
    }
    char line[256];
    while (fgets(line, sizeof line, file) != NULL) {
        size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz");
        bool is_plain = length > 1 && line[length] == ' ';
        line[length] = '\0';
        if (is_plain && hash_word(line) % CLASS_COUNT == class && text_list_append(ret_words, line, length) < 0) {
            abort();
        }
    }
    fclose(file);
    qsort(ret_words->items, ret_words->count, sizeof *ret_words->items, compare_hashes);
    return 0;
}

static size_t split(char *phones, const char **ret_parts)
{
    size_t count = 0;
    char *rest;
    for (char *part = strtok_r(phones, " ", &rest); part != NULL && count < PHONES_MAX;
         part = strtok_r(NULL, " ", &rest)) {
        ret_parts[count++] = part;
    }
    return count;
}

/* Distance between two pronunciations; *ret_length is that of the second. */
static size_t distance(const char *heard, const char *right, size_t *ret_length)
{
    char copies[2][PHONES_BYTES_MAX];
    const char *a[PHONES_MAX], *b[PHONES_MAX];
    size_t row[PHONES_MAX + 1];
    snprintf(copies[0], sizeof copies[0], "%s", heard);
    snprintf(copies[1], sizeof copies[1], "%s", right);
    size_t a_count = split(copies[0], a), b_count = split(copies[1], b);
    for (size_t j = 0; j <= b_count; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a_count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t best = diagonal + (strcmp(a[i - 1], b[j - 1]) != 0 ? 1 : 0);
            diagonal = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            row[j] = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
        }
    }
    *ret_length = b_count;
    return row[b_count];
}

static void count_word(struct tally *tally, const char *word, const char *phones, const struct text_list *variants,
                       bool show)
{
    size_t best = 0, best_length = 0, best_variant = 0;
    for (size_t i = 0; i < variants->count; i++) {
        size_t length, errors = distance(phones, variants->items[i], &length);
        if (i == 0 || errors * best_length < best * length) {
            best = errors;
            best_length = length;
            best_variant = i;
        }
    }
    tally->words++;
    tally->perfect += best == 0 ? 1 : 0;
    tally->errors += best;
    tally->length += best_length;
    if (show && best > 0) {
        printf("%zu\t%s\t%s\t%s\n", best, word, phones, variants->items[best_variant]);
    }
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int class_measure(struct synth *synth, struct lexicon *lexicon, uint32_t class, bool show, struct tally *tally)
{
    struct text_list words = {0};
    if (class_read(class, &words) < 0) {
        return -1;
    }
    for (size_t i = 0; i < words.count && i < CLASS_WORDS; i++) {
        char phones[PHONES_BYTES_MAX];
        struct text_list variants = {0};
        double start_s = now_s();
        if (synth_phones(synth, words.items[i], phones, sizeof phones) < 0) {
            phones[0] = '\0';
        }
        tally->seconds += now_s() - start_s;
        if (lexicon_pronounce(lexicon, words.items[i], &variants) == 0) {
            count_word(tally, words.items[i], phones, &variants, show);
        }
        text_list_finish(&variants);
    }
    text_list_finish(&words);
    return 0;
}

static void tally_print(const char *name, const struct tally *tally)
{
    printf(
        "%-7s %zu words: phone error rate %.2f %% (%zu of %zu), %.1f %% of the words without error, %.3f ms a word\n",
        name, tally->words, 100.0 * (double)tally->errors / (double)tally->length, tally->errors, tally->length,
        100.0 * (double)tally->perfect / (double)tally->words, 1e3 * tally->seconds / (double)tally->words);
}

int main(int argc, char **argv)
{
    struct synth *synth = NULL;
    struct lexicon *lexicon = NULL;
    struct tally tuning = {0}, hidden = {0};
    double start_s = now_s();
    if (synth_create_espeak(&synth) < 0) {
        fprintf(stderr, "bench_pronunciation: no espeak-ng voices: install espeak-ng-data\n");
        return 1;
    }
    printf("synth ready in %.1f ms\n", 1e3 * (now_s() - start_s));
    start_s = now_s();
    /* Without the synth: what it says must come from the dictionary alone. */
    if (lexicon_create(&lexicon, NULL, NULL) < 0) {
        fprintf(stderr, "bench_pronunciation: no dictionary: install pocketsphinx-en-us\n");
        synth_destroy(synth);
        return 1;
    }
    printf("dictionary ready in %.1f ms\n", 1e3 * (now_s() - start_s));
    bool show = argc > 1 && strcmp(argv[1], "--errors") == 0;
    int result = class_measure(synth, lexicon, CLASS_TUNING, show, &tuning);
    if (result == 0) {
        result = class_measure(synth, lexicon, CLASS_HIDDEN, false, &hidden);
    }
    if (result == 0) {
        tally_print("tuning", &tuning);
        tally_print("hidden", &hidden);
    }
    lexicon_destroy(lexicon);
    synth_destroy(synth);
    return result == 0 ? 0 : 1;
}
