/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/e2e/test_daemon.py. */
#include <errno.h>
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

int daemon_reload(struct daemon *daemon, char ret_wrong[EXHIBITION_WRONG_BYTES])
{
    struct exhibition *old = daemon->exhibition, *fresh = NULL;

    fall_silent(daemon);
    int result = exhibition_reload(&fresh, old, daemon->synth, ret_wrong);
    if (result < 0) {
        log_line(LOG_ERR, "reload refused: %s", ret_wrong);
        result = exhibition_pronounce(old, daemon->synth) < 0 ? -ENOMEM : result;
        say_refusal(daemon);
        return result;
    }
    listener_set_ear(daemon->listener, fresh->ear);
    daemon->exhibition = fresh;
    renew_self_test(daemon);
    conversation_reload(&daemon->conversation, &fresh->content.exhibit, &fresh->content.phrasebook,
                        &fresh->content.settings);
    exhibition_destroy(old);
    log_line(LOG_NOTICE, "reloaded: %zu topics from %s", fresh->content.exhibit.topic_count, fresh->content.folder);
    return 0;
}
