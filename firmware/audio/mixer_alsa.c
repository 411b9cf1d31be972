/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/e2e/test_mixer.c, and by tests/unit/audio/test_mixer.c without a card. */
#include <alsa/asoundlib.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/mixer.h"

/* libasound counts hundredths of a decibel. */
enum {
    HUNDREDTHS = 100,
    /* Less than this from the quietest to the loudest is no volume control, or a driver that does not know. */
    RANGE_MIN = 3 * HUNDREDTHS,
    /* What drivers call mute is far below, -99999.99 dB; no control that one can hear reaches this. */
    MUTE = -200 * HUNDREDTHS,
    /* libasound's rounding differs by a step or two from driver to driver. */
    STEPS_UP_MAX = 4,
};

struct mixer {
    snd_mixer_t *handle;
    snd_mixer_elem_t *elem; /* NULL: it has gone */
    long least, most;       /* as the driver counts */
    long zero;              /* hundredths of a decibel that count as 0 dB */
};

/* --- names -------------------------------------------------------------------------------------------------------- */

/* The card among the arguments of a PCM name: "CARD=x", or the first when it has no name. Returns its length or 0. */
static size_t find_card(const char *arguments, const char **ret_card)
{
    static const char key[] = "CARD=";
    const char *argument = arguments;
    while (*argument != '\0') {
        size_t length = strcspn(argument, ",");
        if (length > strlen(key) && strncmp(argument, key, strlen(key)) == 0) {
            *ret_card = argument + strlen(key);
            return length - strlen(key);
        }
        argument += length + (argument[length] == ',');
    }
    size_t length = strcspn(arguments, ",");
    *ret_card = arguments;
    return memchr(arguments, '=', length) == NULL ? length : 0;
}

int mixer_device_name(const char *device, char *ret_name)
{
    const char *colon = strchr(device, ':'), *card = NULL;
    bool has_none = strcmp(device, "null:") == 0 || strncmp(device, "file:", 5) == 0 ||
                    strpbrk(device, "{}'\"") != NULL;
    size_t length = colon == NULL || has_none ? 0 : find_card(colon + 1, &card);
    if (has_none || strlen(device) >= MIXER_NAME_BYTES - sizeof "hw:CARD=" || device[0] == '\0')
        return -ENODEV;
    if (length > 0)
        (void)snprintf(ret_name, MIXER_NAME_BYTES, "hw:CARD=%.*s", (int)length, card);
    else
        (void)snprintf(ret_name, MIXER_NAME_BYTES, "%s", device);
    return 0;
}

/* --- which control ------------------------------------------------------------------------------------------------ */

static bool elem_has_decibels(snd_mixer_elem_t *elem)
{
    long least = 0, most = 0;
    return snd_mixer_selem_is_active(elem) && snd_mixer_selem_has_playback_volume(elem) &&
           snd_mixer_selem_get_playback_dB_range(elem, &least, &most) == 0 && most - least >= RANGE_MIN && most > MUTE;
}

/* Volume that libasound's softvol plugin made, not the card: sound that goes past the plugin is not changed by it. */
static bool elem_is_of_user(snd_mixer_t *handle, const char *card, snd_mixer_elem_t *elem)
{
    snd_hctl_t *hctl = NULL;
    snd_ctl_elem_id_t *id = NULL;
    snd_ctl_elem_info_t *info = NULL;
    char name[80];
    bool is_of_user = false;
    if (snd_mixer_get_hctl(handle, card, &hctl) < 0 || snd_ctl_elem_id_malloc(&id) < 0)
        return false;
    (void)snprintf(name, sizeof name, "%s Playback Volume", snd_mixer_selem_get_name(elem));
    snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_MIXER);
    snd_ctl_elem_id_set_name(id, name);
    snd_ctl_elem_id_set_index(id, snd_mixer_selem_get_index(elem));
    snd_hctl_elem_t *found = snd_hctl_find_elem(hctl, id);
    if (found != NULL && snd_ctl_elem_info_malloc(&info) == 0) {
        is_of_user = snd_hctl_elem_info(found, info) == 0 && snd_ctl_elem_info_is_user(info) != 0;
        snd_ctl_elem_info_free(info);
    }
    snd_ctl_elem_id_free(id);
    return is_of_user;
}

/* What a microphone sends to its own loudspeaker, and signals of other kinds. */
static bool is_beside_the_way(const char *name)
{
    static const char *const words[] = {"Mic", "Sidetone", "Beep", "Loopback", "Line In", "CD", "Aux", "Capture"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strstr(name, words[i]) != NULL)
            return true;
    return strcmp(name, "Line") == 0;
}

static snd_mixer_elem_t *find_auto(snd_mixer_t *handle, const char *card)
{
    static const char *const trunks[] = {"Master", "PCM", "Digital"};
    snd_mixer_elem_t *only = NULL;
    size_t best = sizeof trunks / sizeof trunks[0], count = 0;
    for (snd_mixer_elem_t *elem = snd_mixer_first_elem(handle); elem != NULL; elem = snd_mixer_elem_next(elem)) {
        const char *name = snd_mixer_selem_get_name(elem);
        if (!elem_has_decibels(elem) || is_beside_the_way(name) || elem_is_of_user(handle, card, elem))
            continue;
        size_t place = 0;
        while (place < best && strcmp(name, trunks[place]) != 0)
            place++;
        if (place < best || count == 0)
            only = elem;
        best = place;
        count++;
    }
    return best < sizeof trunks / sizeof trunks[0] || count == 1 ? only : NULL;
}

static snd_mixer_elem_t *find_named(snd_mixer_t *handle, const char *control)
{
    snd_mixer_selem_id_t *id = NULL;
    char name[MIXER_NAME_BYTES];
    const char *comma = strrchr(control, ',');
    unsigned index = 0;
    int length = (int)strlen(control);
    if (comma != NULL && comma[1] != '\0' && strspn(comma + 1, "0123456789") == strlen(comma + 1)) {
        index = (unsigned)strtoul(comma + 1, NULL, 10);
        length = (int)(comma - control);
    }
    if (snd_mixer_selem_id_malloc(&id) < 0)
        return NULL;
    (void)snprintf(name, sizeof name, "%.*s", length, control);
    snd_mixer_selem_id_set_name(id, name);
    snd_mixer_selem_id_set_index(id, index);
    snd_mixer_elem_t *elem = snd_mixer_find_selem(handle, id);
    snd_mixer_selem_id_free(id);
    return elem != NULL && elem_has_decibels(elem) ? elem : NULL;
}

/* --- the mixer ---------------------------------------------------------------------------------------------------- */

/* With a configuration read anew, as pcm_alsa.c has it and for its reason. */
static int open_card(snd_ctl_t **ret_card, const char *name)
{
    snd_config_t *config = NULL;
    snd_config_update_t *update = NULL;
    int r = snd_config_update_r(&config, &update, NULL);
    if (r >= 0)
        r = snd_ctl_open_lconf(ret_card, name, SND_CTL_NONBLOCK, config);
    if (config != NULL)
        (void)snd_config_delete(config);
    if (update != NULL)
        (void)snd_config_update_free(update);
    if (r == -EBUSY || r == -ENOMEM)
        return r;
    return r < 0 ? -ENODEV : 0;
}

static int attach_card(snd_mixer_t *handle, snd_ctl_t *card)
{
    snd_hctl_t *hctl = NULL;
    int r = snd_hctl_open_ctl(&hctl, card);
    if (r < 0) {
        (void)snd_ctl_close(card);
        return r;
    }
    return snd_mixer_attach_hctl(handle, hctl); /* which closes it, should it fail */
}

static int on_change(snd_mixer_elem_t *elem, unsigned mask)
{
    struct mixer *mixer = snd_mixer_elem_get_callback_private(elem);
    if (mask == SND_CTL_EVENT_MASK_REMOVE)
        mixer->elem = NULL;
    return 0;
}

static int take_control(struct mixer *mixer, const char *card, const char *control)
{
    bool is_auto = strcmp(control, "auto") == 0;
    snd_mixer_elem_t *elem = is_auto ? find_auto(mixer->handle, card) : find_named(mixer->handle, control);
    long quietest = 0, loudest = 0;
    if (elem == NULL)
        return -ENOENT;
    if (snd_mixer_selem_get_playback_volume_range(elem, &mixer->least, &mixer->most) < 0 ||
        snd_mixer_selem_get_playback_dB_range(elem, &quietest, &loudest) < 0)
        return -ENODEV;
    mixer->zero = loudest < 0 ? loudest : 0;
    mixer->elem = elem;
    snd_mixer_elem_set_callback(elem, on_change);
    snd_mixer_elem_set_callback_private(elem, mixer);
    if (snd_mixer_selem_has_playback_switch(elem))
        (void)snd_mixer_selem_set_playback_switch_all(elem, 1);
    return 0;
}

int mixer_open(struct mixer **ret_mixer, const char *device, const char *control)
{
    char name[MIXER_NAME_BYTES];
    snd_ctl_t *card = NULL;
    *ret_mixer = NULL;
    int r = mixer_device_name(device, name);
    if (r < 0)
        return r;
    struct mixer *mixer = calloc(1, sizeof *mixer);
    if (mixer == NULL || snd_mixer_open(&mixer->handle, 0) < 0) {
        free(mixer);
        return -ENOMEM;
    }
    r = open_card(&card, name);
    if (r == 0 && (attach_card(mixer->handle, card) < 0 || snd_mixer_selem_register(mixer->handle, NULL, NULL) < 0 ||
                   snd_mixer_load(mixer->handle) < 0))
        r = -ENODEV;
    if (r == 0)
        r = take_control(mixer, card == NULL ? name : snd_ctl_name(card), control);
    if (r < 0) {
        mixer_close(mixer);
        return r;
    }
    *ret_mixer = mixer;
    return 0;
}

void mixer_close(struct mixer *mixer)
{
    if (mixer == NULL)
        return;
    (void)snd_mixer_close(mixer->handle);
    free(mixer);
}

/* The lowest value that is not below `wanted` hundredths and is no mute, and what it comes to. */
static int find_value(const struct mixer *mixer, long wanted, long *ret_value, long *ret_reached)
{
    if (snd_mixer_selem_ask_playback_dB_vol(mixer->elem, wanted, 1, ret_value) < 0 ||
        snd_mixer_selem_ask_playback_vol_dB(mixer->elem, *ret_value, ret_reached) < 0)
        return -ENODEV;
    for (int i = 0; i < STEPS_UP_MAX && *ret_value < mixer->most && (*ret_reached < wanted || *ret_reached <= MUTE);
         i++)
        if (snd_mixer_selem_ask_playback_vol_dB(mixer->elem, ++*ret_value, ret_reached) < 0)
            return -ENODEV;
    return *ret_reached <= MUTE ? -ENODEV : 0;
}

int mixer_set_db(struct mixer *mixer, float wanted_db, float *ret_reached_db)
{
    long value, reached;
    /* What other programs have changed meanwhile: libasound writes nothing where it thinks that nothing changes. */
    if (snd_mixer_handle_events(mixer->handle) < 0 || mixer->elem == NULL)
        return -ENODEV;
    long wanted = lrintf(wanted_db * HUNDREDTHS) + mixer->zero;
    if (find_value(mixer, wanted, &value, &reached) < 0 ||
        snd_mixer_selem_set_playback_volume_all(mixer->elem, value) < 0)
        return -ENODEV;
    *ret_reached_db = (float)(reached - mixer->zero) / HUNDREDTHS;
    return 0;
}
