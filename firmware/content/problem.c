/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/problem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What comes from a file or its name must not move the reader's cursor. */
static void text_tame(char *text)
{
    for (char *c = text; *c != '\0'; c++) {
        *c = (unsigned char)*c < ' ' || *c == 0x7f ? '?' : *c;
    }
}

__attribute__((format(printf, 4, 0))) static bool problem_init(struct problem *problem, const char *file, unsigned line,
                                                               const char *format, va_list arguments)
{
    *problem = (struct problem){.file = strdup(file), .line = line};
    if (problem->file == NULL) {
        return false;
    }
    if (vasprintf(&problem->text, format, arguments) < 0) {
        free(problem->file);
        return false;
    }
    text_tame(problem->file);
    text_tame(problem->text);
    return true;
}

void problems_add(struct problems *problems, const char *file, unsigned line, const char *format, ...)
{
    if (problems->count == PROBLEMS_MAX) {
        problems->unlisted_count++;
        return;
    }
    struct problem *items = reallocarray(problems->items, problems->count + 1, sizeof(*items));
    if (items == NULL) {
        problems->unlisted_count++;
        return;
    }
    problems->items = items;
    va_list arguments;
    va_start(arguments, format);
    if (problem_init(&items[problems->count], file, line, format, arguments)) {
        problems->count++;
    } else {
        problems->unlisted_count++;
    }
    va_end(arguments);
}

bool problems_are_none(const struct problems *problems)
{
    return problems->count == 0 && problems->unlisted_count == 0;
}

static int problem_compare(const struct problem *a, const struct problem *b)
{
    int order = strcmp(a->file, b->file);
    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

void problems_sort(struct problems *problems)
{
    /* By insertion: it keeps the order of equals, which qsort does not, and the list is short. */
    for (size_t i = 1; i < problems->count; i++) {
        struct problem problem = problems->items[i];
        size_t place = i;
        for (; place > 0 && problem_compare(&problem, &problems->items[place - 1]) < 0; place--) {
            problems->items[place] = problems->items[place - 1];
        }
        problems->items[place] = problem;
    }
}

char *problem_line(const struct problem *problem)
{
    char *line;
    int length = problem->line > 0 ? asprintf(&line, "%s:%u: %s", problem->file, problem->line, problem->text)
                                   : asprintf(&line, "%s: %s", problem->file, problem->text);
    return length < 0 ? NULL : line;
}

void problems_finish(struct problems *problems)
{
    if (problems == NULL) {
        return;
    }
    for (size_t i = 0; i < problems->count; i++) {
        free(problems->items[i].file);
        free(problems->items[i].text);
    }
    free(problems->items);
    *problems = (struct problems){0};
}
