/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tool: finds the command and hands over. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "docent/complain.h"
#include "docent/nearest.h"
#include "docent/tool.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
};

static const struct command commands[] = {
    {"ask", tool_ask, "say which topic a recording asks for"},
    {"evaluate", tool_evaluate, "judge many recordings and count"},
    {"topics", tool_topics, "list the topics that can be asked about"},
    {"answer", tool_answer, "print what is spoken for a topic"},
    {"check", tool_check, "look through an exhibit for mistakes"},
    {"status", tool_control, "what the running docentd is doing"},
    {"events", tool_control, "the same as it goes on, with captions"},
    {"talk", tool_control, "make docentd listen"},
    {"stop", tool_control, "make docentd stop talking"},
    {"say", tool_control, "make docentd say a text"},
    {"read", tool_control, "make docentd read an answer aloud"},
    {"press", tool_control, "give docentd a command, as a button does"},
    {"reload", tool_control, "make docentd read its content again"},
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static void print_help(void)
{
    puts("usage: docent COMMAND [ARGUMENT...]\n"
         "Asks, checks and steers docent, the offline spoken question-and-answer appliance.\n"
         "\n"
         "Commands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        printf("  %-10s %s\n", commands[i].name, commands[i].help);
    }
    puts("\n"
         "docent COMMAND --help tells more about one of them; docent --version prints the version.");
}

static int no_such_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        names[i] = commands[i].name;
    }
    const char *nearest = nearest_word(name, names, COMMAND_COUNT);
    if (nearest != NULL) {
        return complain_usage(NULL, "there is no command %s (did you mean %s?)", name, nearest);
    }
    return complain_usage(NULL, "there is no command %s", name);
}

/* What was printed must have arrived: a full disk behind a redirection is an error like any other. */
static int finish_output(int result)
{
    if (fflush(stdout) != 0 && result == 0) {
        return complain("the output cannot be written (%s): make room, or write elsewhere", strerror(errno));
    }
    return result;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return complain_usage(NULL, "a command is wanted");
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help();
        return finish_output(0);
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("docent " DOCENT_VERSION);
        return finish_output(0);
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return finish_output(commands[i].run(argc - 1, argv + 1));
        }
    }
    return no_such_command(argv[1]);
}
