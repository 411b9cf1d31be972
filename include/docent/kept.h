/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_KEPT_H
#define DOCENT_KEPT_H

/*
 * What a single user has chosen, kept while the power is off: one small text file, replaced as a whole. Whenever the
 * plug is pulled, either the old or the new file is there (write, fsync, rename, fsync of the folder; rename(2) is
 * atomic). One thread at a time.
 */

struct kept {
    int volume_db;
    unsigned rate_wpm;
};

/* Reads `folder`/kept. Returns 0, -ENOENT (nothing kept yet), -EINVAL (not our file, or damaged; *ret_kept is
 * untouched), or what the system says. */
int kept_load(const char *folder, struct kept *ret_kept);

/* Writes it. Returns 0 or what the system says (-ENOSPC, -EROFS, -EACCES ...); the old file is then still whole. */
int kept_save(const char *folder, const struct kept *kept);

#endif
