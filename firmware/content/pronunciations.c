/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/pronunciations.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "docent/exhibit_load.h"
#include "docent/words.h"

static bool is_speakable(const char *text)
{
    struct text_list words = {0};
    bool result = words_normalise(text, NULL, &words) < 0 || words.count > 0;
    text_list_finish(&words);
    return result;
}

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t");
}

static bool has_pronunciation(const struct exhibit *exhibit, const char *word)
{
    for (size_t i = 0; i < exhibit->pronunciation_count; i++) {
        if (strcasecmp(exhibit->pronunciations[i].word, word) == 0) {
            return true;
        }
    }
    return false;
}

static int add_pronunciation(struct exhibit *exhibit, const char *shown, const struct page_item *item,
                             struct problems *problems)
{
    const char *colon = strchr(item->text, ':');
    if (colon == NULL) {
        problems_add(problems, shown, item->line, "`%s` has no colon: write `word: sounds like these words`",
                     item->text);
        return 0;
    }
    size_t length = (size_t)(colon - item->text);
    while (length > 0 && item->text[length - 1] == ' ') {
        length--;
    }
    struct pronunciation pronunciation = {
        .word = strndup(item->text, length),
        .sounds_like = strdup(skip_blanks(colon + 1)),
    };
    if (pronunciation.word == NULL || pronunciation.sounds_like == NULL) {
        free(pronunciation.word);
        free(pronunciation.sounds_like);
        return -ENOMEM;
    }
    if (!is_speakable(pronunciation.word) || !is_speakable(pronunciation.sounds_like)) {
        problems_add(problems, shown, item->line,
                     "`%s` lacks words on one side of the colon: write `word: sounds like these words`", item->text);
    } else if (has_pronunciation(exhibit, pronunciation.word)) {
        problems_add(problems, shown, item->line, "`%s` has a pronunciation already: keep one", pronunciation.word);
    } else {
        exhibit->pronunciations[exhibit->pronunciation_count++] = pronunciation;
        return 0;
    }
    free(pronunciation.word);
    free(pronunciation.sounds_like);
    return 0;
}

int pronunciations_take(const struct page_items *items, const char *shown, struct exhibit *exhibit,
                        struct problems *problems)
{
    assert(exhibit->pronunciation_count == 0);
    if (items->count == 0) {
        return 0;
    }
    if (items->count > EXHIBIT_PRONUNCIATIONS_MAX) {
        problems_add(problems, shown, items->list[EXHIBIT_PRONUNCIATIONS_MAX].line,
                     "there are more than %d pronunciations: keep those that are needed", EXHIBIT_PRONUNCIATIONS_MAX);
        return 0;
    }
    exhibit->pronunciations = calloc(items->count, sizeof(*exhibit->pronunciations));
    if (exhibit->pronunciations == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < items->count; i++) {
        int result = add_pronunciation(exhibit, shown, &items->list[i], problems);
        if (result < 0) {
            return result;
        }
    }
    return 0;
}
