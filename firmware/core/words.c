/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/words.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "docent/numbers.h"
#include "docent/plain_text.h"

enum {
    ACRONYM_LETTERS_MAX = 5, /* longer words in capitals are emphasis, or pronounced, like UNESCO */
    SHOUTED_WORDS_MIN = 3,
};

struct currency {
    char sign;
    const char *one;
    const char *many;
};

static const struct currency currencies[] = {
    {PLAIN_TEXT_EURO, "euro", "euros"},
    {PLAIN_TEXT_POUND, "pound", "pounds"},
    {'$', "dollar", "dollars"},
};

/* A sentence on its way from text to words. */
struct normaliser {
    const char *cursor; /* into folded text */
    const struct text_list *whole;
    struct text_list *words;
    bool is_shouting;
    const struct currency *currency; /* its sign was read and its number was not yet said */
};

static int say(struct normaliser *normaliser, const char *word)
{
    return text_list_append(normaliser->words, word, strlen(word));
}

/* `count` letters and apostrophes as one word in lower case. */
static int say_letters(struct normaliser *normaliser, const char *letters, size_t count)
{
    char word[WORDS_WORD_BYTES];
    size_t length = count < sizeof(word) ? count : sizeof(word) - 1;
    for (size_t i = 0; i < length; i++) {
        word[i] = plain_text_lower(letters[i]);
    }
    if (length > 0 && word[length - 1] == '\'') {
        length--; /* where a long word was cut */
    }
    return text_list_append(normaliser->words, word, length);
}

static bool is_word_byte(char c)
{
    return plain_text_is_letter(c) || plain_text_is_digit(c);
}

/* Length of the letters, digits and inner apostrophes at `text`. */
static size_t token_length(const char *text)
{
    size_t length = 0;
    while (is_word_byte(text[length]) || (text[length] == '\'' && length > 0 && is_word_byte(text[length + 1]))) {
        length++;
    }
    return length;
}

static size_t digits_length(const char *text)
{
    size_t length = 0;
    while (plain_text_is_digit(text[length])) {
        length++;
    }
    return length;
}

/* How much of a token is its possessive or plural ending. */
static size_t ending_length(const char *token, size_t length)
{
    if (length > 2 && token[length - 2] == '\'' && plain_text_lower(token[length - 1]) == 's') {
        return 2;
    }
    return length > 1 && token[length - 1] == 's' ? 1 : 0;
}

/* Asked twice for every word of the content: most are told apart by their first letter. */
static bool whole_has(const struct text_list *whole, const char *token, size_t length)
{
    for (size_t i = 0; whole != NULL && i < whole->count; i++) {
        bool is_likely = plain_text_lower(whole->items[i][0]) == plain_text_lower(token[0]);
        if (is_likely && strncasecmp(whole->items[i], token, length) == 0 && whole->items[i][length] == '\0') {
            return true;
        }
    }
    return false;
}

/* Two or more single letters, each with a dot behind it: "U.S.", "e.g.". Returns the length of all, or 0. */
static size_t dotted_length(const char *text)
{
    size_t length = 0;
    while (plain_text_is_letter(text[length]) && text[length + 1] == '.') {
        length += 2;
    }
    return length >= 4 && !is_word_byte(text[length]) ? length : 0;
}

static int say_spelled(struct normaliser *normaliser, const char *letters, size_t count, bool has_ending)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        char word[] = {plain_text_lower(letters[i]), '\'', 's', '\0'};
        result = text_list_append(normaliser->words, word, has_ending && i + 1 == count ? 3 : 1);
    }
    return result;
}

static int say_dotted(struct normaliser *normaliser, size_t length)
{
    int result = 0;
    for (size_t i = 0; i < length && result == 0; i += 2) {
        result = say_spelled(normaliser, normaliser->cursor + i, 1, false);
    }
    normaliser->cursor += length;
    return result;
}

static bool is_acronym(const char *letters, size_t count)
{
    if (count < 2 || count > ACRONYM_LETTERS_MAX) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!plain_text_is_upper(letters[i])) {
            return false;
        }
    }
    return true;
}

/* Titles and the like, whose dictionary entries are other words ("dr" is there as a drive). */
static const char *abbreviation_word(const char *letters, size_t count)
{
    static const char *const abbreviations[][2] = {
        {"mr", "mister"},      {"mrs", "misses"}, {"dr", "doctor"},
        {"prof", "professor"}, {"vs", "versus"},  {"etc", "etcetera"},
    };
    for (size_t i = 0; i < sizeof(abbreviations) / sizeof(abbreviations[0]); i++) {
        if (strlen(abbreviations[i][0]) == count && strncasecmp(abbreviations[i][0], letters, count) == 0) {
            return abbreviations[i][1];
        }
    }
    return NULL;
}

/* Length of the first word of a run like "RawMaterials": up to a capital after a small letter. "McDonald" is one. */
static size_t camel_length(const char *letters, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        bool is_scottish = (i == 2 && strncmp(letters, "Mc", 2) == 0) || (i == 3 && strncmp(letters, "Mac", 3) == 0);
        if (plain_text_is_upper(letters[i]) && plain_text_is_letter(letters[i - 1]) &&
            !plain_text_is_upper(letters[i - 1]) && !is_scottish) {
            return i;
        }
    }
    return count;
}

/* A run of letters and apostrophes without digits. */
static int say_letter_run(struct normaliser *normaliser, const char *letters, size_t count)
{
    size_t ending = ending_length(letters, count);
    if (!normaliser->is_shouting && is_acronym(letters, count)) {
        return say_spelled(normaliser, letters, count, false);
    }
    if (!normaliser->is_shouting && ending > 0 && is_acronym(letters, count - ending)) {
        return say_spelled(normaliser, letters, count - ending, true);
    }
    const char *word = abbreviation_word(letters, count);
    if (word != NULL) {
        return say(normaliser, word);
    }
    int result = 0;
    while (count > 0 && result == 0) {
        size_t length = camel_length(letters, count);
        result = say_letters(normaliser, letters, length);
        letters += length;
        count -= length;
    }
    return result;
}

static bool is_ordinal_ending(const char *text)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (strncasecmp(text, endings[i], 2) == 0 && !is_word_byte(text[2])) {
            return true;
        }
    }
    return false;
}

/* A number of at most NUMBERS_DIGITS_MAX digits without the commas between its groups of three: "1,500" gives 1500.
 * Returns the length read, commas and all. */
static size_t read_grouped(const char *text, char *ret_digits, size_t *ret_count)
{
    size_t length = digits_length(text);
    size_t count = length;
    bool may_be_grouped = length <= 3;
    memcpy(ret_digits, text, count);
    while (may_be_grouped && count + 3 <= NUMBERS_DIGITS_MAX && text[length] == ',' &&
           digits_length(text + length + 1) == 3) {
        memcpy(ret_digits + count, text + length + 1, 3);
        count += 3;
        length += 4;
    }
    *ret_count = count;
    return length;
}

/* ".5" behind a number, and again in "3.2.1". */
static int say_decimals(struct normaliser *normaliser)
{
    int result = 0;
    while (result == 0 && normaliser->cursor[0] == '.' && plain_text_is_digit(normaliser->cursor[1])) {
        size_t count = digits_length(normaliser->cursor + 1);
        result = say(normaliser, "point");
        if (result == 0) {
            result = numbers_say_digits(normaliser->cursor + 1, count, normaliser->words);
        }
        normaliser->cursor += count + 1;
    }
    return result;
}

/* After the number of a sum of money: "million", "5bn", then the currency. */
static int say_currency(struct normaliser *normaliser, bool is_one)
{
    static const char *const scales[][2] = {
        {"million", "million"}, {"billion", "billion"}, {"trillion", "trillion"}, {"thousand", "thousand"},
        {"m", "million"},       {"bn", "billion"},      {"k", "thousand"},
    };
    const struct currency *currency = normaliser->currency;
    normaliser->currency = NULL;
    const char *next = normaliser->cursor + strspn(normaliser->cursor, " ");
    size_t length = token_length(next);
    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
        if (length == strlen(scales[i][0]) && strncasecmp(next, scales[i][0], length) == 0) {
            normaliser->cursor = next + length;
            int result = say(normaliser, scales[i][1]);
            return result < 0 ? result : say(normaliser, currency->many);
        }
    }
    return say(normaliser, is_one ? currency->one : currency->many);
}

/* "1990s", "1990's" */
static size_t plural_ending_length(const char *text)
{
    size_t length = text[0] == '\'' ? 2 : 1;
    return text[length - 1] == 's' && !is_word_byte(text[length]) ? length : 0;
}

static int say_number_with_ending(struct normaliser *normaliser, const char *digits, size_t count, bool may_be_year)
{
    size_t plural = plural_ending_length(normaliser->cursor);
    if (is_ordinal_ending(normaliser->cursor)) {
        normaliser->cursor += 2;
        int result = numbers_say_cardinal(digits, count, normaliser->words);
        return result < 0 ? result : numbers_make_ordinal(normaliser->words);
    }
    int result = may_be_year ? numbers_say_year(digits, count, normaliser->words)
                             : numbers_say_cardinal(digits, count, normaliser->words);
    if (result == 0 && plural > 0) {
        normaliser->cursor += plural;
        result = numbers_make_plural(normaliser->words);
    }
    return result;
}

static int say_number(struct normaliser *normaliser)
{
    const char *start = normaliser->cursor;
    size_t length = digits_length(start);
    if (length > NUMBERS_DIGITS_MAX) {
        normaliser->cursor += length;
        return numbers_say_digits(start, length, normaliser->words);
    }
    char digits[NUMBERS_DIGITS_MAX];
    size_t count;
    length = read_grouped(start, digits, &count);
    normaliser->cursor += length;
    bool is_decimal = start[length] == '.' && plain_text_is_digit(start[length + 1]);
    bool may_be_year = length == 4 && !is_decimal && normaliser->currency == NULL && start[length] != '%';
    int result = say_number_with_ending(normaliser, digits, count, may_be_year);
    if (result == 0) {
        result = say_decimals(normaliser);
    }
    if (result == 0 && normaliser->currency != NULL) {
        result = say_currency(normaliser, length == 1 && digits[0] == '1' && !is_decimal);
    }
    return result;
}

/* The letters and digits at the cursor: a word to keep, or its first run of one kind. */
static int say_token(struct normaliser *normaliser)
{
    const char *token = normaliser->cursor;
    size_t length = token_length(token);
    size_t stem = length - ending_length(token, length);
    if (whole_has(normaliser->whole, token, length)) {
        normaliser->cursor += length;
        return say_letters(normaliser, token, length);
    }
    if (whole_has(normaliser->whole, token, stem)) {
        normaliser->cursor += length;
        return say_letters(normaliser, token, stem);
    }
    if (plain_text_is_digit(token[0])) {
        return say_number(normaliser);
    }
    size_t dotted = dotted_length(token);
    if (dotted > 0) {
        return say_dotted(normaliser, dotted);
    }
    size_t run = 0;
    while (run < length && !plain_text_is_digit(token[run])) {
        run++;
    }
    normaliser->cursor += run;
    return say_letter_run(normaliser, token, token[run - 1] == '\'' ? run - 1 : run); /* "NGO'19" */
}

static int say_symbol(struct normaliser *normaliser)
{
    static const struct {
        char symbol;
        const char *word;
    } symbols[] = {{'%', "percent"}, {'&', "and"}, {'+', "plus"}, {'=', "equals"}, {'@', "at"}};
    char symbol = *normaliser->cursor++;
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        if (symbol == symbols[i].symbol) {
            return say(normaliser, symbols[i].word);
        }
    }
    for (size_t i = 0; i < sizeof(currencies) / sizeof(currencies[0]); i++) {
        if (symbol != currencies[i].sign) {
            continue;
        }
        normaliser->cursor += strspn(normaliser->cursor, " ");
        if (!plain_text_is_digit(*normaliser->cursor)) {
            return say(normaliser, currencies[i].many);
        }
        normaliser->currency = &currencies[i];
    }
    return 0;
}

static bool is_shouted(const char *text)
{
    size_t words = 0;
    while (*text != '\0') {
        size_t length = token_length(text);
        for (size_t i = 0; i < length; i++) {
            if (plain_text_is_letter(text[i]) && !plain_text_is_upper(text[i])) {
                return false;
            }
        }
        words += length > 0 && plain_text_is_letter(text[0]) ? 1 : 0;
        text += length > 0 ? length : 1;
    }
    return words >= SHOUTED_WORDS_MIN;
}

int words_normalise(const char *text, const struct text_list *whole, struct text_list *ret_words)
{
    char *plain;
    int result = plain_text_fold(text, &plain);
    if (result < 0) {
        return result;
    }
    struct normaliser normaliser = {
        .cursor = plain,
        .whole = whole,
        .words = ret_words,
        .is_shouting = is_shouted(plain),
    };
    while (result == 0 && *normaliser.cursor != '\0') {
        result = is_word_byte(*normaliser.cursor) ? say_token(&normaliser) : say_symbol(&normaliser);
    }
    free(plain);
    return result;
}
