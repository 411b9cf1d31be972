/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_COMPLAIN_H
#define DOCENT_COMPLAIN_H

/*
 * How the programs say on stderr that they cannot go on: one line, `docent: what went wrong: what to do`, and the exit
 * code to end with. Main thread of a program only.
 */

#include "docent/problem.h"

enum {
    EXIT_WRONG = 1, /* something did not work */
    EXIT_USAGE = 2, /* the command line was not understood */
};

/* `docent: ` and the sentence ("what went wrong: what to do") on one line. Returns EXIT_WRONG, so that a command can
 * end with `return complain(...)`. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for a mistake on the command line; points to `docent COMMAND --help`. `command` may be NULL. Returns
 * EXIT_USAGE. */
int complain_usage(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The first problem on one line, with how many more there are and how to list them all. Returns EXIT_WRONG. */
int complain_problems(const struct problems *problems);

#endif
