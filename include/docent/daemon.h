/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_DAEMON_H
#define DOCENT_DAEMON_H

/*
 * The daemon: opens everything, runs the event loop, closes everything. One in a process, in its main thread; it blocks
 * SIGTERM and SIGINT and takes them as the wish to stop.
 */

#include <stdbool.h>

#include "docent/tool.h"

struct daemon_options {
    struct tool_options content;
    bool recording; /* the capture device plays a recording: it is to wait while docent is not listening */
};

/* Block the signals that the event loop takes, in every thread there is. Libraries may have started threads before
 * main (OpenBLAS, where it stands behind PocketSphinx, does), and a signal finds any thread that does not block it; so
 * the program starts itself once more, because a mask survives execve(2). Call it before anything is open. Returns when
 * the signals are blocked, or when that cannot be helped. */
void daemon_block_signals(char **argv);

/* Runs until a signal or the end of a recorded input. Returns the program's exit code; what could not be started is one
 * line on stderr. */
int daemon_run(const struct daemon_options *options);

/* Load settings and content, see that nothing is missing, print a line, and return the exit code. */
int daemon_check(const struct tool_options *options);

#endif
