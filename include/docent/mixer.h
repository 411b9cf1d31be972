/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_MIXER_H
#define DOCENT_MIXER_H

/*
 * The border to the volume control of a sound card: one control, set in decibels.
 *
 * Decibels are an amplifier's gain as the card's driver states it, 0 being full scale; of a card whose loudest is below
 * that, its loudest counts as 0, so that nobody makes up for it by distorting. A card reaches only some values: it
 * takes the nearest that is not below the wanted one, and says which, for the caller to do the rest.
 *
 * A mixer belongs to one thread. It is of one card as it was plugged in: after the card has gone it is of no use any
 * more, and is opened anew with the card.
 */

#include <stddef.h>

enum { MIXER_NAME_BYTES = 160 };

struct mixer;

/* The name of the control device that belongs to the PCM name `device`: of a name with a card in it
 * ("plughw:CARD=Device,DEV=0", "sysdefault:1") that card ("hw:CARD=Device"), of any other the same name, as ALSA's
 * configuration has it by custom ("default"). Written to ret_name[MIXER_NAME_BYTES]. Returns 0, or -ENODEV for a device
 * that has none ("null:", "file:PATH", a name made of braces). Pure. */
int mixer_device_name(const char *device, char *ret_name);

/* Open the control named `control` ("Speaker", or "Speaker,1" for the second of that name) of the card behind the PCM
 * `device`. "auto" takes the one that all sound goes through: Master, PCM or Digital; or else the card's only one.
 * Where a card has several others (headphones here, loudspeaker there), nobody but its owner knows which is connected,
 * and "auto" finds none. The control is switched on, should it be muted.
 *
 * Returns 0, -ENODEV (no such card, or one without a mixer), -ENOENT (no such control, or none that knows decibels),
 * -EBUSY, -ENOMEM. On failure *ret_mixer is NULL. */
int mixer_open(struct mixer **ret_mixer, const char *device, const char *control);

/* NULL-safe. The volume stays as it is. */
void mixer_close(struct mixer *mixer);

/* Set all channels to `wanted_db`, or as near to it as the card comes, which is written to *ret_reached_db: above it by
 * less than a step, or the card's loudest or quietest (never its mute). Returns 0, or -ENODEV when card or control have
 * gone. Costs the driver some milliseconds. */
int mixer_set_db(struct mixer *mixer, float wanted_db, float *ret_reached_db);

#endif
