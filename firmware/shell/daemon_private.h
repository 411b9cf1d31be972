/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_DAEMON_PRIVATE_H
#define DOCENT_DAEMON_PRIVATE_H

/* The daemon's inner state, shared by the daemon*.c files only. Everything belongs to the event loop's thread. */

#include <systemd/sd-event.h>

#include "docent/buttons.h"
#include "docent/checkup.h"
#include "docent/control.h"
#include "docent/conversation.h"
#include "docent/daemon.h"
#include "docent/devices.h"
#include "docent/exhibition.h"
#include "docent/renewal.h"
#include "docent/seldom.h"
#include "docent/self_test.h"
#include "docent/watchdog.h"

/* What the event loop ends with when systemd is to start docentd again. */
enum { DAEMON_EXIT_RESTART = 1 };

struct daemon {
    struct synth *synth;
    struct exhibition *exhibition;
    struct queue queue;
    bool has_queue;
    struct capture *capture;
    struct playback *playback;
    struct listener *listener;
    struct speaker *speaker;
    struct conversation conversation;
    struct devices devices;
    struct buttons *buttons;
    struct control *control; /* NULL: the socket could not be opened */
    sd_event *loop;
    struct seldom overruns, underruns;
    bool told_mixer; /* what sets the volume is in the log, as of mixer_error */
    int mixer_error;
    struct watchdog watchdog;
    struct self_test *self_test; /* NULL: the exhibit has no questions */
    struct checkup checkup;
    struct renewal *renewal; /* NULL: the content is not being read again */
    sd_event_source *renewed;
    bool is_testing;
    int64_t restart_by_ms; /* 0: no restart is meant */
    sd_event_source *deadline, *look;
    char *saying; /* the text being said, for captions; NULL: none */
};

int64_t daemon_now_ms(const struct daemon *daemon);

/* After anything that may have moved the conversation on: set the timer, or end the loop. */
void daemon_settle(struct daemon *daemon);

/* daemon_watch.c */

/* Begin to look after devices and threads, some times a second. Returns 0 or what sd-event says. */
int daemon_watch(struct daemon *daemon);

/* The buttons have come or gone. */
void daemon_buttons_present(struct daemon *daemon, bool is_present);

/* daemon_self_test.c */

/* Have the voice say the questions of the self-test; nothing else may use the synth meanwhile. Returns 0 or a negative
 * errno; NULL and 0 where there is nothing to ask. */
int daemon_make_self_test(struct daemon *daemon, struct self_test **ret_test);

/* A few times a second: test when it is time and nobody is there; restart when that is wanted and nobody minds. */
void daemon_test_if_due(struct daemon *daemon);

/* REPORT_TESTED has come. */
void daemon_tested(struct daemon *daemon, int error);

/* Tell the conversation whether docent hears at all. */
void daemon_tell_hearing(struct daemon *daemon);

/* daemon_control.c */

/* Tell systemd (STATUS=) what docent does and what is wrong. */
void daemon_notify_systemd(const struct daemon *daemon);

/* Opens the socket; without it docent still answers, so what goes wrong is only logged. */
void daemon_open_control(struct daemon *daemon);

/* The content has been read again; `wrong`: why it was refused, and all is as it was; NULL: it is in use. */
void daemon_reloaded(struct daemon *daemon, const char *wrong);

/* What goes on, for those who watch. */
struct conversation_watcher daemon_watcher(struct daemon *daemon);

/* daemon_reload.c */

/* Begin to read the content again; daemon_reloaded tells how it ended. Returns 0, or a negative errno with a sentence
 * in `ret_wrong` when it cannot even begin. */
int daemon_reload(struct daemon *daemon, char ret_wrong[EXHIBITION_WRONG_BYTES]);

#endif
