/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/e2e/test_daemon.py. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "daemon_private.h"
#include "docent/log.h"

/* Fall silent, as when somebody presses a key. */
static void fall_silent(struct daemon *daemon)
{
    const struct dialogue_event stop = {
        .kind = DIALOGUE_EVENT_COMMAND, .source = DIALOGUE_BY_SOCKET, .command = DIALOGUE_STOP};

    conversation_event(&daemon->conversation, &stop, daemon_now_ms(daemon));
    speaker_rest(daemon->speaker);
}

static void say_refusal(struct daemon *daemon)
{
    const struct dialogue_event refused = {.kind = DIALOGUE_EVENT_FAULT, .fault = DIALOGUE_FAULT_CONTENT};
    const struct dialogue_event over = {.kind = DIALOGUE_EVENT_MENDED, .fault = DIALOGUE_FAULT_CONTENT};

    /* The old content is whole: this is a message, not a state. */
    conversation_event(&daemon->conversation, &refused, daemon_now_ms(daemon));
    conversation_event(&daemon->conversation, &over, daemon_now_ms(daemon));
}

/* The voice is at rest, and the listener has let go of the old test. */
static void renew_self_test(struct daemon *daemon)
{
    self_test_destroy(daemon->self_test);
    int result = daemon_make_self_test(daemon, &daemon->self_test);
    if (result < 0) {
        log_line(LOG_ERR, "there is no self-test for this content: %s", strerror(-result));
    }
    checkup_doubt(&daemon->checkup, daemon_now_ms(daemon));
}

static void refuse(struct daemon *daemon, const char *wrong)
{
    log_line(LOG_ERR, "reload refused: %s", wrong);
    say_refusal(daemon);
    daemon_reloaded(daemon, wrong);
}

static void swap(struct daemon *daemon, struct exhibition *fresh)
{
    struct exhibition *old = daemon->exhibition;

    fall_silent(daemon);
    if (exhibition_pronounce(fresh, daemon->synth) < 0) {
        exhibition_destroy(fresh);
        refuse(daemon, "out of memory: stop other programs, or use a machine with more");
        return;
    }
    listener_set_ear(daemon->listener, fresh->ear);
    daemon->exhibition = fresh;
    renew_self_test(daemon);
    conversation_reload(&daemon->conversation, &fresh->content.exhibit, &fresh->content.phrasebook,
                        &fresh->content.settings);
    exhibition_destroy(old);
    log_line(LOG_NOTICE, "reloaded: %zu topics from %s", fresh->content.exhibit.topic_count, fresh->content.folder);
    daemon_reloaded(daemon, NULL);
}

static int on_renewed(sd_event_source *source, int fd, uint32_t events, void *user)
{
    struct daemon *daemon = user;
    struct exhibition *fresh = NULL;
    char wrong[EXHIBITION_WRONG_BYTES];

    (void)source;
    (void)fd;
    (void)events;
    daemon->renewed = sd_event_source_disable_unref(daemon->renewed);
    int result = renewal_finish(daemon->renewal, &fresh, wrong);
    daemon->renewal = NULL;
    if (result < 0) {
        refuse(daemon, wrong);
    } else {
        swap(daemon, fresh);
    }
    daemon_settle(daemon);
    return 0;
}

int daemon_reload(struct daemon *daemon, char ret_wrong[EXHIBITION_WRONG_BYTES])
{
    if (daemon->renewal != NULL) {
        snprintf(ret_wrong, EXHIBITION_WRONG_BYTES, "the content is being read already: try again when that is over");
        return -EBUSY;
    }
    fall_silent(daemon); /* the new content's words may need the voice */
    int result = renewal_start(&daemon->renewal, daemon->exhibition, daemon->synth);
    if (result == 0) {
        result = sd_event_add_io(daemon->loop, &daemon->renewed, renewal_fd(daemon->renewal), EPOLLIN, on_renewed,
                                 daemon);
    }
    if (result < 0) {
        renewal_destroy(daemon->renewal);
        daemon->renewal = NULL;
        snprintf(ret_wrong, EXHIBITION_WRONG_BYTES, "the content cannot be read now (%s): try again",
                 strerror(-result));
        return result;
    }
    return 0;
}
