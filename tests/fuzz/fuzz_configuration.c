/* SPDX-License-Identifier: GPL-3.0-or-later */

/* docent.conf: whatever is in the file, what comes out is in the range that the table of settings gives. */

#include "fuzz.h"

#include <errno.h>
#include <string.h>

#include "docent/settings.h"

static void check_setting(const struct setting *setting, const struct settings *settings)
{
    const char *member = (const char *)settings + setting->offset;
    int whole = 0;
    float decimal = 0;
    unsigned char byte = 0;

    switch (setting->kind) {
    case SETTING_TEXT:
        fuzz_check(memchr(member, '\0', SETTINGS_TEXT_BYTES) != NULL);
        break;
    case SETTING_WHOLE:
        memcpy(&whole, member, sizeof(whole));
        fuzz_check(whole >= setting->min && whole <= setting->max);
        break;
    case SETTING_DECIMAL:
        memcpy(&decimal, member, sizeof(decimal));
        fuzz_check(decimal >= (float)setting->min && decimal <= (float)setting->max);
        break;
    case SETTING_SWITCH:
        memcpy(&byte, member, sizeof(byte));
        fuzz_check(byte <= 1);
        break;
    case SETTING_CHOICE:
        memcpy(&whole, member, sizeof(whole));
        fuzz_check(whole >= 0 && (size_t)whole < strlen(setting->choices));
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct settings settings;
    struct problems problems = {0};
    size_t count = 0;
    int result = settings_load(fuzz_file(data, size), &settings, &problems);
    const struct setting *table = settings_table(&count);

    fuzz_check(result == 0 || result == -EINVAL || result == -ENOMEM);
    fuzz_check((result == 0) == problems_are_none(&problems));
    for (size_t i = 0; i < count; i++) {
        check_setting(&table[i], &settings);
    }
    fuzz_check(settings.button_count <= SETTINGS_BUTTONS_MAX);
    for (size_t i = 0; i < settings.button_count; i++) {
        fuzz_check(memchr(settings.buttons[i].key, '\0', SETTINGS_KEY_BYTES) != NULL);
    }
    for (size_t i = 0; i < problems.count; i++) {
        char *line = problem_line(&problems.items[i]);
        fuzz_check(line != NULL && strchr(line, '\n') == NULL);
        free(line);
    }
    problems_finish(&problems);
    return 0;
}
