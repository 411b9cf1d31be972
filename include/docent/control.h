/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_CONTROL_H
#define DOCENT_CONTROL_H

/*
 * The control socket: a Unix stream socket that takes one command a line and answers each with one JSON object a line.
 *
 * It knows nothing of what the commands mean: the handler does. A client may subscribe; what is told to subscribers is
 * then sent to it, too. Nothing a client does makes the loop wait: a client that does not read is cut off when
 * CONTROL_OUT_BYTES are waiting for it, one that does not finish its line within CONTROL_IDLE_S is closed, and beyond
 * CONTROL_CLIENTS_MAX new ones wait in the socket's own queue, while those that are idle have to go. All of it ranks
 * below the conversation in the event loop, and between any two commands, of one client or of several, the loop goes
 * round: however many are sent, the conversation waits for one at most. Clients take turns.
 *
 * Event loop's thread only.
 */

#include <stdbool.h>
#include <stddef.h>
#include <systemd/sd-event.h>

#include "docent/json.h"

enum {
    CONTROL_CLIENTS_MAX = 16,
    CONTROL_SUBSCRIBERS_MAX = 8, /* so that there is always room for commands */
    CONTROL_LINE_BYTES = 4608,   /* a text to be said, and its command */
    CONTROL_REPLY_BYTES = 16384,
    CONTROL_OUT_BYTES = 65536,
    CONTROL_IDLE_S = 5,
    CONTROL_PATH_BYTES = 108, /* unix(7): sun_path */
};

struct control;

/* Carry out `line` (no newline, UTF-8 not yet checked) and write one JSON object. Returns true to subscribe the client;
 * it then gets what is told from here on. */
typedef bool control_handler(void *user, const char *line, struct json *reply);

struct control_options {
    sd_event *loop; /* borrowed */
    const char *path;
    const char *group; /* who may connect beside the owner; "" or unknown: nobody */
    control_handler *handler;
    void *user;
};

/* Binds the socket, mode 0660. A socket that nobody listens to is replaced. Returns 0, -EADDRINUSE (another daemon
 * listens there), -ENAMETOOLONG, -ESRCH (the socket is open, but there is no such group: *ret_control is set), or what
 * else the system says. */
int control_create(struct control **ret_control, const struct control_options *options);

/* Closes all clients and removes the socket. NULL-safe. */
void control_destroy(struct control *control);

/* Send a line, with its newline, to every subscriber. */
void control_tell(struct control *control, const char *line, size_t length);

/* Called by the handler: the command takes time, its reply is to come from control_answer. Until then no other command
 * of that client is carried out; what the handler writes is not sent. */
void control_defer(struct control *control);

/* The reply, a line with its newline, to every client whose command was deferred and that is still there. */
void control_answer(struct control *control, const char *line, size_t length);

/* Is anybody subscribed? Saves making a line for nobody. */
bool control_has_subscribers(const struct control *control);

#endif
