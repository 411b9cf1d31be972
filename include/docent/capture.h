/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_CAPTURE_H
#define DOCENT_CAPTURE_H

/*
 * The microphone as an endless stream of 16 kHz mono frames: a thread that reads a pcm, resamples it and fills a ring.
 *
 * The device is opened by name in that thread, so creating a capture neither waits nor fails for want of a microphone.
 * A device that is absent, lost or silent for PCM_STALL_LIMIT_MS is closed and opened again by name every `reopen_ms`,
 * for ever. A file (pcm "file:...") is read once, then the stream has ended.
 *
 * Nothing is dropped between device and ring: while the ring is full the thread waits for the reader, and what a slow
 * reader costs shows as an overrun of the device. A file, which has no clock, is thereby read at the reader's pace.
 *
 * capture_fd and capture_read belong to one reading thread; capture_report is for any thread; create and destroy for
 * the owner.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CAPTURE_RATE_HZ = 16000,
    CAPTURE_REOPEN_MS = 1000,
    CAPTURE_RING_MS = 4000, /* the recogniser may fall behind this far */
};

enum capture_state {
    CAPTURE_OPENING, /* not tried yet */
    CAPTURE_RUNNING,
    CAPTURE_LOST,  /* absent or gone; tried again every reopen_ms */
    CAPTURE_ENDED, /* the file has been read to its end */
};

struct capture_options {
    const char *device; /* pcm name; copied */
    unsigned reopen_ms; /* 0: CAPTURE_REOPEN_MS */
    unsigned ring_ms;   /* 0: CAPTURE_RING_MS */
};

/* Figures since the start, except the levels: those are of the last whole second of sound (see docent/level.h; the
 * floor until there is one), as the device gave it. A muted microphone shows a second_span of 2
 * or less; one turned up too far shows second_clipped_frames well above none while someone speaks. */
struct capture_report {
    enum capture_state state;
    int error;                 /* why it is CAPTURE_LOST: a negative errno; 0 otherwise */
    unsigned device_rate_hz;   /* 0 until first opened */
    uint64_t delivered_frames; /* 16 kHz frames put into the ring */
    uint64_t overruns;
    uint64_t losses; /* times a running device was lost */
    uint64_t steps;  /* periods read and openings tried: a watchdog's proof of life */
    bool is_blocked; /* the ring is full: it is the reader's turn */
    float peak_dbfs, rms_dbfs;
    uint32_t second_frames, second_clipped_frames, second_span;
};

struct capture;

/* Returns 0, -EINVAL (no name, absurd sizes), -ENOMEM, -EAGAIN (no thread), -EMFILE. */
int capture_create(struct capture **ret_capture, const struct capture_options *options);

/* Stops the thread (within a period) and closes the device. NULL-safe. */
void capture_destroy(struct capture *capture);

/* Readable when there are frames or the state has changed, and for good once the stream has ended; for poll or an event
 * loop. capture_read clears it, so read first and look at the report afterwards: no change is then missed. */
int capture_fd(const struct capture *capture);

/* Take up to `count` frames, 0 when there are none; never waits. While frames remain, capture_fd stays readable. */
size_t capture_read(struct capture *capture, int16_t *frames, size_t count);

/* When CAPTURE_ENDED is seen, all frames are in the ring: read until 0, then it is over. */
void capture_report(const struct capture *capture, struct capture_report *ret_report);

#endif
