/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "docent/words.h"
#include "language_model_private.h"

static double log10_of(double probability)
{
    return log10(fmax(probability, NEVER));
}

/* A line of the model. There are half a million: fprintf took longer than all the rest of making the model. */
struct line {
    char text[4 * (WORDS_WORD_BYTES + 16)];
    size_t length;
};

static void line_add(struct line *line, char separator, const char *text)
{
    size_t length = strlen(text);
    line->text[line->length++] = separator;
    memcpy(line->text + line->length, text, length);
    line->length += length;
}

/* A logarithm to four places; none is beyond 99. */
static void line_add_log(struct line *line, char separator, double value)
{
    long rounded = lrint(value * 1e4);
    unsigned long left = (unsigned long)labs(rounded);
    char text[24];
    size_t at = sizeof(text);
    text[--at] = '\0';
    for (int digits = 0; digits < 6 || left > 0; digits++) {
        if (digits == 4) {
            text[--at] = '.';
        } else {
            text[--at] = (char)('0' + left % 10);
            left /= 10;
        }
    }
    if (rounded < 0) {
        text[--at] = '-';
    }
    line_add(line, separator, text + at);
}

static void line_write(struct line *line, FILE *stream)
{
    line->text[line->length++] = '\n';
    fwrite(line->text + 1, 1, line->length - 1, stream); /* without the first separator */
    line->length = 0;
}

static void bigrams_print(const struct model *model, FILE *stream)
{
    char **words = model->bank->vocabulary.words;
    struct line line = {.length = 0};
    for (uint32_t first = 0; first < model->word_count; first++) {
        struct history_walk walk = history_walk_begin(model, &model->histories[first]);
        uint32_t second = 0;
        double probability = 0.0;
        size_t seen = 0;
        while (model->histories[first].seen_count > 0 && history_walk_next(&walk, &second, &probability, &seen)) {
            line_add_log(&line, '\0', log10_of(probability));
            line_add(&line, '\t', words[first]);
            line_add(&line, ' ', words[second]);
            line_add_log(&line, '\t', seen == SIZE_MAX ? 0.0 : log10_of(model->bigram_backoff[seen]));
            line_write(&line, stream);
        }
    }
    for (size_t i = 0; i < model->talk.count; i++) {
        const struct gram *gram = &model->talk.list[i];
        line_add_log(&line, '\0', log10_of(gram->weight));
        line_add(&line, '\t', words[gram->words[0]]);
        line_add(&line, ' ', words[gram->words[1]]);
        line_add_log(&line, '\t', 0.0);
        line_write(&line, stream);
    }
}

int language_model_print(const struct model *model, FILE *stream)
{
    char **words = model->bank->vocabulary.words;
    struct line line = {.length = 0};
    fprintf(stream, "\\data\\\nngram 1=%zu\nngram 2=%zu\nngram 3=%zu\n\n\\1-grams:\n", model->word_count,
            model->bigram_count + model->talk.count, model->trigrams.count);
    for (size_t i = 0; i < model->word_count; i++) {
        line_add_log(&line, '\0', i == model->begin ? -99.0 : log10_of(model->unigram[i]));
        line_add(&line, '\t', words[i]);
        line_add_log(&line, '\t', log10_of(model->unigram_backoff[i]));
        line_write(&line, stream);
    }
    fputs("\n\\2-grams:\n", stream);
    bigrams_print(model, stream);
    fputs("\n\\3-grams:\n", stream);
    for (size_t i = 0; i < model->trigrams.count; i++) {
        const struct gram *gram = &model->trigrams.list[i];
        line_add_log(&line, '\0', log10_of(gram->weight));
        line_add(&line, '\t', words[gram->words[0]]);
        line_add(&line, ' ', words[gram->words[1]]);
        line_add(&line, ' ', words[gram->words[2]]);
        line_write(&line, stream);
    }
    fputs("\n\\end\\\n", stream);
    return fflush(stream) != 0 || ferror(stream) ? -EIO : 0;
}
