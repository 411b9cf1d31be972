/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/complain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("docent: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return EXIT_WRONG;
}

int complain_usage(const char *command, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("docent: ", stderr);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, ": see docent %s%s--help\n", command == NULL ? "" : command, command == NULL ? "" : " ");
    va_end(arguments);
    return EXIT_USAGE;
}

int complain_problems(const struct problems *problems)
{
    char *line = problems->count > 0 ? problem_line(&problems->items[0]) : NULL;
    if (line == NULL) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    size_t more = problems->count - 1 + problems->unlisted_count;
    if (more > 0) {
        complain("%s (and %zu more: run docent check)", line, more);
    } else {
        complain("%s", line);
    }
    free(line);
    return EXIT_WRONG;
}
