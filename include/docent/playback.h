/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PLAYBACK_H
#define DOCENT_PLAYBACK_H

/*
 * The loudspeaker: a thread that takes mono frames from a ring, turns the card or them up or down (docent/volume.h),
 * resamples them once if the device wants another rate, and writes them to a pcm.
 *
 * The device is opened by name in that thread and kept open; between utterances it is stopped, so that nothing runs
 * dry, and prepared again by the next frame. A device that is absent or lost is opened again by name every `reopen_ms`.
 * Meanwhile frames are used up at the pace of real time, so that whoever speaks (and whoever shows captions) goes on as
 * if somebody could hear it.
 *
 * Sound is written by one speaking thread, as utterances: playback_begin, playback_write as often as it takes,
 * playback_drain (or playback_end first, to watch the last words go out). Any other thread may call playback_stop,
 * playback_set_gain_db, playback_played_frames and playback_report at any time. Create and destroy are the owner's;
 * nobody may be inside another call during destroy.
 */

#include <stddef.h>
#include <stdint.h>

enum {
    PLAYBACK_REOPEN_MS = 1000,
    /* How far synthesis runs ahead of the ear, beside the device's own buffer. */
    PLAYBACK_RING_MS = 500,
    PLAYBACK_GAIN_MIN_DB = -60,
    PLAYBACK_GAIN_MAX_DB = 20,
};

enum playback_state {
    PLAYBACK_OPENING, /* not tried yet */
    PLAYBACK_READY,   /* open, whether or not anything sounds */
    PLAYBACK_LOST,    /* absent or gone; tried again every reopen_ms */
};

struct playback_options {
    const char *device; /* pcm name; copied */
    const char *mixer;  /* its volume control (docent/mixer.h); NULL or "none": none; copied */
    unsigned rate_hz;   /* of the frames that will be written */
    float gain_db;      /* to begin with */
    unsigned reopen_ms; /* 0: PLAYBACK_REOPEN_MS */
    unsigned ring_ms;   /* 0: PLAYBACK_RING_MS */
};

struct playback_report {
    enum playback_state state;
    int error;               /* why it is PLAYBACK_LOST: a negative errno; 0 otherwise */
    int mixer_error;         /* 0: the card's mixer sets the volume; why none does: a negative errno */
    unsigned device_rate_hz; /* 0 until first opened */
    uint64_t underruns;      /* gaps because frames came too late */
    uint64_t losses;         /* times an open device was lost */
    uint64_t steps;          /* grows at least every reopen_ms: a watchdog's proof of life */
};

struct playback;

/* Returns 0, -EINVAL (no name, absurd rate or sizes), -ENOMEM, -EAGAIN (no thread), -EMFILE. */
int playback_create(struct playback **ret_playback, const struct playback_options *options);

/* Cuts off what sounds, stops the thread, closes the device. NULL-safe. */
void playback_destroy(struct playback *playback);

/* Speaking thread: start an utterance. What sounds of an earlier one is cut off; the count of played frames is 0. */
void playback_begin(struct playback *playback);

/* Speaking thread: hand over all of `count` frames, waiting for room. Returns 0, or -ECANCELED once playback_stop has
 * been called since playback_begin (or when that has never been called): the frames are not played. */
int playback_write(struct playback *playback, const int16_t *frames, size_t count);

/* Speaking thread: nothing more comes for now; play out what there is. Returns at once, so that the thread can follow
 * the played frames to the end (without it, a device that runs dry counts as an underrun). */
void playback_end(struct playback *playback);

/* Speaking thread: end, and wait until all that was written has been heard. Returns 0 or -ECANCELED. More may be
 * written after it to the same utterance. */
int playback_drain(struct playback *playback);

/* Any thread: silence, now (the device's buffer is thrown away, not played out), until the next playback_begin. Returns
 * at once; the sound thread does it within a period. */
void playback_stop(struct playback *playback);

/* Any thread: gain, cut to PLAYBACK_GAIN_MIN_DB..PLAYBACK_GAIN_MAX_DB. What of it is software's glides over one period;
 * the card's mixer is set when the next frames are played. */
void playback_set_gain_db(struct playback *playback, float gain_db);

/* Any thread: frames of the utterance, at the rate they were written, that have left the loudspeaker. Brought up to
 * date every period; never runs backwards within an utterance. */
uint64_t playback_played_frames(const struct playback *playback);

void playback_report(const struct playback *playback, struct playback_report *ret_report);

#endif
