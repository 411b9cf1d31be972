/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LISTENER_H
#define DOCENT_LISTENER_H

/*
 * The listening thread: takes frames from the capture, feeds the ear, and reports what was heard to the event loop.
 *
 * Frames are taken as fast as they come, whatever the ear's mode, so that a closed ear still learns the noise of the
 * room. A source that has no clock of its own (a file) would rush past a closed ear: with `source_waits` frames are
 * then taken only while the ear is open.
 *
 * In a pause, while no frames wait, it has the ear recognise ahead of the end (ear_work). Frames that come meanwhile
 * wait in the capture's ring.
 *
 * All calls belong to the event loop's thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "docent/capture.h"
#include "docent/ear.h"
#include "docent/queue.h"
#include "docent/self_test.h"
#include "docent/vitals.h"

struct listener;

struct listener_options {
    struct capture *capture; /* borrowed, like the others; all must outlive the listener */
    struct ear *ear;         /* belongs to the thread from here on */
    struct queue *queue;
    bool source_waits;
};

/* Starts the thread, with the ear closed. Returns 0, -EINVAL, -ENOMEM, -EAGAIN, -EMFILE. */
int listener_create(struct listener **ret_listener, const struct listener_options *options);

/* Stops and joins the thread. NULL-safe. */
void listener_destroy(struct listener *listener);

/* Takes effect at the next frame; an utterance under way is given up when the ear closes. Returns the generation that
 * reports of this mode carry: reports of an earlier one come too late. */
uint32_t listener_set_mode(struct listener *listener, enum ear_mode mode);

/* The talk button was let go: judge what has arrived until now. Answered by REPORT_HEARD of the current generation. */
void listener_flush(struct listener *listener);

/* Test the ear. Between any two questions what the microphone has delivered is listened to. Answered by REPORT_TESTED;
 * cut off (-ECANCELED) by any other order, refused or cut off (-EBUSY) by somebody who speaks. The test is borrowed,
 * and belongs to the thread until listener_set_ear or listener_destroy returns. */
void listener_test(struct listener *listener, struct self_test *test);

/* Swap the ear, closed, for another: returns when the thread no longer uses the old one, nor a test. */
void listener_set_ear(struct listener *listener, struct ear *ear);

/* Frames taken from the capture and through the ear so far. */
uint64_t listener_consumed_frames(const struct listener *listener);

/* Does the recogniser keep up? Its work is what the capture has delivered and the ear has not yet taken; there is none
 * while a source waits for a closed ear. */
struct vital_sign listener_sign(const struct listener *listener);

#endif
