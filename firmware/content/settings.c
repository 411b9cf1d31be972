/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/settings.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/ini_file.h"
#include "docent/nearest.h"

#define TEXT(section, key, standard, member, help)                                                                     \
    {                                                                                                                  \
        section, key, SETTING_TEXT, 0, 0, NULL, standard, offsetof(struct settings, member), help                      \
    }
#define WHOLE(section, key, standard, min, max, member, help)                                                          \
    {                                                                                                                  \
        section, key, SETTING_WHOLE, min, max, NULL, standard, offsetof(struct settings, member), help                 \
    }
#define DECIMAL(section, key, standard, min, max, member, help)                                                        \
    {                                                                                                                  \
        section, key, SETTING_DECIMAL, min, max, NULL, standard, offsetof(struct settings, member), help               \
    }
#define SWITCH(section, key, standard, member, help)                                                                   \
    {                                                                                                                  \
        section, key, SETTING_SWITCH, 0, 0, NULL, standard, offsetof(struct settings, member), help                    \
    }
#define CHOICE(section, key, standard, choices, member, help)                                                          \
    {                                                                                                                  \
        section, key, SETTING_CHOICE, 0, 0, choices, standard, offsetof(struct settings, member), help                 \
    }

/* clang-format off */
static const struct setting table[] = {
    TEXT("exhibit", "name", "erma", exhibit_name, "Folder of the exhibit, among the installed ones."),
    TEXT("exhibit", "language", "en", language, "Folder of prompts and commands under common."),
    TEXT("audio", "capture", "default", capture, "ALSA device that docent listens to."),
    TEXT("audio", "playback", "default", playback, "ALSA device that docent speaks to."),
    TEXT("audio", "mixer", "auto", mixer, "Mixer control for the volume; auto finds one, none changes the samples instead."),
    WHOLE("audio", "volume_db", "-10", -40, 12, volume_db, "Volume at the start and after each visitor."),
    SWITCH("audio", "sounds", "yes", sounds, "Short sounds: listening, heard, not understood, end, fault."),
    TEXT("voice", "name", "en-gb", voice_name, "Voice of espeak-ng."),
    WHOLE("voice", "rate_wpm", "160", 80, 450, rate_wpm, "Speed in words a minute, at the start and after each visitor."),
    CHOICE("listening", "mode", "open", "open button", mode, "Listen always, or only while the talk button asks for it."),
    DECIMAL("listening", "accept_open", "0.65", 0, 1, accept_open, "Certainty needed to answer when listening always."),
    DECIMAL("listening", "accept_button", "0.65", 0, 1, accept_button, "Certainty needed to answer after the talk button."),
    DECIMAL("listening", "close_margin", "0.10", 0, 1, close_margin, "Two topics nearer to each other than this: ask which."),
    WHOLE("listening", "hangover_ms", "700", 200, 3000, hangover_ms, "Silence that ends a question."),
    WHOLE("listening", "utterance_max_ms", "15000", 2000, 30000, utterance_max_ms, "Longest question."),
    WHOLE("listening", "self_test_hour", "3", 0, 23, self_test_hour, "Hour of the night in which docent tests its hearing, without a sound."),
    TEXT("buttons", "device", "", buttons_device, "Input device of the buttons, by its name or as a path under /dev/input; empty: none."),
    SWITCH("buttons", "grab", "yes", buttons_grab, "Keep the buttons from every other program."),
    WHOLE("buttons", "debounce_ms", "30", 0, 1000, debounce_ms, "A press this soon after another one is not counted."),
    WHOLE("buttons", "hold_ms", "500", 100, 5000, hold_ms, "A press of this length is a hold, a shorter one a tap."),
    WHOLE("buttons", "double_ms", "400", 100, 3000, double_ms, "Two taps within this time are a double tap."),
    WHOLE("buttons", "list_gap_ms", "900", 100, 10000, list_gap_ms, "Pause after each topic that is read aloud or named: time to tap."),
    WHOLE("visitors", "quiet_s", "60", 10, 3600, quiet_s, "Quiet after which docent asks whether anyone is still there."),
    WHOLE("visitors", "goodbye_s", "20", 10, 3600, goodbye_s, "Further quiet after which volume and speed fall back."),
    SWITCH("visitors", "single_user", "no", single_user, "One person's own unit: volume and speed are kept, also when switched off."),
    TEXT("visitors", "state_dir", "/var/lib/docent", state_dir, "Folder for what is kept."),
    TEXT("control", "socket", "/run/docent/control", socket, "Socket through which the tool speaks to the daemon."),
    TEXT("control", "group", "docent", socket_group, "Group whose members may use the socket."),
};
/* clang-format on */

enum { TABLE_COUNT = sizeof(table) / sizeof(table[0]) };

struct loader {
    const char *path;
    struct settings *settings;
    struct problems *problems;
    unsigned lines[TABLE_COUNT]; /* where each setting was set; 0: it was not */
    unsigned button_lines[SETTINGS_BUTTONS_MAX];
    char unknown_section[SETTINGS_TEXT_BYTES]; /* complained of last */
    bool is_wrong;
};

const struct setting *settings_table(size_t *ret_count)
{
    *ret_count = TABLE_COUNT;
    return table;
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static int parse_number(const char *text, double min, double max, double *ret_number)
{
    char *end;
    double number = strtod(text, &end);
    if (end == text || *end != '\0' || !(number >= min && number <= max)) {
        return -EINVAL;
    }
    *ret_number = number;
    return 0;
}

/* The place of `text` in words with one space between them. */
static int parse_choice(const char *text, const char *choices)
{
    size_t length = strlen(text);
    int place = 0;
    for (const char *word = choices; *word != '\0'; place++) {
        size_t word_length = strcspn(word, " ");
        if (length == word_length && strncmp(word, text, length) == 0) {
            return place;
        }
        word += word_length + strspn(word + word_length, " ");
    }
    return -EINVAL;
}

static int set_number(void *member, const struct setting *setting, const char *text)
{
    double number;
    if (parse_number(text, setting->min, setting->max, &number) < 0) {
        return -EINVAL;
    }
    if (setting->kind == SETTING_DECIMAL) {
        *(float *)member = (float)number;
        return 0;
    }
    if (floor(number) != number || strpbrk(text, ".eExX") != NULL) {
        return -EINVAL;
    }
    *(int *)member = (int)number;
    return 0;
}

static int set_text(char *member, const struct setting *setting, const char *text)
{
    if (strlen(text) >= SETTINGS_TEXT_BYTES || (text[0] == '\0' && setting->standard[0] != '\0')) {
        return -EINVAL;
    }
    strcpy(member, text);
    return 0;
}

static int setting_set(struct settings *settings, const struct setting *setting, const char *text)
{
    void *member = (char *)settings + setting->offset;
    int place;
    switch (setting->kind) {
    case SETTING_TEXT:
        return set_text(member, setting, text);
    case SETTING_SWITCH:
        place = parse_choice(text, "no yes");
        *(bool *)member = place == 1;
        return place < 0 ? place : 0;
    case SETTING_CHOICE:
        place = parse_choice(text, setting->choices);
        *(int *)member = place;
        return place < 0 ? place : 0;
    default:
        return set_number(member, setting, text);
    }
}

void settings_default(struct settings *ret_settings)
{
    *ret_settings = (struct settings){0};
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        int result = setting_set(ret_settings, &table[i], table[i].standard);
        assert(result == 0);
        (void)result;
    }
}

static void refuse_value(struct loader *loader, const struct setting *setting, const char *value, unsigned line)
{
    char wanted[SETTINGS_TEXT_BYTES];
    switch (setting->kind) {
    case SETTING_WHOLE:
        snprintf(wanted, sizeof(wanted), "a whole number from %g to %g", setting->min, setting->max);
        break;
    case SETTING_DECIMAL:
        snprintf(wanted, sizeof(wanted), "a number from %g to %g", setting->min, setting->max);
        break;
    case SETTING_SWITCH:
        snprintf(wanted, sizeof(wanted), "yes or no");
        break;
    case SETTING_CHOICE:
        snprintf(wanted, sizeof(wanted), "one of: %s", setting->choices);
        break;
    case SETTING_TEXT:
        snprintf(wanted, sizeof(wanted), "1 to %d bytes of text", SETTINGS_TEXT_BYTES - 1);
        break;
    }
    problems_add(loader->problems, loader->path, line, "`%s` is no value for %s: write %s", value, setting->key,
                 wanted);
    loader->is_wrong = true;
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static const struct setting *find_setting(const char *section, const char *key)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        bool is_section = section == NULL || strcmp(table[i].section, section) == 0;
        if (is_section && (key == NULL || strcmp(table[i].key, key) == 0)) {
            return &table[i];
        }
    }
    return NULL;
}

static void refuse_section(struct loader *loader, const char *section, unsigned line)
{
    if (strcmp(loader->unknown_section, section) == 0) {
        return; /* once is enough, not for every key in it */
    }
    snprintf(loader->unknown_section, sizeof(loader->unknown_section), "%s", section);
    const char *names[TABLE_COUNT];
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        names[i] = table[i].section;
    }
    const char *nearest = nearest_word(section, names, TABLE_COUNT);
    if (nearest != NULL) {
        problems_add(loader->problems, loader->path, line, "there is no section [%s]: did you mean [%s]?", section,
                     nearest);
    } else {
        problems_add(loader->problems, loader->path, line, "there is no section [%s]: see docent.conf(5)", section);
    }
}

static void refuse_key(struct loader *loader, const char *section, const char *key, unsigned line)
{
    const char *names[TABLE_COUNT];
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        names[i] = strcmp(table[i].section, section) == 0 ? table[i].key : NULL;
    }
    const char *nearest = nearest_word(key, names, TABLE_COUNT);
    const struct setting *elsewhere = find_setting(NULL, key);
    if (elsewhere != NULL) {
        problems_add(loader->problems, loader->path, line, "`%s` has no place in [%s]: move it to [%s]", key, section,
                     elsewhere->section);
    } else if (nearest != NULL) {
        problems_add(loader->problems, loader->path, line, "there is no setting `%s` in [%s]: did you mean `%s`?", key,
                     section, nearest);
    } else {
        problems_add(loader->problems, loader->path, line, "there is no setting `%s` in [%s]: see docent.conf(5)", key,
                     section);
    }
}

static void refuse_name(struct loader *loader, const char *section, const char *key, unsigned line)
{
    loader->is_wrong = true;
    if (section[0] == '\0') {
        problems_add(loader->problems, loader->path, line,
                     "`%s` stands before the first section: write it below its [section]", key);
    } else if (find_setting(section, NULL) == NULL) {
        refuse_section(loader, section, line);
    } else {
        refuse_key(loader, section, key, line);
    }
}

/* --- buttons ------------------------------------------------------------------------------------------------------ */

static bool is_button(const char *section, const char *key)
{
    return strcmp(section, "buttons") == 0 && (strncmp(key, "KEY_", 4) == 0 || strncmp(key, "BTN_", 4) == 0);
}

static void refuse_action(struct loader *loader, const char *action, unsigned line)
{
    const char *names[DIALOGUE_COMMAND_COUNT + 2];
    for (int i = 0; i < DIALOGUE_COMMAND_COUNT; i++) {
        names[i] = dialogue_command_id((enum dialogue_command)i);
    }
    names[DIALOGUE_COMMAND_COUNT] = "talk";
    names[DIALOGUE_COMMAND_COUNT + 1] = "one";
    const char *nearest = nearest_word(action, names, DIALOGUE_COMMAND_COUNT + 2);
    problems_add(loader->problems, loader->path, line, "a button cannot do `%s`: %s%s%s", action,
                 nearest == NULL ? "write talk, or a command such as stop, repeat or next" : "did you mean `",
                 nearest == NULL ? "" : nearest, nearest == NULL ? "" : "`?");
    loader->is_wrong = true;
}

static void refuse_twice(struct loader *loader, const char *key, unsigned first, unsigned line)
{
    problems_add(loader->problems, loader->path, line, "`%s` is here twice, first in line %u: remove one", key, first);
    loader->is_wrong = true;
}

static void take_button(struct loader *loader, const char *key, const char *action, unsigned line)
{
    struct settings *settings = loader->settings;
    int command = dialogue_command_find(action);
    bool is_talk = strcmp(action, "talk") == 0;
    bool is_one = strcmp(action, "one") == 0;
    if (command < 0 && !is_talk && !is_one) {
        refuse_action(loader, action, line);
        return;
    }
    for (size_t i = 0; i < settings->button_count; i++) {
        if (strcmp(settings->buttons[i].key, key) == 0) {
            refuse_twice(loader, key, loader->button_lines[i], line);
            return;
        }
    }
    if (settings->button_count == SETTINGS_BUTTONS_MAX || strlen(key) >= SETTINGS_KEY_BYTES) {
        problems_add(loader->problems, loader->path, line, "`%s` is one button too many, or no key's name: remove it",
                     key);
        loader->is_wrong = true;
        return;
    }
    loader->button_lines[settings->button_count] = line;
    struct settings_button *button = &settings->buttons[settings->button_count++];
    *button = (struct settings_button){
        .is_talk = is_talk, .is_one = is_one, .command = command < 0 ? 0 : (enum dialogue_command)command};
    strcpy(button->key, key);
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

static void take_entry(void *user, const char *section, const char *key, const char *value, unsigned line)
{
    struct loader *loader = user;
    const struct setting *setting = find_setting(section, key);
    if (setting == NULL && is_button(section, key)) {
        take_button(loader, key, value, line);
        return;
    }
    if (setting == NULL) {
        refuse_name(loader, section, key, line);
        return;
    }
    unsigned *first = &loader->lines[setting - table];
    if (*first != 0) {
        refuse_twice(loader, key, *first, line);
        return;
    }
    *first = line;
    if (setting_set(loader->settings, setting, value) < 0) {
        refuse_value(loader, setting, value, line);
    }
}

int settings_load(const char *path, struct settings *ret_settings, struct problems *problems)
{
    struct loader loader = {.path = path, .settings = ret_settings, .problems = problems};
    settings_default(ret_settings);
    int result = ini_file_read(path, take_entry, &loader, problems);
    if (result == 0 && loader.is_wrong) {
        result = -EINVAL;
    }
    if (result < 0) {
        settings_default(ret_settings);
        problems_sort(problems);
    }
    return result;
}
