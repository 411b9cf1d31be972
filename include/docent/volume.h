/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_VOLUME_H
#define DOCENT_VOLUME_H

/*
 * How loud the loudspeaker is: what the card's mixer can do is done there, with all bits of the sound kept; what it
 * cannot (beyond its range, between its steps, or all of it where there is no mixer) is done to the frames.
 *
 * Belongs to the thread that plays.
 */

#include <stddef.h>
#include <stdint.h>

struct mixer;

/* All members are private. */
struct volume {
    char *device, *control; /* control NULL: never a mixer */
    struct mixer *mixer;    /* NULL: none, or none now */
    float asked_db;         /* of the mixer, last */
    float rest_db;          /* what that left to do to the frames */
    float factor;           /* reached by the frames so far */
};

/* `device` is the PCM's name; `control` that of a mixer control (docent/mixer.h), "none" or NULL for no mixer; both are
 * copied. Touches no device. Returns 0 or -ENOMEM. */
int volume_init(struct volume *volume, const char *device, const char *control, float gain_db);

/* Lets go of the mixer, too. */
void volume_finish(struct volume *volume);

/* The device has been opened: find its mixer and set it. Returns 0 when there is one, else why not (mixer_open;
 * -ENODEV also when none is wanted). The volume is right either way. */
int volume_open(struct volume *volume, float gain_db);

/* The device has gone, or is being closed. */
void volume_close(struct volume *volume);

/* Bring the frames, and the mixer, to gain_db; the frames glide there. Returns 0, or -ENODEV when there is no mixer, be
 * it that it is lost just now. */
int volume_apply(struct volume *volume, float gain_db, int16_t *frames, size_t count);

#endif
