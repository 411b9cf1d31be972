/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/numbers.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const small_numbers[] = {
    "zero", "one",    "two",    "three",    "four",     "five",    "six",     "seven",     "eight",    "nine",
    "ten",  "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
};

static const char *const tens[] = {"",      "",      "twenty",  "thirty", "forty",
                                   "fifty", "sixty", "seventy", "eighty", "ninety"};

/* Powers of a thousand, the greatest first. */
static const char *const scales[] = {"trillion", "billion", "million", "thousand"};
#define GREATEST_SCALE UINT64_C(1000000000000)

static int say(struct text_list *words, const char *word)
{
    return text_list_append(words, word, strlen(word));
}

static int say_below_hundred(unsigned value, struct text_list *words)
{
    if (value < 20) {
        return say(words, small_numbers[value]);
    }
    int result = say(words, tens[value / 10]);
    if (result == 0 && value % 10 != 0) {
        result = say(words, small_numbers[value % 10]);
    }
    return result;
}

static int say_below_thousand(unsigned value, struct text_list *words)
{
    if (value < 100) {
        return say_below_hundred(value, words);
    }
    int result = say(words, small_numbers[value / 100]);
    if (result == 0) {
        result = say(words, "hundred");
    }
    if (result == 0 && value % 100 != 0) {
        result = say(words, "and");
    }
    if (result == 0 && value % 100 != 0) {
        result = say_below_hundred(value % 100, words);
    }
    return result;
}

static int say_value(uint64_t value, struct text_list *words)
{
    int result = 0;
    uint64_t rest = value;
    uint64_t scale = GREATEST_SCALE;
    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]) && result == 0; i++) {
        if (rest >= scale) {
            result = say_below_thousand((unsigned)(rest / scale), words);
            result = result < 0 ? result : say(words, scales[i]);
            rest %= scale;
        }
        scale /= 1000;
    }
    if (result < 0 || (rest == 0 && value != 0)) {
        return result;
    }
    if (rest < 100 && value >= 1000) {
        result = say(words, "and");
    }
    return result < 0 ? result : say_below_thousand((unsigned)rest, words);
}

static uint64_t digits_value(const char *digits, size_t count)
{
    uint64_t value = 0;
    for (size_t i = 0; i < count; i++) {
        value = value * 10 + (uint64_t)(digits[i] - '0');
    }
    return value;
}

int numbers_say_digits(const char *digits, size_t count, struct text_list *ret_words)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        result = say(ret_words, small_numbers[digits[i] - '0']);
    }
    return result;
}

int numbers_say_cardinal(const char *digits, size_t count, struct text_list *ret_words)
{
    if (count > NUMBERS_DIGITS_MAX || (count > 1 && digits[0] == '0')) {
        return numbers_say_digits(digits, count, ret_words);
    }
    return say_value(digits_value(digits, count), ret_words);
}

int numbers_say_year(const char *digits, size_t count, struct text_list *ret_words)
{
    uint64_t year = count == 4 ? digits_value(digits, count) : 0;
    if (year < 1100 || (year > 1999 && year < 2010) || year > 2099) {
        return numbers_say_cardinal(digits, count, ret_words);
    }
    unsigned rest = (unsigned)(year % 100);
    int result = say_below_hundred((unsigned)(year / 100), ret_words);
    if (result == 0 && rest == 0) {
        return say(ret_words, "hundred");
    }
    if (result == 0 && rest < 10) {
        result = say(ret_words, "oh");
    }
    return result < 0 ? result : say_below_hundred(rest, ret_words);
}

/* Replace the last word by its first `keep` bytes and `ending`. */
static int last_word_end_with(struct text_list *words, size_t keep, const char *ending)
{
    assert(words->count > 0);
    char *longer;
    if (asprintf(&longer, "%.*s%s", (int)keep, words->items[words->count - 1], ending) < 0) {
        return -ENOMEM;
    }
    free(words->items[words->count - 1]);
    words->items[words->count - 1] = longer;
    return 0;
}

int numbers_make_ordinal(struct text_list *words)
{
    static const struct {
        const char *cardinal;
        const char *ordinal;
    } irregular[] = {
        {"one", "first"},    {"two", "second"}, {"three", "third"},    {"five", "fifth"},
        {"eight", "eighth"}, {"nine", "ninth"}, {"twelve", "twelfth"},
    };
    const char *last = words->items[words->count - 1];
    for (size_t i = 0; i < sizeof(irregular) / sizeof(irregular[0]); i++) {
        if (strcmp(last, irregular[i].cardinal) == 0) {
            return last_word_end_with(words, 0, irregular[i].ordinal);
        }
    }
    size_t length = strlen(last);
    if (last[length - 1] == 'y') {
        return last_word_end_with(words, length - 1, "ieth");
    }
    return last_word_end_with(words, length, "th");
}

int numbers_make_plural(struct text_list *words)
{
    const char *last = words->items[words->count - 1];
    size_t length = strlen(last);
    if (last[length - 1] == 'y') {
        return last_word_end_with(words, length - 1, "ies");
    }
    return last_word_end_with(words, length, last[length - 1] == 'x' ? "es" : "s");
}
