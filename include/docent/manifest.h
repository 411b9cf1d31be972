/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_MANIFEST_H
#define DOCENT_MANIFEST_H

/*
 * A list of recordings with what they ask for: one a line, `path<TAB>topic`, the path relative to the manifest's own
 * folder, the topic an id or `-` where nothing must be answered. Empty lines, and lines that begin with #, say nothing.
 */

#include <stddef.h>

#include "docent/exhibit.h"
#include "docent/problem.h"

enum {
    MANIFEST_ENTRIES_MAX = 100000,
    MANIFEST_BYTES_MAX = 32 * 1024 * 1024,
};

struct manifest_entry {
    char *shown;               /* the path as it is written */
    char *path;                /* from the current folder, or absolute */
    const struct topic *topic; /* borrowed from the exhibit; NULL: nothing must be answered */
};

struct manifest {
    struct manifest_entry *entries;
    size_t count;
};

/* Read the manifest at `path`, whose topics are those of `exhibit`. Returns 0; -EINVAL after adding a problem for each
 * mistake (*ret_manifest is then empty); -ENOMEM. One thread at a time. */
int manifest_load(const char *path, const struct exhibit *exhibit, struct manifest *ret_manifest,
                  struct problems *problems);

/* NULL-safe. */
void manifest_finish(struct manifest *manifest);

#endif
