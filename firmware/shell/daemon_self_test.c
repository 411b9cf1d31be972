/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/e2e/test_self_test.py. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon_private.h"
#include "docent/log.h"
#include "docent/restart_note.h"
#include "docent/wording.h"

/* Whoever is still using the buttons may end what they are at, but not for ever. */
enum { RESTART_WAIT_MS = 300000 };

/* --- when --------------------------------------------------------------------------------------------------------- */

static unsigned hour_now(void)
{
    time_t now = time(NULL);
    struct tm local;

    return localtime_r(&now, &local) != NULL ? (unsigned)local.tm_hour : 0;
}

static bool is_idle(const struct daemon *daemon)
{
    const struct dialogue *dialogue = &daemon->conversation.dialogue;

    return dialogue->state == DIALOGUE_IDLE && !dialogue->speaking;
}

static void restart_if_time(struct daemon *daemon)
{
    if (daemon->restart_by_ms > 0 && (is_idle(daemon) || daemon_now_ms(daemon) >= daemon->restart_by_ms)) {
        log_line(LOG_CRIT, "starting again: the self-test has failed");
        sd_event_exit(daemon->loop, DAEMON_EXIT_RESTART);
    }
}

void daemon_test_if_due(struct daemon *daemon)
{
    restart_if_time(daemon);
    if (daemon->is_testing || daemon->self_test == NULL || daemon->restart_by_ms > 0 || !is_idle(daemon) ||
        !checkup_is_due(&daemon->checkup, daemon_now_ms(daemon), hour_now())) {
        return;
    }
    daemon->is_testing = true;
    listener_test(daemon->listener, daemon->self_test);
}

/* --- what follows ------------------------------------------------------------------------------------------------- */

void daemon_tell_hearing(struct daemon *daemon)
{
    bool is_hung = (daemon->watchdog.hung & (1U << VITAL_LISTENER)) != 0;

    conversation_hearing(&daemon->conversation, is_hung || checkup_is_deaf(&daemon->checkup), daemon_now_ms(daemon));
}

/* One restart for one deafness, and only where somebody restarts what ends. */
static bool may_restart(const char *folder)
{
    if (getenv("NOTIFY_SOCKET") == NULL) {
        log_line(LOG_ERR, "nobody would start docentd again: it goes on without hearing");
        return false;
    }
    if (restart_note_exists(folder)) {
        log_line(LOG_ERR, "a restart has not helped, or %s cannot be read: docentd goes on without hearing", folder);
        return false;
    }
    int result = restart_note_write(folder);
    if (result < 0) {
        log_line(LOG_ERR, "a restart could not be noted in %s (%s): docentd goes on without hearing", folder,
                 strerror(-result));
    }
    return result == 0;
}

static void become_deaf(struct daemon *daemon)
{
    const struct tool_content *content = &daemon->exhibition->content;
    const struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_PHRASE, .phrase = "self-test-failed"};
    struct wording wording;

    log_line(LOG_CRIT, "self-test failed %d times: docent understands nothing any more", CHECKUP_TRIES);
    if (!may_restart(content->settings.state_dir)) {
        daemon_tell_hearing(daemon);
        return;
    }
    daemon->restart_by_ms = daemon_now_ms(daemon) + RESTART_WAIT_MS;
    if (wording_make(&wording, &speech, &content->exhibit, &content->phrasebook, NULL) == 0) {
        (void)conversation_say(&daemon->conversation, wording.text, daemon_now_ms(daemon));
        wording_finish(&wording);
    }
}

static void forget_restart(const struct daemon *daemon)
{
    const char *folder = daemon->exhibition->content.settings.state_dir;
    int result = restart_note_remove(folder);

    if (result < 0 && result != -ENOTDIR) {
        log_line(LOG_WARNING, "the note of a restart in %s cannot be removed: %s", folder, strerror(-result));
    }
}

void daemon_tested(struct daemon *daemon, int error)
{
    int64_t now_ms = daemon_now_ms(daemon);

    daemon->is_testing = false;
    if (error == -ECANCELED || error == -EBUSY) {
        checkup_put_off(&daemon->checkup, now_ms);
        return;
    }
    switch (checkup_end(&daemon->checkup, error == 0, now_ms)) {
    case CHECKUP_PASSED:
        log_line(LOG_INFO, "self-test passed");
        forget_restart(daemon);
        break;
    case CHECKUP_MENDED:
        log_line(LOG_NOTICE, "self-test passed: docent hears again");
        forget_restart(daemon);
        daemon_tell_hearing(daemon);
        break;
    case CHECKUP_DEAF:
        become_deaf(daemon);
        break;
    case CHECKUP_NO_NEWS:
        log_line(LOG_WARNING, "self-test failed: %s",
                 error == -EBADMSG ? "none of its questions was understood" : strerror(-error));
        break;
    }
}

/* --- making and unmaking ------------------------------------------------------------------------------------------ */

int daemon_make_self_test(struct daemon *daemon, struct self_test **ret_test)
{
    int result = self_test_create(ret_test, &daemon->exhibition->content.exhibit, daemon->synth);

    if (result == 0 && (*ret_test)->count == 0) {
        log_line(LOG_WARNING, "no self-test: no topic has a question under Asked as");
        self_test_destroy(*ret_test);
        *ret_test = NULL;
    }
    return result;
}
