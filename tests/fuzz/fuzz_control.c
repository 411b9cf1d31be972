/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The control socket: bytes from a client, carried out by the daemon's own commands on a daemon whose ear, voice and
 * loudspeaker are stand-ins. Every answer must be one whole JSON object a line. */

#include "fuzz.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "../../firmware/shell/daemon_private.h"
#include "../unit/shell/listening_fixture.h"
#include "docent/utf8.h"

enum { PIECES_MAX = 16, TURNS_MAX = 1000, REPLY_BYTES = 4 * CONTROL_OUT_BYTES };

static char socket_path[FUZZ_PATH_BYTES];

static void remove_socket(void)
{
    (void)unlink(socket_path);
}

static int on_deadline(sd_event_source *source, uint64_t time_us, void *user)
{
    struct daemon *daemon = user;

    (void)source;
    (void)time_us;
    conversation_time(&daemon->conversation, daemon_now_ms(daemon));
    daemon_settle(daemon);
    return 0;
}

static void on_button(void *user, const struct dialogue_event *event, int64_t now_ms)
{
    struct daemon *daemon = user;

    conversation_event(&daemon->conversation, event, now_ms);
}

static void on_present(void *user, bool is_present)
{
    (void)user;
    (void)is_present;
}

static void open_exhibition(struct daemon *daemon, struct listening *listening)
{
    static char *said[] = {listening_text[APPLES]};

    fuzz_check(listening_open(listening, said, 1) == 0);
    daemon->exhibition = calloc(1, sizeof(*daemon->exhibition));
    fuzz_check(daemon->exhibition != NULL);
    struct tool_content *content = &daemon->exhibition->content;
    settings_default(&content->settings);
    content->settings.mode = SETTINGS_BUTTON;
    content->exhibit = listening_exhibit;
    content->phrasebook = listening_phrasebook;
    /* So that `reload` is refused: to make a recogniser takes a second. */
    (void)snprintf(content->folder, sizeof(content->folder), "/nowhere");
    (void)snprintf(content->phrasebook_folder, sizeof(content->phrasebook_folder), "/nowhere");
    (void)snprintf(socket_path, sizeof(socket_path), "/tmp/docent-fuzz-%d", (int)getpid());
    (void)snprintf(content->settings.socket, sizeof(content->settings.socket), "%s", socket_path);
    content->settings.socket_group[0] = '\0';
    content->settings.buttons_device[0] = '\0';
    (void)atexit(remove_socket);
}

static void open_sound(struct daemon *daemon, const struct listening *listening)
{
    const struct capture_options capture = {.device = "file:/nowhere/at/all", .reopen_ms = 1000000000};

    fuzz_check(queue_init(&daemon->queue) == 0);
    fuzz_check(capture_create(&daemon->capture, &capture) == 0);
    fuzz_check(synth_create_record(&daemon->synth) == 0);
    const struct listener_options listener = {
        .capture = daemon->capture, .ear = listening->ear, .queue = &daemon->queue};
    const struct playback_options playback = {.device = "null:", .rate_hz = synth_rate_hz(daemon->synth)};
    fuzz_check(listener_create(&daemon->listener, &listener) == 0);
    fuzz_check(playback_create(&daemon->playback, &playback) == 0);
    const struct speaker_options speaker = {
        .playback = daemon->playback, .synth = daemon->synth, .queue = &daemon->queue};
    fuzz_check(speaker_create(&daemon->speaker, &speaker) == 0);
}

static struct daemon *open_daemon(void)
{
    static struct daemon daemon;
    static struct listening listening;
    const char *wrong_key = NULL;

    if (daemon.loop != NULL) {
        return &daemon;
    }
    fuzz_check(sd_event_new(&daemon.loop) >= 0);
    fuzz_check(
        sd_event_add_time_relative(daemon.loop, &daemon.deadline, CLOCK_MONOTONIC, 0, 1000, on_deadline, &daemon) >= 0);
    open_exhibition(&daemon, &listening);
    open_sound(&daemon, &listening);
    const struct tool_content *content = &daemon.exhibition->content;
    const struct conversation_options conversation = {.exhibit = &content->exhibit,
                                                      .phrasebook = &content->phrasebook,
                                                      .settings = &content->settings,
                                                      .listener = daemon.listener,
                                                      .speaker = daemon.speaker,
                                                      .playback = daemon.playback,
                                                      .watcher = daemon_watcher(&daemon)};
    conversation_init(&daemon.conversation, &conversation);
    const struct buttons_options buttons = {.loop = daemon.loop,
                                            .settings = &content->settings,
                                            .event = on_button,
                                            .present = on_present,
                                            .user = &daemon};
    fuzz_check(buttons_create(&daemon.buttons, &buttons, &wrong_key) == 0);
    daemon_open_control(&daemon);
    fuzz_check(daemon.control != NULL);
    return &daemon;
}

static void turn(struct daemon *daemon)
{
    struct report report;

    for (int i = 0; i < TURNS_MAX && sd_event_run(daemon->loop, 0) > 0; i++) {
        while (queue_pop(&daemon->queue, &report)) {
            conversation_report(&daemon->conversation, &report, daemon_now_ms(daemon));
        }
    }
}

static int connect_client(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", socket_path);
    fuzz_check(fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
    return fd;
}

/* Whole lines, each an object; a client that was cut off may have got a part of one. */
static void check_replies(const char *text, size_t length, bool is_cut_off)
{
    while (length > 0) {
        const char *end = memchr(text, '\n', length);
        fuzz_check(end != NULL || is_cut_off);
        if (end == NULL) {
            return;
        }
        size_t line = (size_t)(end - text);
        fuzz_check(line >= 2 && text[0] == '{' && text[line - 1] == '}');
        fuzz_check(utf8_find_invalid(text, line) == line && memchr(text, '\0', line) == NULL);
        text += line + 1;
        length -= line + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char replies[REPLY_BYTES];
    struct daemon *daemon = open_daemon();
    int fd = connect_client();
    size_t length = 0;
    ssize_t got = -1;

    /* A form feed parts what arrives at one time from what comes later. */
    while (size > 0) {
        const uint8_t *end = memchr(data, '\f', size);
        size_t piece = end == NULL ? size : (size_t)(end - data);
        (void)!send(fd, data, piece, MSG_NOSIGNAL);
        data += end == NULL ? piece : piece + 1;
        size -= end == NULL ? piece : piece + 1;
        turn(daemon);
        while (length < REPLY_BYTES && (got = recv(fd, replies + length, REPLY_BYTES - length, 0)) > 0) {
            length += (size_t)got;
            turn(daemon);
        }
    }
    check_replies(replies, length, got == 0 || length == REPLY_BYTES || errno == ECONNRESET);
    close(fd);
    turn(daemon);
    return 0;
}
