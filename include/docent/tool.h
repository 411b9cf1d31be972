/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TOOL_H
#define DOCENT_TOOL_H

/*
 * The commands of the tool `docent`, and what they share: options, settings, content.
 *
 * A command is a function `int tool_NAME(int argc, char **argv)`, where argv[0] is its own name; it returns the
 * program's exit code. To add one: declare it here, and give it a row in docent.c.
 */

#include <getopt.h>

#include "docent/exhibit.h"
#include "docent/paths.h"
#include "docent/settings.h"

int tool_answer(int argc, char **argv);
int tool_ask(int argc, char **argv);
int tool_check(int argc, char **argv);
int tool_control(int argc, char **argv); /* every command that goes to the running daemon */
int tool_evaluate(int argc, char **argv);
int tool_topics(int argc, char **argv);

/* Options that every command has: --content DIR, --config FILE, --help. A command's own come before them:
 *
 *     static const struct option options[] = {{"json", required_argument, NULL, 'j'}, TOOL_OPTIONS};
 */
enum {
    TOOL_CONTENT = 0x100, /* values of the common options, out of the way of a command's own */
    TOOL_CONFIG,
    TOOL_HELP,
};

/* clang-format off */
#define TOOL_OPTIONS                                    \
    {"content", required_argument, NULL, TOOL_CONTENT}, \
    {"config", required_argument, NULL, TOOL_CONFIG},   \
    {"help", no_argument, NULL, TOOL_HELP},             \
    {NULL, 0, NULL, 0}
/* clang-format on */

struct tool_options {
    const char *content; /* folder of one exhibit, or NULL: the configured one */
    const char *config;  /* docent.conf, or NULL: the usual one, if there is one */
};

/* What follows the name of a command on its command line, and what it does: one text for `docent COMMAND --help`. */
struct tool_usage {
    const char *command;
    const char *arguments; /* "TOPIC [--json FILE]" */
    const char *help;      /* lines, the last one with its newline */
};

/* Takes one value of getopt_long that the command itself does not know, and puts a common option into `options`.
 * Returns -1 to go on, or the exit code to end with at once (0 after --help, EXIT_USAGE after saying what is wrong). A
 * command calls getopt_long with ":" as its short options, so that getopt_long itself prints nothing. */
int tool_option(const struct tool_usage *usage, int value, char **argv, struct tool_options *options);

/* All that a command needs to know before it starts. Large: not for a small thread's stack. */
struct tool_content {
    struct docent_paths paths;
    struct settings settings;
    struct exhibit exhibit;
    struct exhibit phrasebook;
    char folder[PATHS_BYTES];            /* the exhibit's */
    char phrasebook_folder[PATHS_BYTES]; /* content/common/<language> */
};

/* For a command without options of its own: reads them all. Afterwards argv[optind] is the first argument. Returns as
 * tool_option does. */
int tool_options_read(const struct tool_usage *usage, int argc, char **argv, struct tool_options *ret_options);

/* Find paths, and read docent.conf: `settings`, `folder` and `phrasebook_folder` are filled, nothing is loaded.
 * Mistakes in docent.conf are added to `problems`, and the defaults hold; without `problems` (NULL) they end the
 * command. Returns 0, or an exit code after one line on stderr. */
int tool_content_find(const struct tool_options *options, struct tool_content *ret_content, struct problems *problems);

/* The same, and load exhibit and phrasebook. Returns 0, or an exit code after one line on stderr. */
int tool_content_load(const struct tool_options *options, struct tool_content *ret_content);

struct exhibition;
struct synth;

/* The same, and make all that hears and speaks from it. Both are the caller's to destroy, the synth last. Returns 0, or
 * an exit code after one line on stderr. */
int tool_exhibition_open(const struct tool_options *options, struct exhibition **ret_exhibition,
                         struct synth **ret_synth);

/* NULL-safe. */
void tool_content_finish(struct tool_content *content);

#endif
