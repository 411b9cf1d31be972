/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SETTINGS_H
#define DOCENT_SETTINGS_H

/*
 * docent.conf: sections of `key = value` lines, read by libinih. A comment has a line of its own, beginning with # or
 * ;, or follows a value after a space and a semicolon.
 *
 * To add a setting: a member in struct settings, and a row in the table in settings.c (section, key, kind, range,
 * default as it would be written, help). Defaults, checks, messages and the list for the man page all come from that
 * row.
 */

#include <stdbool.h>
#include <stddef.h>

#include "docent/dialogue.h"
#include "docent/problem.h"

enum {
    SETTINGS_TEXT_BYTES = 128, /* longest text value with its terminator */
    SETTINGS_KEY_BYTES = 32,   /* longest evdev key name with its terminator */
    SETTINGS_BUTTONS_MAX = 32,
};

enum settings_mode { SETTINGS_OPEN, SETTINGS_BUTTON };

/* `KEY_ENTER = talk` in [buttons]: what a key does. */
struct settings_button {
    char key[SETTINGS_KEY_BYTES]; /* evdev's name, for example "KEY_ENTER" or "BTN_0"; whether it exists, libevdev knows
                                   */
    bool is_talk;
    bool is_one;                   /* the only button of a box: tap, double tap and long press (docent/gesture.h) */
    enum dialogue_command command; /* when it is neither */
};

struct settings {
    /* [exhibit] */
    char exhibit_name[SETTINGS_TEXT_BYTES];
    char language[SETTINGS_TEXT_BYTES];
    /* [audio] */
    char capture[SETTINGS_TEXT_BYTES];
    char playback[SETTINGS_TEXT_BYTES];
    char mixer[SETTINGS_TEXT_BYTES];
    int volume_db;
    bool sounds;
    /* [voice] */
    char voice_name[SETTINGS_TEXT_BYTES];
    int rate_wpm;
    /* [listening] */
    int mode; /* enum settings_mode */
    float accept_open;
    float accept_button;
    float close_margin;
    int hangover_ms;
    int utterance_max_ms;
    int self_test_hour;
    /* [buttons] */
    char buttons_device[SETTINGS_TEXT_BYTES]; /* empty: none */
    bool buttons_grab;
    int debounce_ms;
    int hold_ms;
    int double_ms;
    int list_gap_ms;
    struct settings_button buttons[SETTINGS_BUTTONS_MAX]; /* none: the shell's own keys hold */
    size_t button_count;
    /* [visitors] */
    int quiet_s;
    int goodbye_s;
    bool single_user;
    char state_dir[SETTINGS_TEXT_BYTES];
    /* [control] */
    char socket[SETTINGS_TEXT_BYTES];
    char socket_group[SETTINGS_TEXT_BYTES];
};

enum setting_kind {
    SETTING_TEXT,    /* char[SETTINGS_TEXT_BYTES] */
    SETTING_WHOLE,   /* int */
    SETTING_DECIMAL, /* float */
    SETTING_SWITCH,  /* bool: yes, no */
    SETTING_CHOICE,  /* int: index of a word of `choices` */
};

struct setting {
    const char *section;
    const char *key;
    enum setting_kind kind;
    double min, max;      /* SETTING_WHOLE, SETTING_DECIMAL; inclusive */
    const char *choices;  /* SETTING_CHOICE: words with one space between them */
    const char *standard; /* the default, as it would be written */
    size_t offset;        /* in struct settings */
    const char *help;     /* one line for the man page */
};

/* The table, for the man page's check and for listing. Constant. */
const struct setting *settings_table(size_t *ret_count);

/* What docent ships with. */
void settings_default(struct settings *ret_settings);

/* Defaults, changed by what the file at `path` says. Returns
 *   0         *ret_settings is filled
 *   -ENOENT   there is no such file: *ret_settings holds the defaults; no problem is added, since a file is optional
 *   -EINVAL   the file has problems, each added with its line; *ret_settings holds the defaults
 * One thread at a time (libinih is reentrant, strtod depends on the locale: the programs never call setlocale). */
int settings_load(const char *path, struct settings *ret_settings, struct problems *problems);

#endif
