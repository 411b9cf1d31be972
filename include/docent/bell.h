/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_BELL_H
#define DOCENT_BELL_H

/*
 * How one thread wakes another that sleeps until something has changed. Not a lock: neither side ever waits for the
 * other, so a sound thread may be on either side. Ringing costs a system call only when somebody sleeps.
 *
 * The sleeper: bell_arm; look at the condition once more; bell_wait; look again. The other: change the condition;
 * bell_ring. Each call takes part in one total order of exchanges on `armed`, so either the sleeper's second look sees
 * the change or the ringer sees that it is awaited. A wait may end for no reason.
 *
 * One thread sleeps on a bell; any number ring it.
 */

#include <stdatomic.h>

struct bell {
    int fd; /* an eventfd, for poll: readable once rung */
    atomic_bool armed;
};

/* Returns 0 or -EMFILE, -ENFILE, -ENOMEM. */
int bell_init(struct bell *bell);
void bell_finish(struct bell *bell);

void bell_arm(struct bell *bell);
void bell_ring(struct bell *bell);

/* Sleep until rung or `timeout_ms` have passed; -1 for no limit. */
void bell_wait(struct bell *bell, int timeout_ms);

#endif
