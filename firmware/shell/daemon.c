/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/e2e/test_daemon.py, and by every other test of a whole daemon there. */
#include "docent/daemon.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "daemon_private.h"
#include "docent/complain.h"
#include "docent/kept.h"
#include "docent/log.h"

/* --- the event loop ----------------------------------------------------------------------------------------------- */

int64_t daemon_now_ms(const struct daemon *daemon)
{
    uint64_t now_us = 0;

    sd_event_now(daemon->loop, CLOCK_MONOTONIC, &now_us);
    return (int64_t)(now_us / 1000);
}

void daemon_settle(struct daemon *daemon)
{
    int64_t deadline_ms = daemon->conversation.deadline_ms;

    if (conversation_is_over(&daemon->conversation)) {
        sd_event_exit(daemon->loop, 0);
    }
    if (deadline_ms == DIALOGUE_NO_DEADLINE) {
        sd_event_source_set_enabled(daemon->deadline, SD_EVENT_OFF);
    } else {
        sd_event_source_set_time(daemon->deadline, (uint64_t)deadline_ms * 1000);
        sd_event_source_set_enabled(daemon->deadline, SD_EVENT_ONESHOT);
    }
}

static int on_report(sd_event_source *source, int fd, uint32_t events, void *user)
{
    struct daemon *daemon = user;
    struct report report;

    (void)source;
    (void)fd;
    (void)events;
    while (queue_pop(&daemon->queue, &report)) {
        if (report.kind == REPORT_TESTED) {
            daemon_tested(daemon, report.error);
        } else if (report.kind == REPORT_EAR_FAILED) {
            checkup_doubt(&daemon->checkup, daemon_now_ms(daemon));
        }
        conversation_report(&daemon->conversation, &report, daemon_now_ms(daemon));
    }
    daemon_settle(daemon);
    return 0;
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

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *user)
{
    struct daemon *daemon = user;

    (void)source;
    log_line(LOG_NOTICE, "stopping: %s", strsignal((int)info->ssi_signo));
    return sd_event_exit(daemon->loop, 0);
}

/* --- opening and closing ------------------------------------------------------------------------------------------ */

void daemon_block_signals(char **argv)
{
    sigset_t signals, before;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, &before);
    if (!sigismember(&before, SIGTERM) || !sigismember(&before, SIGINT)) {
        char program[PATHS_BYTES] = "";
        if (readlink("/proc/self/exe", program, sizeof(program) - 1) > 0) {
            execv(program, argv);
        }
        log_line(LOG_WARNING, "cannot start anew with signals blocked (%s): a signal may end docentd unasked",
                 strerror(errno));
    }
}

static int open_loop(struct daemon *daemon)
{
    int result = sd_event_default(&daemon->loop);
    if (result >= 0) {
        result = sd_event_add_signal(daemon->loop, NULL, SIGTERM, on_signal, daemon);
    }
    if (result >= 0) {
        result = sd_event_add_signal(daemon->loop, NULL, SIGINT, on_signal, daemon);
    }
    if (result >= 0) {
        result = sd_event_add_time_relative(daemon->loop, &daemon->deadline, CLOCK_MONOTONIC, 0, 1000, on_deadline,
                                            daemon);
    }
    if (result >= 0) {
        result = sd_event_source_set_enabled(daemon->deadline, SD_EVENT_OFF);
    }
    return result < 0 ? complain("the event loop cannot be made (%s): restart the machine", strerror(-result)) : 0;
}

static int open_exhibition(struct daemon *daemon, const struct tool_options *options)
{
    struct tool_content *content = calloc(1, sizeof(*content));
    char what[EXHIBITION_WRONG_BYTES];

    if (content == NULL) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    int code = tool_content_load(options, content);
    if (code == 0) {
        /* Before any thread: libespeak-ng calls setlocale. */
        int result = synth_create_espeak(&daemon->synth);
        if (result < 0) {
            tool_content_finish(content);
            code = complain("the voice cannot be opened (%s): install the package espeak-ng-data", strerror(-result));
        } else if (exhibition_create(&daemon->exhibition, content, daemon->synth, what) < 0) {
            code = complain("%s", what);
        }
    }
    free(content);
    return code;
}

static int open_self_test(struct daemon *daemon)
{
    int result = daemon_make_self_test(daemon, &daemon->self_test);

    checkup_init(&daemon->checkup, (unsigned)daemon->exhibition->content.settings.self_test_hour,
                 daemon_now_ms(daemon));
    return result < 0 ? complain("the self-test cannot be made (%s): run docent check %s", strerror(-result),
                                 daemon->exhibition->content.folder)
                      : 0;
}

static int open_sound(struct daemon *daemon, bool recording)
{
    const struct settings *settings = &daemon->exhibition->content.settings;
    const struct capture_options capture = {.device = settings->capture};
    const struct playback_options playback = {.device = settings->playback,
                                              .mixer = settings->mixer,
                                              .gain_db = (float)settings->volume_db,
                                              .rate_hz = synth_rate_hz(daemon->synth)};
    int result = queue_init(&daemon->queue);

    daemon->has_queue = result == 0;
    if (result == 0) {
        result = playback_create(&daemon->playback, &playback);
    }
    if (result == 0) {
        result = capture_create(&daemon->capture, &capture);
    }
    if (result == 0) {
        const struct listener_options options = {
            .capture = daemon->capture,
            .ear = daemon->exhibition->ear,
            .queue = &daemon->queue,
            .source_waits = recording || strncmp(settings->capture, "file:", 5) == 0,
        };
        result = listener_create(&daemon->listener, &options);
    }
    if (result == 0) {
        const struct speaker_options options = {
            .playback = daemon->playback, .synth = daemon->synth, .queue = &daemon->queue};
        result = speaker_create(&daemon->speaker, &options);
    }
    if (result == 0) {
        result = sd_event_add_io(daemon->loop, NULL, daemon->queue.fd, EPOLLIN, on_report, daemon);
    }
    return result < 0
               ? complain("sound cannot be started (%s): check capture and playback in docent.conf", strerror(-result))
               : 0;
}

/* One person's own unit speaks as it did when it was switched off. */
static void restore_kept(struct daemon *daemon)
{
    const struct settings *settings = &daemon->exhibition->content.settings;
    struct kept kept;

    if (!settings->single_user) {
        return;
    }
    int result = kept_load(settings->state_dir, &kept);
    if (result == 0) {
        conversation_restore(&daemon->conversation, kept.volume_db, kept.rate_wpm);
    } else if (result != -ENOENT) {
        log_line(LOG_WARNING, "what was kept in %s cannot be read (%s): the defaults hold", settings->state_dir,
                 strerror(-result));
    }
}

static void open_conversation(struct daemon *daemon)
{
    const struct tool_content *content = &daemon->exhibition->content;
    const struct conversation_options options = {
        .exhibit = &content->exhibit,
        .phrasebook = &content->phrasebook,
        .settings = &content->settings,
        .listener = daemon->listener,
        .speaker = daemon->speaker,
        .playback = daemon->playback,
        .sound_rate_hz = synth_rate_hz(daemon->synth),
        .watcher = daemon_watcher(daemon),
    };

    conversation_init(&daemon->conversation, &options);
    restore_kept(daemon);
}

static void on_button(void *user, const struct dialogue_event *event, int64_t now_ms)
{
    struct daemon *daemon = user;

    conversation_event(&daemon->conversation, event, now_ms);
    daemon_settle(daemon);
}

static void on_buttons_present(void *user, bool is_present)
{
    daemon_buttons_present(user, is_present);
}

static int open_buttons(struct daemon *daemon)
{
    const char *wrong_key = "";
    const struct buttons_options options = {.loop = daemon->loop,
                                            .settings = &daemon->exhibition->content.settings,
                                            .event = on_button,
                                            .present = on_buttons_present,
                                            .user = daemon};
    int result = buttons_create(&daemon->buttons, &options, &wrong_key);

    if (result == -EINVAL) {
        return complain("[buttons] %s: there is no such key: evtest shows the names of keys", wrong_key);
    }
    return result < 0 ? complain("the buttons cannot be used (%s): restart the machine", strerror(-result)) : 0;
}

static int daemon_open(struct daemon *daemon, const struct daemon_options *options)
{
    int code = open_loop(daemon);

    if (code == 0) {
        code = open_exhibition(daemon, &options->content);
    }
    if (code == 0) {
        code = open_self_test(daemon);
    }
    if (code == 0) {
        code = open_sound(daemon, options->recording);
    }
    if (code == 0) {
        open_conversation(daemon);
        code = open_buttons(daemon);
    }
    if (code == 0) {
        daemon_open_control(daemon);
        int result = daemon_watch(daemon);
        code = result < 0 ? complain("the devices cannot be watched (%s): restart the machine", strerror(-result)) : 0;
    }
    return code;
}

/* Threads first, then what they borrow. */
static void daemon_close(struct daemon *daemon)
{
    control_destroy(daemon->control);
    buttons_destroy(daemon->buttons);
    listener_destroy(daemon->listener);
    speaker_destroy(daemon->speaker);
    capture_destroy(daemon->capture);
    playback_destroy(daemon->playback);
    sd_event_source_disable_unref(daemon->renewed);
    renewal_destroy(daemon->renewal);
    self_test_destroy(daemon->self_test);
    exhibition_destroy(daemon->exhibition);
    synth_destroy(daemon->synth);
    sd_event_source_unref(daemon->deadline);
    sd_event_source_unref(daemon->look);
    sd_event_unref(daemon->loop);
    if (daemon->has_queue) {
        queue_finish(&daemon->queue);
    }
    free(daemon->saying);
    free(daemon);
}

static int daemon_loop(struct daemon *daemon)
{
    const struct dialogue_event started = {.kind = DIALOGUE_EVENT_STARTED};

    log_line(LOG_NOTICE, "ready: %zu topics from %s", daemon->exhibition->content.exhibit.topic_count,
             daemon->exhibition->content.folder);
    sd_notify(0, "READY=1\nSTATUS=ready");
    daemon_test_if_due(daemon);
    conversation_event(&daemon->conversation, &started, daemon_now_ms(daemon));
    daemon_settle(daemon);
    int result = sd_event_loop(daemon->loop);
    sd_notify(0, "STOPPING=1\nSTATUS=stopping");
    return result < 0 ? complain("the event loop failed (%s): see the journal", strerror(-result)) : result;
}

int daemon_run(const struct daemon_options *options)
{
    struct daemon *daemon = calloc(1, sizeof(*daemon));

    if (daemon == NULL) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    int code = daemon_open(daemon, options);
    if (code == 0) {
        code = daemon_loop(daemon);
    }
    daemon_close(daemon);
    return code;
}

int daemon_check(const struct tool_options *options)
{
    struct daemon *daemon = calloc(1, sizeof(*daemon));

    if (daemon == NULL) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    int code = open_exhibition(daemon, options);
    if (code == 0) {
        assert(daemon->exhibition != NULL);
        printf("In order: %zu topics in %s.\n", daemon->exhibition->content.exhibit.topic_count,
               daemon->exhibition->content.folder);
    }
    daemon_close(daemon);
    return code;
}
