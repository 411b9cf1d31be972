/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/e2e/test_daemon.py, test_coming_and_going.py (devices) and test_watchdog.py (threads). */
#include <inttypes.h>
#include <string.h>

#include "daemon_private.h"
#include "docent/log.h"

static void log_fault(const struct daemon *daemon, enum dialogue_fault fault, const char *device, int error)
{
    bool is_wrong = (daemon->devices.faults & (1U << fault)) != 0;

    if (is_wrong && error < 0) {
        log_line(LOG_ERR, "fault: %s (%s: %s)", dialogue_fault_name(fault), device, strerror(-error));
    } else {
        log_line(is_wrong ? LOG_ERR : LOG_NOTICE, "%s: %s", is_wrong ? "fault" : "mended", dialogue_fault_name(fault));
    }
}

static void report_fault(struct daemon *daemon, enum dialogue_fault fault, bool is_wrong)
{
    const struct dialogue_event event = {.kind = is_wrong ? DIALOGUE_EVENT_FAULT : DIALOGUE_EVENT_MENDED,
                                         .fault = fault};

    conversation_event(&daemon->conversation, &event, daemon_now_ms(daemon));
}

void daemon_buttons_present(struct daemon *daemon, bool is_present)
{
    const unsigned bit = 1U << DIALOGUE_FAULT_BUTTONS;

    daemon->devices.faults = is_present ? daemon->devices.faults & ~bit : daemon->devices.faults | bit;
    log_fault(daemon, DIALOGUE_FAULT_BUTTONS, NULL, 0);
    report_fault(daemon, DIALOGUE_FAULT_BUTTONS, !is_present);
    daemon_settle(daemon);
}

static void check_devices(struct daemon *daemon, const struct capture_report *capture,
                          const struct playback_report *playback)
{
    const struct settings *settings = &daemon->exhibition->content.settings;
    unsigned changed = devices_check(&daemon->devices, capture, playback);

    for (unsigned i = 0; i < DIALOGUE_FAULT_COUNT; i++) {
        enum dialogue_fault fault = (enum dialogue_fault)i;
        if ((changed & (1U << i)) == 0) {
            continue;
        }
        if (fault == DIALOGUE_FAULT_SPEAKER) {
            log_fault(daemon, fault, settings->playback, playback->error);
        } else {
            log_fault(daemon, fault, settings->capture, capture->error);
        }
        report_fault(daemon, fault, (daemon->devices.faults & (1U << i)) != 0);
    }
}

static void log_gaps(struct daemon *daemon, const struct capture_report *capture,
                     const struct playback_report *playback)
{
    int64_t now_ms = daemon_now_ms(daemon);
    uint64_t overruns = seldom_tell(&daemon->overruns, capture->overruns, now_ms);
    uint64_t underruns = seldom_tell(&daemon->underruns, playback->underruns, now_ms);

    if (overruns > 0) {
        log_line(LOG_WARNING, "microphone: %" PRIu64 " overruns (%" PRIu64 " since the start): sound was lost",
                 overruns, capture->overruns);
    }
    if (underruns > 0) {
        log_line(LOG_WARNING, "speaker: %" PRIu64 " underruns (%" PRIu64 " since the start): speech had gaps",
                 underruns, playback->underruns);
    }
}

/* Which of the two sets the volume, whenever that changes. */
static void log_mixer(struct daemon *daemon, const struct playback_report *playback)
{
    const char *wanted = daemon->exhibition->content.settings.mixer;
    bool is_named = strcmp(wanted, "auto") != 0 && strcmp(wanted, "none") != 0;

    if (playback->state != PLAYBACK_READY || (daemon->told_mixer && daemon->mixer_error == playback->mixer_error)) {
        return;
    }
    daemon->told_mixer = true;
    daemon->mixer_error = playback->mixer_error;
    if (playback->mixer_error == 0) {
        log_line(LOG_NOTICE, "volume: by the card's mixer");
    } else if (is_named) {
        log_line(LOG_WARNING,
                 "volume: in software, for there is no mixer control %s with decibels (%s): amixer lists "
                 "what there is",
                 wanted, strerror(-playback->mixer_error));
    } else {
        log_line(LOG_NOTICE, "volume: in software");
    }
}

/* A hung recogniser is a fault that visitors are told of; who hangs otherwise cannot speak or need not. */
static void tell_hung(struct daemon *daemon, unsigned changed)
{
    unsigned hung = daemon->watchdog.hung;

    for (unsigned i = 0; i < VITAL_COUNT; i++) {
        if ((changed & (1U << i)) != 0 && (hung & (1U << i)) != 0) {
            log_line(LOG_CRIT, "the %s hangs%s", vital_name((enum vital)i),
                     daemon->watchdog.limit_us > 0 ? ": systemd gets no more signs of life, to restart docentd" : "");
        } else if ((changed & (1U << i)) != 0) {
            log_line(LOG_NOTICE, "the %s moves again", vital_name((enum vital)i));
        }
    }
    if ((changed & (1U << VITAL_LISTENER)) != 0) {
        daemon_tell_hearing(daemon);
    }
    daemon_notify_systemd(daemon);
}

static void look_after_parts(struct daemon *daemon, const struct capture_report *capture,
                             const struct playback_report *playback)
{
    const struct vital_sign signs[VITAL_COUNT] = {
        /* A file that has ended is over; a full ring waits for the listener. */
        [VITAL_MICROPHONE] = {capture->steps, capture->state != CAPTURE_ENDED && !capture->is_blocked},
        [VITAL_LISTENER] = listener_sign(daemon->listener),
        [VITAL_LOUDSPEAKER] = {playback->steps, true},
        [VITAL_SPEAKER] = speaker_sign(daemon->speaker),
    };
    unsigned changed = watchdog_look(&daemon->watchdog, signs, daemon_now_ms(daemon));

    if (changed != 0) {
        tell_hung(daemon, changed);
    }
}

static int on_look(sd_event_source *source, uint64_t time_us, void *user)
{
    struct daemon *daemon = user;
    struct capture_report capture;
    struct playback_report playback;

    (void)time_us;
    capture_report(daemon->capture, &capture);
    playback_report(daemon->playback, &playback);
    check_devices(daemon, &capture, &playback);
    log_gaps(daemon, &capture, &playback);
    log_mixer(daemon, &playback);
    look_after_parts(daemon, &capture, &playback);
    daemon_test_if_due(daemon);
    daemon_settle(daemon);
    sd_event_source_set_time_relative(source, watchdog_look_ms(&daemon->watchdog, DEVICES_CHECK_MS) * 1000ULL);
    return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

int daemon_watch(struct daemon *daemon)
{
    watchdog_init(&daemon->watchdog, daemon_now_ms(daemon));
    return sd_event_add_time_relative(daemon->loop, &daemon->look, CLOCK_MONOTONIC, 0, 0, on_look, daemon);
}
