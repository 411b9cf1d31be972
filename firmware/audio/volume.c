/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/volume.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "docent/gain.h"
#include "docent/mixer.h"

int volume_init(struct volume *volume, const char *device, const char *control, float gain_db)
{
    bool is_wanted = control != NULL && strcmp(control, "none") != 0;
    *volume = (struct volume){.factor = gain_from_db(gain_db)};
    volume->device = strdup(device);
    volume->control = is_wanted ? strdup(control) : NULL;
    if (volume->device == NULL || (is_wanted && volume->control == NULL)) {
        volume_finish(volume);
        return -ENOMEM;
    }
    return 0;
}

void volume_finish(struct volume *volume)
{
    volume_close(volume);
    free(volume->device);
    free(volume->control);
    volume->device = volume->control = NULL;
}

void volume_close(struct volume *volume)
{
    mixer_close(volume->mixer);
    volume->mixer = NULL;
}

/* Ask the mixer for all of it. Returns 0 or -ENODEV: then it is gone. */
static int volume_ask(struct volume *volume, float gain_db)
{
    float reached_db;
    if (volume->mixer == NULL)
        return -ENODEV;
    if (mixer_set_db(volume->mixer, gain_db, &reached_db) < 0) {
        volume_close(volume);
        return -ENODEV;
    }
    volume->asked_db = gain_db;
    volume->rest_db = gain_db - reached_db;
    return 0;
}

int volume_open(struct volume *volume, float gain_db)
{
    volume_close(volume);
    int r = volume->control == NULL ? -ENODEV : mixer_open(&volume->mixer, volume->device, volume->control);
    if (r == 0)
        r = volume_ask(volume, gain_db);
    /* Nothing sounds yet: no need to glide. */
    volume->factor = gain_from_db(r == 0 ? volume->rest_db : gain_db);
    return r;
}

int volume_apply(struct volume *volume, float gain_db, int16_t *frames, size_t count)
{
    if (volume->mixer != NULL && gain_db != volume->asked_db)
        (void)volume_ask(volume, gain_db);
    float factor = gain_from_db(volume->mixer != NULL ? volume->rest_db : gain_db);
    gain_apply(frames, count, volume->factor, factor);
    volume->factor = factor;
    return volume->mixer != NULL ? 0 : -ENODEV;
}
