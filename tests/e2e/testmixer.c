/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The mixer of the test card, as an ALSA control plugin: programs reach it through libasound as they reach hardware.
 *
 * What the mixer has and how it is set lies in a text file (TESTCARD_MIXER), a control a line:
 *
 *   NAME QUIETEST STEP STEPS VALUE SWITCH
 *
 * quietest and step in hundredths of a decibel (step 0: it knows no decibels), values from 0 to STEPS, switch 1 for on,
 * 0 for muted, -1 for none. Setting a value rewrites its line. Two channels each. Without the file there is no mixer;
 * when the file goes, the card has gone (-ENODEV).
 */

#include <alsa/asoundlib.h>
#include <alsa/control_external.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { CONTROLS_MAX = 8, NAME_BYTES = 32, CHANNELS = 2 };

struct control {
    char name[NAME_BYTES];
    long quietest, step, steps, value;
    int is_on;
};

struct testmixer {
    snd_ctl_ext_t ext;
    char *path;
    struct control controls[CONTROLS_MAX];
    int count;
};

/* A key is the control's place, doubled; odd for its switch. */

static int testmixer_load(struct testmixer *mixer)
{
    FILE *file = fopen(mixer->path, "re");
    if (file == NULL)
        return -ENODEV;
    mixer->count = 0;
    for (struct control *control = mixer->controls;
         mixer->count < CONTROLS_MAX && fscanf(file, "%31s %ld %ld %ld %ld %d", control->name, &control->quietest,
                                               &control->step, &control->steps, &control->value, &control->is_on) == 6;
         control++)
        mixer->count++;
    (void)fclose(file);
    return 0;
}

static int testmixer_store(const struct testmixer *mixer)
{
    char aside[512];
    (void)snprintf(aside, sizeof aside, "%s.new", mixer->path);
    FILE *file = fopen(aside, "we");
    if (file == NULL)
        return -ENODEV;
    for (const struct control *control = mixer->controls; control < mixer->controls + mixer->count; control++)
        (void)fprintf(file, "%s %ld %ld %ld %ld %d\n", control->name, control->quietest, control->step, control->steps,
                      control->value, control->is_on);
    return fclose(file) == 0 && rename(aside, mixer->path) == 0 ? 0 : -ENODEV;
}

static int testmixer_elem_count(snd_ctl_ext_t *ext)
{
    const struct testmixer *mixer = ext->private_data;
    int count = mixer->count;
    for (int i = 0; i < mixer->count; i++)
        count += mixer->controls[i].is_on >= 0;
    return count;
}

static int testmixer_elem_list(snd_ctl_ext_t *ext, unsigned int offset, snd_ctl_elem_id_t *id)
{
    const struct testmixer *mixer = ext->private_data;
    char name[NAME_BYTES + 20];
    bool is_switch = offset >= (unsigned)mixer->count;
    int place = is_switch ? -1 : (int)offset;
    for (unsigned left = offset - (unsigned)mixer->count + 1; is_switch && left > 0;)
        left -= mixer->controls[++place].is_on >= 0;
    (void)snprintf(name, sizeof name, "%s Playback %s", mixer->controls[place].name, is_switch ? "Switch" : "Volume");
    snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_MIXER);
    snd_ctl_elem_id_set_name(id, name);
    return 0;
}

static snd_ctl_ext_key_t testmixer_find_elem(snd_ctl_ext_t *ext, const snd_ctl_elem_id_t *id)
{
    const struct testmixer *mixer = ext->private_data;
    const char *wanted = snd_ctl_elem_id_get_name(id);
    for (int i = 0; i < mixer->count; i++) {
        size_t length = strlen(mixer->controls[i].name);
        if (strncmp(wanted, mixer->controls[i].name, length) != 0)
            continue;
        if (strcmp(wanted + length, " Playback Volume") == 0)
            return (snd_ctl_ext_key_t)i * 2;
        if (strcmp(wanted + length, " Playback Switch") == 0 && mixer->controls[i].is_on >= 0)
            return (snd_ctl_ext_key_t)i * 2 + 1;
    }
    return SND_CTL_EXT_KEY_NOT_FOUND;
}

static int testmixer_get_attribute(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, int *type, unsigned int *access,
                                   unsigned int *count)
{
    const struct testmixer *mixer = ext->private_data;
    bool is_switch = key % 2 == 1;
    *type = is_switch ? SND_CTL_ELEM_TYPE_BOOLEAN : SND_CTL_ELEM_TYPE_INTEGER;
    *access = SND_CTL_EXT_ACCESS_READWRITE;
    if (!is_switch && mixer->controls[key / 2].step > 0)
        *access |= SND_CTL_EXT_ACCESS_TLV_READ | SND_CTL_EXT_ACCESS_TLV_CALLBACK;
    *count = CHANNELS;
    return 0;
}

static int testmixer_get_integer_info(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *least, long *most, long *step)
{
    const struct testmixer *mixer = ext->private_data;
    *least = 0;
    *most = key % 2 == 1 ? 1 : mixer->controls[key / 2].steps;
    *step = 0;
    return 0;
}

static int testmixer_tlv(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, int is_write, unsigned int numid, unsigned int *tlv,
                         unsigned int size)
{
    const struct testmixer *mixer = ext->private_data;
    const struct control *control = &mixer->controls[key / 2];
    (void)numid;
    if (is_write != 0 || size < 4 * sizeof *tlv)
        return -EINVAL;
    tlv[0] = SND_CTL_TLVT_DB_SCALE;
    tlv[1] = 2 * sizeof *tlv;
    tlv[2] = (unsigned)control->quietest;
    tlv[3] = (unsigned)control->step;
    return 0;
}

static int testmixer_read_integer(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *values)
{
    struct testmixer *mixer = ext->private_data;
    int r = testmixer_load(mixer);
    if (r < 0)
        return r;
    for (int i = 0; i < CHANNELS; i++)
        values[i] = key % 2 == 1 ? mixer->controls[key / 2].is_on : mixer->controls[key / 2].value;
    return 0;
}

static int testmixer_write_integer(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *values)
{
    struct testmixer *mixer = ext->private_data;
    int r = testmixer_load(mixer);
    if (r < 0)
        return r;
    if (key % 2 == 1)
        mixer->controls[key / 2].is_on = (int)values[0];
    else
        mixer->controls[key / 2].value = values[0];
    r = testmixer_store(mixer);
    return r < 0 ? r : 1;
}

/* Nothing else changes it while it is open but the going of the card. */
static int testmixer_read_event(snd_ctl_ext_t *ext, snd_ctl_elem_id_t *id, unsigned int *mask)
{
    const struct testmixer *mixer = ext->private_data;
    (void)id;
    (void)mask;
    return access(mixer->path, F_OK) == 0 ? -EAGAIN : -ENODEV;
}

static void testmixer_close(snd_ctl_ext_t *ext)
{
    struct testmixer *mixer = ext->private_data;
    free(mixer->path);
    free(mixer);
}

static int testmixer_create(struct testmixer *mixer, const char *name, int mode)
{
    static const snd_ctl_ext_callback_t callback = {
        .close = testmixer_close,
        .elem_count = testmixer_elem_count,
        .elem_list = testmixer_elem_list,
        .find_elem = testmixer_find_elem,
        .get_attribute = testmixer_get_attribute,
        .get_integer_info = testmixer_get_integer_info,
        .read_integer = testmixer_read_integer,
        .write_integer = testmixer_write_integer,
        .read_event = testmixer_read_event,
    };
    int r = testmixer_load(mixer);
    if (r < 0)
        return r;
    mixer->ext.version = SND_CTL_EXT_VERSION;
    mixer->ext.card_idx = 0;
    strcpy(mixer->ext.id, "testcard");
    strcpy(mixer->ext.driver, "testcard");
    strcpy(mixer->ext.name, "docent test card");
    strcpy(mixer->ext.longname, "docent test card");
    strcpy(mixer->ext.mixername, "docent test card");
    mixer->ext.poll_fd = -1;
    mixer->ext.callback = &callback;
    mixer->ext.private_data = mixer;
    mixer->ext.tlv.c = testmixer_tlv;
    return snd_ctl_ext_create(&mixer->ext, name, mode);
}

SND_CTL_PLUGIN_DEFINE_FUNC(testmixer);

SND_CTL_PLUGIN_DEFINE_FUNC(testmixer)
{
    snd_config_t *node;
    const char *path;
    (void)root;
    if (snd_config_search(conf, "file", &node) < 0 || snd_config_get_string(node, &path) < 0 || path[0] == '\0')
        return -ENODEV;
    struct testmixer *mixer = calloc(1, sizeof *mixer);
    if (mixer == NULL || (mixer->path = strdup(path)) == NULL) {
        free(mixer);
        return -ENOMEM;
    }
    int r = testmixer_create(mixer, name, mode);
    if (r < 0) {
        free(mixer->path);
        free(mixer);
        return r;
    }
    *handlep = mixer->ext.handle;
    return 0;
}

SND_CTL_PLUGIN_SYMBOL(testmixer)
