/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_EARCON_H
#define DOCENT_EARCON_H

/*
 * The five short sounds that say without words what docent does, made of a few tones each: no recording, any rate.
 * They differ in pitch, in course and in number of notes, so that they are told apart by ear alone:
 *
 *   listening        one high note, so short that the ear, which is open already, takes it for no speech
 *   heard            two notes, rising
 *   not understood   two notes, falling, lower
 *   end              one low note that fades away
 *   fault            three rough pulses
 *
 * Pure; any thread.
 */

#include <stddef.h>
#include <stdint.h>

#include "docent/dialogue.h"

enum {
    EARCON_RATE_MAX_HZ = 48000,
    EARCON_MS_MAX = 300,
    EARCON_FRAMES_MAX = EARCON_RATE_MAX_HZ / 1000 * EARCON_MS_MAX,
};

struct earcon {
    int16_t frames[EARCON_FRAMES_MAX];
    size_t count;
};

/* Make one for a rate of 8000 to EARCON_RATE_MAX_HZ. Returns 0, -EINVAL (another rate, or no such sound). */
int earcon_make(struct earcon *ret_earcon, enum dialogue_sound sound, unsigned rate_hz);

#endif
