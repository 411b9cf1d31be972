/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_RENEWAL_H
#define DOCENT_RENEWAL_H

/*
 * Reading the content again while docent goes on: a thread that makes a second exhibition beside the one in use, which
 * takes half a second on a desktop core and some seconds on a small one. Whoever started it polls a descriptor, and
 * swaps the two when it is ready.
 *
 * All calls are the owner's, one thread's. The thread only reads the old exhibition, and uses the synth for words that
 * no dictionary has (docent/synth.h: callers take turns).
 */

#include "docent/exhibition.h"

struct renewal;

/* Starts the thread. `old` and `synth` are borrowed until renewal_finish or renewal_destroy. Returns 0, -ENOMEM,
 * -EAGAIN, -EMFILE. */
int renewal_start(struct renewal **ret_renewal, const struct exhibition *old, struct synth *synth);

/* Readable as soon as the thread is done. */
int renewal_fd(const struct renewal *renewal);

/* What came of it, as exhibition_reload returns it; waits for the thread if it is not done. The renewal is gone then.
 */
int renewal_finish(struct renewal *renewal, struct exhibition **ret_exhibition, char ret_wrong[EXHIBITION_WRONG_BYTES]);

/* Nobody wants it any more. Waits for the thread, which ends at its next step. NULL-safe. */
void renewal_destroy(struct renewal *renewal);

#endif
