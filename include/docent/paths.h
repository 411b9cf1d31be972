/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PATHS_H
#define DOCENT_PATHS_H

/*
 * Where docent finds its files.
 *
 * A program that lies below build/ of a source tree uses that tree's content and models, and no configuration but
 * what is given with --config. An installed one uses /usr/share/docent (content, models) and /etc/docent/docent.conf;
 * an exhibit of the same name in /etc/docent/content goes before the packaged one.
 */

#include <stddef.h>

enum { PATHS_BYTES = 512 }; /* longest path with its terminator */

struct docent_paths {
    char content[PATHS_BYTES];       /* folder of exhibits and of common/ */
    char local_content[PATHS_BYTES]; /* folder of the owner's own exhibits; empty in a source tree */
    char models[PATHS_BYTES];
    char config[PATHS_BYTES]; /* docent.conf; empty in a source tree */
};

/* By where the running program lies. Returns 0, or -ENAMETOOLONG. */
int docent_paths_find(struct docent_paths *ret_paths);

/* The same for a program at `executable`, an absolute path (tests). */
int docent_paths_for(const char *executable, struct docent_paths *ret_paths);

/* The folder of the exhibit `name`, and of the phrasebook of `language`, written to ret_path[PATHS_BYTES]. They need
 * not exist: who loads them says so. Returns 0, -ENAMETOOLONG, or -EINVAL for a name with a slash or a leading dot. */
int docent_paths_exhibit(const struct docent_paths *paths, const char *name, char *ret_path);
int docent_paths_phrasebook(const struct docent_paths *paths, const char *language, char *ret_path);

#endif
