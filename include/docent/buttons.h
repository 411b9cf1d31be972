/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_BUTTONS_H
#define DOCENT_BUTTONS_H

/*
 * Buttons: any keyboard, keypad, USB button or gpio-key, read with libevdev.
 *
 * The device is found by its path (an event file, best one of /dev/input/by-path or by-id, which outlives unplugging)
 * or by its name as evtest shows it. While it is not there it is looked for every BUTTONS_LOOK_MS. Where docent.conf
 * names no keys, buttons_standard holds. Event loop's thread only.
 */

#include <linux/input.h>
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "docent/dialogue.h"
#include "docent/settings.h"

enum { BUTTONS_LOOK_MS = 1000 };

struct buttons;

struct buttons_options {
    sd_event *loop;                  /* borrowed */
    const struct settings *settings; /* read during buttons_create only; an empty device is no buttons at all */
    /* What was meant, and when (CLOCK_MONOTONIC). */
    void (*event)(void *user, const struct dialogue_event *event, int64_t now_ms);
    /* The device was lost (or is not there at the start), or found. */
    void (*present)(void *user, bool is_present);
    void *user;
};

/* Returns 0, -EINVAL (a key that libevdev does not know; *ret_wrong_key is its name, in `settings`), -ENOMEM, or what
 * sd-event says. A device that is not there is no error. `present` may be called before this returns. */
int buttons_create(struct buttons **ret_buttons, const struct buttons_options *options, const char **ret_wrong_key);

/* NULL-safe. */
void buttons_destroy(struct buttons *buttons);

/* One event as the kernel gives it, its time by CLOCK_MONOTONIC: what the device's own events go through. */
void buttons_feed(struct buttons *buttons, const struct input_event *event);

/* The same for a key that the kernel does not know: one on a screen, or at the end of some other wire, which has no
 * contacts to bounce: every press counts, however soon. `key` is evdev's name. Returns 0, -EINVAL (no such key). */
int buttons_press(struct buttons *buttons, const char *key, bool is_down, int64_t now_ms);

/* docent's own arrangement: the i-th key's evdev code and what it does; false beyond the last. */
bool buttons_standard(size_t i, struct settings_button *ret_button);

#endif
