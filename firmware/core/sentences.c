/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/sentences.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* ASCII letters and digits, and every byte of a character beyond ASCII. */
static bool is_word_byte(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Length of a closing quote or bracket at `text`, or 0. The two typographer's quotes are U+2019 and U+201D. */
static size_t closing_length(const char *text)
{
    if (*text == '"' || *text == '\'' || *text == ')' || *text == ']') {
        return 1;
    }
    if (strncmp(text, "\xe2\x80\x99", 3) == 0 || strncmp(text, "\xe2\x80\x9d", 3) == 0) {
        return 3;
    }
    return 0;
}

/* Does the full stop at `stop` only shorten the word before it? */
static bool shortens_word(const char *text, size_t stop)
{
    static const char *const titles[] = {"Mr", "Mrs", "Ms", "Dr", "St", "Prof"};
    size_t start = stop;

    while (start > 0 && is_word_byte(text[start - 1])) {
        start--;
    }
    size_t length = stop - start;
    if (length == 1 && isalpha((unsigned char)text[start])) {
        return true;
    }
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
        if (strlen(titles[i]) == length && strncmp(text + start, titles[i], length) == 0) {
            return true;
        }
    }
    return false;
}

/* If a sentence ends at `at`, the offset just after its end; else 0. */
static size_t sentence_end(const char *text, size_t at)
{
    char c = text[at];

    if (c == '\n') {
        return at + 1;
    }
    if (c != '.' && c != '!' && c != '?') {
        return 0;
    }
    size_t after = at + 1;
    for (size_t length = closing_length(text + after); length > 0; length = closing_length(text + after)) {
        after += length;
    }
    if (!is_space(text[after])) {
        return 0;
    }
    size_t next = after;
    while (is_space(text[next])) {
        next++;
    }
    bool goes_on = islower((unsigned char)text[next]) || (c == '.' && after == at + 1 && shortens_word(text, at));
    return goes_on ? 0 : after;
}

size_t sentences_find(const char *text, size_t *ret_starts, size_t max)
{
    size_t count = 0;
    bool between = true;

    for (size_t at = 0; text[at] != '\0'; at++) {
        if (between && is_word_byte(text[at])) {
            if (count == max) {
                break;
            }
            ret_starts[count++] = at;
            between = false;
        } else if (!between && sentence_end(text, at) > 0) {
            at = sentence_end(text, at) - 1;
            between = true;
        }
    }
    return count;
}
