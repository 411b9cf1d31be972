/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_RESTART_NOTE_H
#define DOCENT_RESTART_NOTE_H

/*
 * "docentd has started itself again because it was deaf, and has not heard since": a file without content, there or not
 * there, so that a restart which does not help is not followed by another one, for ever. No clock is asked.
 */

#include <stdbool.h>

/* Is it there? Also when that cannot be found out: then a restart had better not be tried. */
bool restart_note_exists(const char *folder);

/* It is on the disk when this returns 0; else what the system says (-ENOSPC, -EROFS, -ENOENT ...). */
int restart_note_write(const char *folder);

/* 0 also when there was none. */
int restart_note_remove(const char *folder);

#endif
