/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_INI_FILE_H
#define DOCENT_INI_FILE_H

/*
 * A file of `[section]` and `key = value` lines, with the line number of every entry, by libinih. Unlike libinih alone
 * it takes no line for the continuation of another: spaces before a key mean nothing.
 */

#include "docent/problem.h"

enum { INI_FILE_BYTES_MAX = 64 * 1024 };

/* Called for every entry in turn; all strings are valid only during the call. `section` is "" before the first. */
typedef void ini_file_entry(void *user, const char *section, const char *key, const char *value, unsigned line);

/* Returns 0; -ENOENT when there is no such file (no problem is added); -EINVAL after adding a problem: the file cannot
 * be read, is too large or no UTF-8 text, or a line is neither a section nor an entry. */
int ini_file_read(const char *path, ini_file_entry *entry, void *user, struct problems *problems);

#endif
