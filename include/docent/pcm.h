/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PCM_H
#define DOCENT_PCM_H

/*
 * The border to sound devices: one interface, three kinds behind it, chosen by the device's name.
 *
 *   "null:"        silence in, nothing out, unpaced (tests)
 *   "file:PATH"    reads or writes a sound file through libsndfile, unpaced; a read at the end gives 0 frames
 *   anything else  an ALSA PCM name ("default", "plughw:CARD=Device", ...), opened through libasound
 *
 * Frames are 16-bit native-endian mono at this border; the ALSA kind opens what the device offers and mixes down or
 * doubles up channels itself. The rate is the device's own (pcm_rate_hz): who wants another, resamples once.
 *
 * A pcm belongs to the one thread that reads or writes it; pcm_interrupt alone may be called from another.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pcm;

enum {
    /* A running device has something to say every period. USB sound that has crashed keeps its node and goes quiet;
     * two seconds is long after any hiccup of a bus and soon enough for a visitor to try again. */
    PCM_STALL_LIMIT_MS = 2000,
    PCM_PERIOD_MS = 20,
    PCM_BUFFER_PLAYBACK_MS = 200,
    PCM_BUFFER_CAPTURE_MS = 500,
};

enum pcm_direction { PCM_CAPTURE, PCM_PLAYBACK };

struct pcm_wanted {
    unsigned rate_hz;   /* preferred; the device may give another */
    unsigned period_ms; /* 0: PCM_PERIOD_MS */
    unsigned buffer_ms; /* 0: PCM_BUFFER_PLAYBACK_MS or PCM_BUFFER_CAPTURE_MS */
};

/* Open and prepare. Capture starts at once (start threshold 1). Never waits for a busy device. Returns 0 or -ENODEV (no
 * such card), -ENOENT (no such name or file), -EBUSY, -EINVAL (cannot do 16 bits or anything convertible), -ENOMEM,
 * -EIO, or what else open(2) says of a file. On failure *ret_pcm is NULL. */
int pcm_open(struct pcm **ret_pcm, const char *name, enum pcm_direction direction, const struct pcm_wanted *wanted);

/* Drops what is unplayed and closes. NULL-safe. */
void pcm_close(struct pcm *pcm);

/* The device's rate: the lowest it has that is not below the wanted one, else its highest. */
unsigned pcm_rate_hz(const struct pcm *pcm);

/* Frames from one wake-up to the next; a good size for one read or write. */
size_t pcm_period_frames(const struct pcm *pcm);

/* Capture: wait for and read up to `count` frames. Returns frames read (0 only at the end of a file), -EINTR when
 * interrupted, -EPIPE after an overrun that was recovered (frames were lost; read on), or a lost device: -ENODEV. Any
 * recover or prepare that fails is reported as -ENODEV, and so is a device that delivers nothing for
 * PCM_STALL_LIMIT_MS: close and reopen by name. */
ptrdiff_t pcm_read(struct pcm *pcm, int16_t *frames, size_t count);

/* Playback: wait for room and write all `count` frames unless interrupted. Returns frames taken, -EPIPE after a
 * recovered underrun (nothing of this call was taken; write again), -ENODEV when the device is lost (or, for a file,
 * when its disk is full) or has taken nothing for PCM_STALL_LIMIT_MS. */
ptrdiff_t pcm_write(struct pcm *pcm, const int16_t *frames, size_t count);

/* Playback: play out what is buffered, then stop; the next write starts afresh. 0, -EINTR when interrupted (the rest is
 * still in the buffer), -ENODEV. */
int pcm_drain(struct pcm *pcm);

/* Playback: throw away what is buffered, silence now; the next write starts afresh. 0 or -ENODEV. */
int pcm_drop(struct pcm *pcm);

/* Playback: frames between the next frame written and the ear. Never negative; 0 where the kind cannot tell. */
size_t pcm_delay_frames(struct pcm *pcm);

/* Is an idle device still there? 0 or -ENODEV. */
int pcm_check(struct pcm *pcm);

/* Any thread: make a waiting read, write or drain return early. Sticky until pcm_resume. */
void pcm_interrupt(struct pcm *pcm);
void pcm_resume(struct pcm *pcm);

#endif
