/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/nearest.h"

#include <stdbool.h>
#include <string.h>

#include "docent/plain_text.h"

enum { WORD_BYTES_MAX = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool is_swap(const char *a, const char *b)
{
    return plain_text_lower(a[0]) == plain_text_lower(b[1]) && plain_text_lower(a[1]) == plain_text_lower(b[0]);
}

/* Wagner and Fischer's table (Journal of the ACM 21(1), 1974) with Damerau's exchange of neighbours, which is the
 * commonest slip of all (Communications of the ACM 7(3), 1964). rows[i % 3][j] is the distance from the first i letters
 * of `a` to the first j of `b`; no more than three rows are looked at. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][WORD_BYTES_MAX + 1];
    for (size_t j = 0; j <= b_length; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t change = plain_text_lower(a[i - 1]) == plain_text_lower(b[j - 1]) ? 0 : 1;
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + change);
            if (i > 1 && j > 1 && is_swap(a + i - 2, b + j - 2)) {
                row[j] = least(row[j], rows[(i + 1) % 3][j - 2] + 1);
            }
        }
    }
    return rows[a_length % 3][b_length];
}

const char *nearest_word(const char *word, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t nearest_distance = WORD_BYTES_MAX + 1;
    size_t word_length = strlen(word);
    for (size_t i = 0; i < count; i++) {
        size_t length = candidates[i] == NULL ? 0 : strlen(candidates[i]);
        if (length == 0 || length > WORD_BYTES_MAX || word_length > WORD_BYTES_MAX) {
            continue;
        }
        size_t distance = edit_distance(word, word_length, candidates[i], length);
        size_t longer = word_length > length ? word_length : length;
        size_t limit = longer < 3 ? 1 : longer / 3;
        if (distance <= limit && distance < nearest_distance) {
            nearest = candidates[i];
            nearest_distance = distance;
        }
    }
    return nearest;
}
