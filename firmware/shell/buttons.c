/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/buttons.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libevdev/libevdev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "docent/gesture.h"
#include "docent/log.h"

_Static_assert((int)SETTINGS_BUTTONS_MAX <= (int)GESTURE_KEYS_MAX, "every configured key has a place");

enum { PATH_BYTES = 300 };

/* Where keys come from. */
struct keys {
    struct gesture gesture;
    int64_t next_ms; /* when to look at it again, or GESTURE_NO_DEADLINE */
};

struct buttons {
    struct buttons_options options;
    char device_name[SETTINGS_TEXT_BYTES];
    bool grabs;
    struct keys device, wire;         /* a wire's keys do not bounce */
    unsigned codes[GESTURE_KEYS_MAX]; /* evdev code of each key of the gesture module */
    struct libevdev *evdev;           /* NULL: not there */
    int fd;
    bool told_absent;
    sd_event_source *input, *look, *deadline;
};

bool buttons_standard(size_t i, struct settings_button *ret_button)
{
    static const struct settings_button standard[] = {
        {.key = "BTN_0", .is_one = true},
        {.key = "KEY_PROG1", .is_one = true},
        {.key = "KEY_ENTER", .is_talk = true},
        {.key = "KEY_SPACE", .is_talk = true},
        {.key = "KEY_ESC", .command = DIALOGUE_STOP},
        {.key = "KEY_STOPCD", .command = DIALOGUE_STOP},
        {.key = "KEY_PLAYPAUSE", .command = DIALOGUE_PLAY},
        {.key = "KEY_TAB", .command = DIALOGUE_PLAY},
        {.key = "KEY_R", .command = DIALOGUE_REPEAT},
        {.key = "KEY_BACKSPACE", .command = DIALOGUE_LAST_SENTENCE},
        {.key = "KEY_M", .command = DIALOGUE_MORE},
        {.key = "KEY_L", .command = DIALOGUE_TOPICS},
        {.key = "KEY_RIGHT", .command = DIALOGUE_NEXT},
        {.key = "KEY_NEXTSONG", .command = DIALOGUE_NEXT},
        {.key = "KEY_LEFT", .command = DIALOGUE_PREVIOUS},
        {.key = "KEY_PREVIOUSSONG", .command = DIALOGUE_PREVIOUS},
        {.key = "KEY_UP", .command = DIALOGUE_LOUDER},
        {.key = "KEY_VOLUMEUP", .command = DIALOGUE_LOUDER},
        {.key = "KEY_DOWN", .command = DIALOGUE_QUIETER},
        {.key = "KEY_VOLUMEDOWN", .command = DIALOGUE_QUIETER},
        {.key = "KEY_PAGEUP", .command = DIALOGUE_FASTER},
        {.key = "KEY_PAGEDOWN", .command = DIALOGUE_SLOWER},
        {.key = "KEY_H", .command = DIALOGUE_HELP},
        {.key = "KEY_F1", .command = DIALOGUE_HELP},
        {.key = "KEY_HOME", .command = DIALOGUE_START_AGAIN},
    };

    if (i >= sizeof(standard) / sizeof(standard[0])) {
        return false;
    }
    *ret_button = standard[i];
    return true;
}

/* --- events ------------------------------------------------------------------------------------------------------- */

static void give_events(struct buttons *buttons, const struct gesture_events *events, int64_t now_ms)
{
    for (size_t i = 0; i < events->count; i++) {
        buttons->options.event(buttons->options.user, &events->list[i], now_ms);
    }
}

static void set_deadline(struct buttons *buttons)
{
    int64_t device_ms = buttons->device.next_ms, wire_ms = buttons->wire.next_ms;
    bool is_wire = device_ms == GESTURE_NO_DEADLINE || (wire_ms != GESTURE_NO_DEADLINE && wire_ms < device_ms);
    int64_t deadline_ms = is_wire ? wire_ms : device_ms;

    if (deadline_ms == GESTURE_NO_DEADLINE) {
        sd_event_source_set_enabled(buttons->deadline, SD_EVENT_OFF);
    } else {
        sd_event_source_set_time(buttons->deadline, (uint64_t)deadline_ms * 1000);
        sd_event_source_set_enabled(buttons->deadline, SD_EVENT_ONESHOT);
    }
}

static int on_deadline(sd_event_source *source, uint64_t time_us, void *user)
{
    struct buttons *buttons = user;
    struct gesture_events events;
    int64_t now_ms = (int64_t)(time_us / 1000);

    (void)source;
    buttons->device.next_ms = gesture_time(&buttons->device.gesture, now_ms, &events);
    give_events(buttons, &events, now_ms);
    buttons->wire.next_ms = gesture_time(&buttons->wire.gesture, now_ms, &events);
    give_events(buttons, &events, now_ms);
    set_deadline(buttons);
    return 0;
}

static size_t key_of_code(const struct buttons *buttons, unsigned code)
{
    for (size_t i = 0; i < buttons->device.gesture.settings.key_count; i++) {
        if (buttons->codes[i] == code) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void change(struct buttons *buttons, struct keys *keys, unsigned code, bool is_down, int64_t now_ms)
{
    struct gesture_events events;

    keys->next_ms = gesture_change(&keys->gesture, key_of_code(buttons, code), is_down, now_ms, &events);
    give_events(buttons, &events, now_ms);
    set_deadline(buttons);
}

void buttons_feed(struct buttons *buttons, const struct input_event *event)
{
    int64_t now_ms = (int64_t)event->input_event_sec * 1000 + event->input_event_usec / 1000;

    if (event->type == EV_KEY && event->value != 2) { /* 2: a keyboard's own repeat */
        change(buttons, &buttons->device, event->code, event->value != 0, now_ms);
    }
}

int buttons_press(struct buttons *buttons, const char *key, bool is_down, int64_t now_ms)
{
    int code = libevdev_event_code_from_name(EV_KEY, key);

    if (code < 0) {
        return -EINVAL;
    }
    change(buttons, &buttons->wire, (unsigned)code, is_down, now_ms);
    return 0;
}

/* --- the device --------------------------------------------------------------------------------------------------- */

static void tell_present(struct buttons *buttons, bool is_present)
{
    if (buttons->told_absent == !is_present) {
        return;
    }
    buttons->told_absent = !is_present;
    buttons->options.present(buttons->options.user, is_present);
}

static void look_again(struct buttons *buttons)
{
    sd_event_source_set_time_relative(buttons->look, BUTTONS_LOOK_MS * 1000ULL);
    sd_event_source_set_enabled(buttons->look, SD_EVENT_ONESHOT);
}

static void close_device(struct buttons *buttons)
{
    buttons->input = sd_event_source_disable_unref(buttons->input);
    libevdev_free(buttons->evdev);
    buttons->evdev = NULL;
    if (buttons->fd >= 0) {
        close(buttons->fd);
        buttons->fd = -1;
    }
}

static void lose_device(struct buttons *buttons)
{
    struct gesture_events events;
    uint64_t now_us = 0;

    close_device(buttons);
    sd_event_now(buttons->options.loop, CLOCK_MONOTONIC, &now_us);
    gesture_let_go(&buttons->device.gesture, (int64_t)(now_us / 1000), &events);
    give_events(buttons, &events, (int64_t)(now_us / 1000));
    buttons->device.next_ms = GESTURE_NO_DEADLINE;
    set_deadline(buttons);
    tell_present(buttons, false);
    look_again(buttons);
}

static int on_input(sd_event_source *source, int fd, uint32_t events, void *user)
{
    struct buttons *buttons = user;
    struct input_event event;
    int result = 0;

    (void)source;
    (void)fd;
    (void)events;
    do {
        /* After an overflow libevdev gives what changed meanwhile, so that no key stays down for ever. */
        unsigned flags = result == LIBEVDEV_READ_STATUS_SYNC ? LIBEVDEV_READ_FLAG_SYNC : LIBEVDEV_READ_FLAG_NORMAL;
        result = libevdev_next_event(buttons->evdev, flags, &event);
        if (result >= 0) {
            buttons_feed(buttons, &event);
        } else if (result == -EAGAIN && flags == LIBEVDEV_READ_FLAG_SYNC) {
            result = LIBEVDEV_READ_STATUS_SUCCESS; /* all caught up: go on as usual */
        }
    } while (result >= 0);
    if (result != -EAGAIN) {
        log_line(LOG_ERR, "buttons lost: %s", strerror(-result));
        lose_device(buttons);
    }
    return 0;
}

/* Take the event file at `path` if it is the device. Returns 0 when it is. */
static int take_device(struct buttons *buttons, const char *path, const char *name)
{
    buttons->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (buttons->fd < 0) {
        return -errno;
    }
    int result = libevdev_new_from_fd(buttons->fd, &buttons->evdev);
    if (result == 0 && name != NULL && strcmp(libevdev_get_name(buttons->evdev), name) != 0) {
        result = -ENODEV;
    }
    if (result == 0) {
        libevdev_set_clock_id(buttons->evdev, CLOCK_MONOTONIC);
        result = sd_event_add_io(buttons->options.loop, &buttons->input, buttons->fd, EPOLLIN, on_input, buttons);
    }
    if (result < 0) {
        close_device(buttons);
        return result;
    }
    if (buttons->grabs && libevdev_grab(buttons->evdev, LIBEVDEV_GRAB) < 0) {
        log_line(LOG_WARNING, "another program holds the buttons: it hears them, too");
    }
    return 0;
}

static int take_by_name(struct buttons *buttons, const char *name)
{
    DIR *folder = opendir("/dev/input");
    const struct dirent *entry = NULL;
    int result = -ENODEV;

    if (folder == NULL) {
        return -errno;
    }
    while (result < 0 && (entry = readdir(folder)) != NULL) {
        char path[PATH_BYTES];
        if (strncmp(entry->d_name, "event", 5) == 0) {
            snprintf(path, sizeof(path), "/dev/input/%s", entry->d_name);
            result = take_device(buttons, path, name);
        }
    }
    closedir(folder);
    return result;
}

static int on_look(sd_event_source *source, uint64_t time_us, void *user)
{
    struct buttons *buttons = user;

    (void)source;
    (void)time_us;
    int result = buttons->device_name[0] == '/' ? take_device(buttons, buttons->device_name, NULL)
                                                : take_by_name(buttons, buttons->device_name);
    if (result < 0) {
        tell_present(buttons, false);
        look_again(buttons);
        return 0;
    }
    log_line(LOG_NOTICE, "buttons: %s", libevdev_get_name(buttons->evdev));
    tell_present(buttons, true);
    return 0;
}

/* --- making and unmaking ------------------------------------------------------------------------------------------ */

static int add_key(struct buttons *buttons, struct gesture_settings *gesture, const struct settings_button *button)
{
    int code = libevdev_event_code_from_name(EV_KEY, button->key);
    size_t place = gesture->key_count;

    if (code < 0) {
        return -EINVAL;
    }
    buttons->codes[place] = (unsigned)code;
    gesture->keys[place].meaning = button->is_one ? GESTURE_ONE : button->is_talk ? GESTURE_TALK : GESTURE_COMMAND;
    gesture->keys[place].command = button->command;
    gesture->key_count++;
    return 0;
}

static int map_keys(struct buttons *buttons, const struct settings *settings, const char **ret_wrong_key)
{
    struct gesture_settings gesture = {.debounce_ms = (uint32_t)settings->debounce_ms,
                                       .hold_ms = (uint32_t)settings->hold_ms,
                                       .double_ms = (uint32_t)settings->double_ms};
    struct settings_button button;

    for (size_t i = 0; i < settings->button_count; i++) {
        if (add_key(buttons, &gesture, &settings->buttons[i]) < 0) {
            *ret_wrong_key = settings->buttons[i].key;
            return -EINVAL;
        }
    }
    for (size_t i = 0; settings->button_count == 0 && buttons_standard(i, &button); i++) {
        if (add_key(buttons, &gesture, &button) < 0) {
            *ret_wrong_key = "";
            return -EINVAL;
        }
    }
    gesture_init(&buttons->device.gesture, &gesture);
    gesture.debounce_ms = 0;
    gesture_init(&buttons->wire.gesture, &gesture);
    buttons->device.next_ms = buttons->wire.next_ms = GESTURE_NO_DEADLINE;
    return 0;
}

static int join_loop(struct buttons *buttons)
{
    sd_event *loop = buttons->options.loop;
    int result = sd_event_add_time_relative(loop, &buttons->deadline, CLOCK_MONOTONIC, 0, 1000, on_deadline, buttons);

    if (result >= 0) {
        sd_event_source_set_enabled(buttons->deadline, SD_EVENT_OFF);
        result = sd_event_add_time_relative(loop, &buttons->look, CLOCK_MONOTONIC, 0, 0, on_look, buttons);
    }
    if (result >= 0 && buttons->device_name[0] == '\0') {
        result = sd_event_source_set_enabled(buttons->look, SD_EVENT_OFF);
    }
    return result < 0 ? result : 0;
}

int buttons_create(struct buttons **ret_buttons, const struct buttons_options *options, const char **ret_wrong_key)
{
    struct buttons *buttons = calloc(1, sizeof(*buttons));

    *ret_buttons = NULL;
    if (buttons == NULL) {
        return -ENOMEM;
    }
    buttons->options = *options;
    buttons->options.settings = NULL;
    buttons->fd = -1;
    buttons->grabs = options->settings->buttons_grab;
    strcpy(buttons->device_name, options->settings->buttons_device);
    int result = map_keys(buttons, options->settings, ret_wrong_key);
    if (result == 0) {
        result = join_loop(buttons);
    }
    if (result < 0) {
        buttons_destroy(buttons);
        return result;
    }
    *ret_buttons = buttons;
    return 0;
}

void buttons_destroy(struct buttons *buttons)
{
    if (buttons == NULL) {
        return;
    }
    close_device(buttons);
    sd_event_source_disable_unref(buttons->look);
    sd_event_source_disable_unref(buttons->deadline);
    free(buttons);
}
