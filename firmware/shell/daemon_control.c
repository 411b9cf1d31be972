/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/e2e/test_daemon.py and test_crowd.py; the socket itself by tests/unit/shell/test_control.c. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#include "daemon_private.h"
#include "docent/kept.h"
#include "docent/log.h"
#include "docent/nearest.h"
#include "docent/utf8.h"

/* --- what is told ------------------------------------------------------------------------------------------------- */

static void write_faults(const struct dialogue *dialogue, struct json *json)
{
    json_array_begin(json, "faults");
    for (unsigned i = 0; i < DIALOGUE_FAULT_COUNT; i++) {
        if ((dialogue->faults & (1U << i)) != 0) {
            json_text(json, NULL, dialogue_fault_name((enum dialogue_fault)i));
        }
    }
    json_array_end(json);
}

/* The members that a change of state tells, and a snapshot begins with. */
static void write_state(const struct daemon *daemon, struct json *json)
{
    static const char *const ears[] = {"closed", "open", "button"};
    const struct dialogue *dialogue = &daemon->conversation.dialogue;

    json_text(json, "state", dialogue_state_name(dialogue->state));
    json_text(json, "ear", ears[dialogue->ear]);
    json_whole(json, "volume_db", dialogue->volume_db);
    json_whole(json, "rate_wpm", dialogue->rate_wpm);
    if (dialogue->place != DIALOGUE_NO_TOPIC) {
        json_text(json, "topic", dialogue->exhibit->topics[dialogue->place].id);
    }
    write_faults(dialogue, json);
}

static const char *self_test_state(const struct checkup *checkup)
{
    if (checkup_is_deaf(checkup)) {
        return "failed";
    }
    return checkup->has_passed ? "passed" : "to come";
}

static void write_hung(const struct daemon *daemon, struct json *json)
{
    json_array_begin(json, "hangs");
    for (unsigned i = 0; i < VITAL_COUNT; i++) {
        if ((daemon->watchdog.hung & (1U << i)) != 0) {
            json_text(json, NULL, vital_name((enum vital)i));
        }
    }
    json_array_end(json);
}

static void write_sound(const struct daemon *daemon, struct json *json)
{
    static const char *const capture_states[] = {"opening", "running", "lost", "ended"};
    static const char *const playback_states[] = {"opening", "ready", "lost"};
    struct capture_report capture;
    struct playback_report playback;

    capture_report(daemon->capture, &capture);
    playback_report(daemon->playback, &playback);
    json_object_begin(json, "microphone");
    json_text(json, "device", daemon->exhibition->content.settings.capture);
    json_text(json, "state", capture_states[capture.state]);
    json_whole(json, "rate_hz", capture.device_rate_hz);
    json_decimal(json, "peak_dbfs", (double)capture.peak_dbfs);
    json_decimal(json, "rms_dbfs", (double)capture.rms_dbfs);
    json_whole(json, "delivered_frames", (long long)capture.delivered_frames);
    json_whole(json, "overruns", (long long)capture.overruns);
    json_whole(json, "losses", (long long)capture.losses);
    json_object_end(json);
    json_object_begin(json, "speaker");
    json_text(json, "device", daemon->exhibition->content.settings.playback);
    json_text(json, "state", playback_states[playback.state]);
    json_whole(json, "rate_hz", playback.device_rate_hz);
    json_text(json, "volume_by", playback.mixer_error == 0 ? "mixer" : "software");
    json_whole(json, "underruns", (long long)playback.underruns);
    json_whole(json, "losses", (long long)playback.losses);
    json_object_end(json);
}

static void write_snapshot(const struct daemon *daemon, struct json *json)
{
    const struct tool_content *content = &daemon->exhibition->content;

    json_text(json, "event", "snapshot");
    write_state(daemon, json);
    json_text(json, "title", content->exhibit.title != NULL ? content->exhibit.title : "");
    json_text(json, "content", content->folder);
    json_whole(json, "topics", (long long)content->exhibit.topic_count);
    if (daemon->saying != NULL) {
        json_text(json, "saying", daemon->saying);
    }
    write_hung(daemon, json);
    json_text(json, "self_test", self_test_state(&daemon->checkup));
    write_sound(daemon, json);
}

/* Tell an object made of `event` and whatever `write` adds. */
static void tell(struct daemon *daemon, struct json *json)
{
    json_object_end(json);
    int length = json_finish(json);
    if (length > 0) {
        control_tell(daemon->control, json->text, (size_t)length);
    }
}

static void begin(struct json *json, char *text, const char *event)
{
    json_init(json, text, CONTROL_REPLY_BYTES);
    json_object_begin(json, NULL);
    json_text(json, "event", event);
}

/* Add a name to a list in `text`, which has room for all names there are. */
static void list_name(char *text, size_t size, const char *intro, const char *name)
{
    size_t length = strlen(text);

    snprintf(text + length, size - length, "%s%s", strstr(text, intro) == NULL ? intro : ", ", name);
}

void daemon_notify_systemd(const struct daemon *daemon)
{
    const struct dialogue *dialogue = &daemon->conversation.dialogue;
    char wrong[300] = "";

    for (unsigned i = 0; i < DIALOGUE_FAULT_COUNT; i++) {
        if ((dialogue->faults & (1U << i)) != 0) {
            list_name(wrong, sizeof(wrong), "; faults: ", dialogue_fault_name((enum dialogue_fault)i));
        }
    }
    for (unsigned i = 0; i < VITAL_COUNT; i++) {
        if ((daemon->watchdog.hung & (1U << i)) != 0) {
            list_name(wrong, sizeof(wrong), "; hangs: ", vital_name((enum vital)i));
        }
    }
    sd_notifyf(0, "STATUS=%s%s", dialogue_state_name(dialogue->state), wrong);
}

static void on_state(void *user)
{
    struct daemon *daemon = user;
    char text[CONTROL_REPLY_BYTES];
    struct json json;

    daemon_notify_systemd(daemon);
    if (control_has_subscribers(daemon->control)) {
        begin(&json, text, "state");
        write_state(daemon, &json);
        tell(daemon, &json);
    }
}

static void on_heard(void *user, const char *topic, float score)
{
    struct daemon *daemon = user;
    char text[CONTROL_REPLY_BYTES];
    struct json json;

    if (control_has_subscribers(daemon->control)) {
        begin(&json, text, "heard");
        json_text(&json, "topic", topic);
        json_decimal(&json, "score", (double)score);
        tell(daemon, &json);
    }
}

static void on_saying(void *user, const char *saying)
{
    struct daemon *daemon = user;
    char text[CONTROL_REPLY_BYTES];
    struct json json;

    free(daemon->saying);
    daemon->saying = strdup(saying); /* without memory there are no captions, and that is all */
    if (control_has_subscribers(daemon->control)) {
        begin(&json, text, "saying");
        json_text(&json, "text", saying);
        tell(daemon, &json);
    }
}

static void on_word(void *user, size_t offset, size_t length)
{
    struct daemon *daemon = user;
    char text[CONTROL_REPLY_BYTES];
    struct json json;

    if (!control_has_subscribers(daemon->control) || daemon->saying == NULL ||
        offset + length > strlen(daemon->saying)) {
        return;
    }
    begin(&json, text, "word");
    json_text_part(&json, "word", daemon->saying + offset, length);
    json_whole(&json, "offset", (long long)offset);
    json_whole(&json, "length", (long long)length);
    tell(daemon, &json);
}

static void on_said(void *user)
{
    struct daemon *daemon = user;
    char text[CONTROL_REPLY_BYTES];
    struct json json;

    free(daemon->saying);
    daemon->saying = NULL;
    if (control_has_subscribers(daemon->control)) {
        begin(&json, text, "said");
        tell(daemon, &json);
    }
}

static void on_keep(void *user, int volume_db, unsigned rate_wpm)
{
    const struct daemon *daemon = user;
    const struct kept kept = {.volume_db = volume_db, .rate_wpm = rate_wpm};
    const char *folder = daemon->exhibition->content.settings.state_dir;
    int result = kept_save(folder, &kept);

    if (result < 0) {
        log_line(LOG_WARNING, "volume and speed cannot be kept in %s: %s", folder, strerror(-result));
    }
}

struct conversation_watcher daemon_watcher(struct daemon *daemon)
{
    return (struct conversation_watcher){.state = on_state,
                                         .heard = on_heard,
                                         .saying = on_saying,
                                         .word = on_word,
                                         .said = on_said,
                                         .keep = on_keep,
                                         .user = daemon};
}

/* --- what is commanded -------------------------------------------------------------------------------------------- */

static void refuse(struct json *reply, const char *error)
{
    json_switch(reply, "ok", false);
    json_text(reply, "error", error);
}

static void give_event(struct daemon *daemon, struct dialogue_event event)
{
    event.source = DIALOGUE_BY_SOCKET;
    conversation_event(&daemon->conversation, &event, daemon_now_ms(daemon));
}

/* As if the talk button were tapped; a program that says "talk" wants docent to listen, whatever it is doing. */
static void talk(struct daemon *daemon)
{
    give_event(daemon, (struct dialogue_event){.kind = DIALOGUE_EVENT_COMMAND, .command = DIALOGUE_STOP});
    give_event(daemon, (struct dialogue_event){.kind = DIALOGUE_EVENT_TALK_PRESSED});
    give_event(daemon, (struct dialogue_event){.kind = DIALOGUE_EVENT_TALK_RELEASED});
}

static void command_ask(struct daemon *daemon, const char *id, struct json *reply)
{
    int topic = exhibit_find(&daemon->exhibition->content.exhibit, id);

    if (topic < 0) {
        refuse(reply, "there is no such topic: docent topics lists them");
        return;
    }
    give_event(daemon, (struct dialogue_event){.kind = DIALOGUE_EVENT_ASK, .topics = {topic}, .topic_count = 1});
    json_switch(reply, "ok", true);
}

static void command_say(struct daemon *daemon, const char *text, struct json *reply)
{
    int result = utf8_find_invalid(text, strlen(text)) < strlen(text)
                     ? -EILSEQ
                     : conversation_say(&daemon->conversation, text, daemon_now_ms(daemon));

    if (result == -E2BIG) {
        refuse(reply, "the text is too long: say it in parts");
    } else if (result < 0) {
        refuse(reply, "there is nothing in it that can be said: write words, in UTF-8");
    } else {
        json_switch(reply, "ok", true);
    }
}

static void command_reload(struct daemon *daemon, struct json *reply)
{
    char what[EXHIBITION_WRONG_BYTES];

    if (daemon_reload(daemon, what) < 0) {
        refuse(reply, what);
    } else {
        control_defer(daemon->control);
    }
}

void daemon_reloaded(struct daemon *daemon, const char *wrong)
{
    char text[CONTROL_REPLY_BYTES];
    struct json reply;

    json_init(&reply, text, sizeof(text));
    json_object_begin(&reply, NULL);
    if (wrong != NULL) {
        refuse(&reply, wrong);
    } else {
        json_switch(&reply, "ok", true);
        json_whole(&reply, "topics", (long long)daemon->exhibition->content.exhibit.topic_count);
    }
    json_object_end(&reply);
    int length = json_finish(&reply);
    if (length > 0) {
        control_answer(daemon->control, text, (size_t)length);
    }
}

static void command_key(struct daemon *daemon, const char *key, bool is_down, struct json *reply)
{
    if (buttons_press(daemon->buttons, key, is_down, daemon_now_ms(daemon)) < 0) {
        refuse(reply, "there is no such key: evtest shows the names of keys");
        return;
    }
    json_switch(reply, "ok", true);
}

static void command_dialogue(struct daemon *daemon, const char *line, struct json *reply)
{
    int command = dialogue_command_find(line);

    if (command < 0) {
        refuse(reply, "there is no such command: see docent --help");
        return;
    }
    give_event(daemon,
               (struct dialogue_event){.kind = DIALOGUE_EVENT_COMMAND, .command = (enum dialogue_command)command});
    json_switch(reply, "ok", true);
}

static bool on_command(void *user, const char *line, struct json *reply)
{
    struct daemon *daemon = user;
    bool subscribes = strcmp(line, "events") == 0;

    json_object_begin(reply, NULL);
    if (subscribes || strcmp(line, "status") == 0) {
        json_switch(reply, "ok", true);
        write_snapshot(daemon, reply);
    } else if (strcmp(line, "talk") == 0) {
        talk(daemon);
        json_switch(reply, "ok", true);
    } else if (strncmp(line, "ask ", 4) == 0) {
        command_ask(daemon, line + 4, reply);
    } else if (strncmp(line, "say ", 4) == 0) {
        command_say(daemon, line + 4, reply);
    } else if (strncmp(line, "down ", 5) == 0) {
        command_key(daemon, line + 5, true, reply);
    } else if (strncmp(line, "up ", 3) == 0) {
        command_key(daemon, line + 3, false, reply);
    } else if (strcmp(line, "reload") == 0) {
        command_reload(daemon, reply);
    } else {
        command_dialogue(daemon, line, reply);
    }
    json_object_end(reply);
    daemon_settle(daemon);
    return subscribes;
}

void daemon_open_control(struct daemon *daemon)
{
    const struct settings *settings = &daemon->exhibition->content.settings;
    const struct control_options options = {.loop = daemon->loop,
                                            .path = settings->socket,
                                            .group = settings->socket_group,
                                            .handler = on_command,
                                            .user = daemon};
    int result = control_create(&daemon->control, &options);

    if (result == -ESRCH) {
        log_line(LOG_WARNING, "there is no group %s: only the owner can use %s", settings->socket_group,
                 settings->socket);
    } else if (result < 0) {
        log_line(LOG_WARNING, "no control socket at %s (%s): docent works without", settings->socket,
                 strerror(-result));
    }
}
