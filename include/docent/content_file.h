/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_CONTENT_FILE_H
#define DOCENT_CONTENT_FILE_H

/*
 * A folder of Markdown files, and the text of one of them, checked: a regular file of bounded size in UTF-8 without NUL
 * bytes. Whatever is wrong becomes a problem with a line number.
 */

#include <stddef.h>

#include "docent/problem.h"
#include "docent/text_list.h"

/* Opens `folder` and appends the names in it that end in ".md" (in capitals or not) and do not begin with a dot, sorted
 * by byte. A name that was surely meant to end so ("topic.md.txt") is a problem. Returns the folder's file descriptor,
 * which the caller closes; -EINVAL after adding a problem; -ENOMEM. */
int content_folder_open(const char *folder, struct text_list *ret_names, struct problems *problems);

/* Reads file `name` in that folder, without its byte order mark; `shown` is what problems call it. *ret_text ends in a
 * NUL beyond its length; the caller frees it. Returns 0; -EINVAL after adding a problem; -ENOMEM. */
int content_file_read(int folder_fd, const char *name, const char *shown, size_t bytes_max, char **ret_text,
                      size_t *ret_length, struct problems *problems);

#endif
