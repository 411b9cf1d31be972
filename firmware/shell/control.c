/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/control.h"

#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 64, PRIORITY = SD_EVENT_PRIORITY_IDLE };

struct client {
    struct control *control;
    int fd; /* -1: free */
    sd_event_source *source;
    bool subscribed;
    bool half_closed; /* it sends no more: close when all is sent */
    bool spoke;       /* it has sent a whole line */
    bool waits;       /* for the reply to a command that was deferred */
    unsigned idle_s;  /* since it last began or ended a line */
    size_t in_length;
    size_t out_length;
    char in[CONTROL_LINE_BYTES];
    char *out; /* CONTROL_OUT_BYTES, or NULL while nothing waits */
};

struct control {
    int fd;
    sd_event_source *source, *timer;
    /* On while a command waits for its turn. The descriptor is always readable: a deferred source would do as well, but
     * sd-event would prefer it to all clients, as that which has been ready for longest. */
    sd_event_source *work;
    int work_fd;
    size_t next; /* the client whose turn it is */
    bool defers; /* the handler has said so of the command that it carries out */
    control_handler *handler;
    void *user;
    size_t client_count, subscriber_count;
    struct client clients[CONTROL_CLIENTS_MAX];
    char reply[CONTROL_REPLY_BYTES];
    char path[CONTROL_PATH_BYTES];
};

/* --- clients ------------------------------------------------------------------------------------------------------ */

static void client_close(struct client *client)
{
    struct control *control = client->control;

    sd_event_source_disable_unref(client->source);
    close(client->fd);
    free(client->out);
    control->client_count--;
    control->subscriber_count -= client->subscribed;
    *client = (struct client){.control = control, .fd = -1};
    sd_event_source_set_enabled(control->source, SD_EVENT_ON);
}

static bool client_has_line(const struct client *client)
{
    return memchr(client->in, '\n', client->in_length) != NULL;
}

/* While a command of a client waits for its turn or its reply, no more is read from it. */
static void client_watch(struct client *client)
{
    uint32_t events = client->out_length > 0 ? EPOLLOUT : 0;

    if (!client->half_closed && !client->waits && !client_has_line(client)) {
        events |= EPOLLIN;
    }
    sd_event_source_set_io_events(client->source, events);
}

/* Send what waits, as far as it goes. Returns false when the client had to be closed. */
static bool client_flush(struct client *client)
{
    while (client->out_length > 0) {
        ssize_t sent = send(client->fd, client->out, client->out_length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent < 0 && errno == EAGAIN) {
            client_watch(client);
            return true;
        }
        if (sent < 0) {
            client_close(client);
            return false;
        }
        client->out_length -= (size_t)sent;
        memmove(client->out, client->out + sent, client->out_length);
    }
    free(client->out);
    client->out = NULL;
    if (client->half_closed && !client->waits) {
        client_close(client);
        return false;
    }
    client_watch(client);
    return true;
}

/* Returns false when the client had to be closed. */
static bool client_send(struct client *client, const char *text, size_t length)
{
    if (client->out == NULL) {
        client->out = malloc(CONTROL_OUT_BYTES);
    }
    if (client->out == NULL || length > CONTROL_OUT_BYTES - client->out_length) {
        client_close(client); /* it does not read */
        return false;
    }
    memcpy(client->out + client->out_length, text, length);
    client->out_length += length;
    return client_flush(client);
}

static void client_refuse(struct client *client, const char *error)
{
    struct json json;

    json_init(&json, client->control->reply, CONTROL_REPLY_BYTES);
    json_object_begin(&json, NULL);
    json_switch(&json, "ok", false);
    json_text(&json, "error", error);
    json_object_end(&json);
    int length = json_finish(&json);
    client_send(client, client->control->reply, (size_t)length);
}

/* Carry out one line; the client may be gone afterwards. */
static void client_line(struct client *client, const char *line)
{
    struct control *control = client->control;
    struct json reply;

    if (!client->subscribed && control->subscriber_count == CONTROL_SUBSCRIBERS_MAX && strcmp(line, "events") == 0) {
        client_refuse(client, "too many programs watch already: close one");
        return;
    }
    json_init(&reply, control->reply, CONTROL_REPLY_BYTES);
    control->defers = false;
    bool subscribes = control->handler(control->user, line, &reply);
    int length = json_finish(&reply);
    if (client->fd < 0) {
        return; /* what the command told everybody was too much for it */
    }
    if (control->defers) {
        client->waits = true;
        client_watch(client);
        return;
    }
    if (length < 0) {
        client_refuse(client, "the answer is too long: ask for less");
    } else if (client_send(client, control->reply, (size_t)length) && subscribes && !client->subscribed) {
        client->subscribed = true;
        control->subscriber_count++;
    }
}

/* Carry out the first of the lines that have come. */
static void client_next_line(struct client *client)
{
    char line[CONTROL_LINE_BYTES];
    const char *end = memchr(client->in, '\n', client->in_length);
    size_t length = (size_t)(end - client->in);

    memcpy(line, client->in, length);
    line[length] = '\0';
    client->in_length -= length + 1;
    memmove(client->in, end + 1, client->in_length);
    client->idle_s = 0;
    client->spoke = true;
    if (memchr(line, '\0', length) != NULL) {
        line[0] = '\0'; /* a command with a NUL byte in it is none */
    }
    client_line(client, line);
}

/* What has been read is in the client's buffer. */
static void client_take(struct client *client)
{
    if (client_has_line(client)) {
        client_watch(client);
        sd_event_source_set_enabled(client->control->work, SD_EVENT_ON);
    } else if (client->in_length == CONTROL_LINE_BYTES) {
        client->half_closed = true;
        client->in_length = 0;
        client_refuse(client, "the line is too long: send a shorter one");
    }
}

static void client_read(struct client *client)
{
    ssize_t got = recv(client->fd, client->in + client->in_length, CONTROL_LINE_BYTES - client->in_length,
                       MSG_DONTWAIT);

    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got < 0) {
        client_close(client);
    } else if (got == 0) {
        client->half_closed = true;
        client_flush(client);
    } else {
        client->idle_s = client->in_length == 0 ? 0 : client->idle_s;
        client->in_length += (size_t)got;
        client_take(client);
    }
}

static int on_client(sd_event_source *source, int fd, uint32_t events, void *user)
{
    struct client *client = user;

    (void)source;
    (void)fd;
    if ((events & EPOLLOUT) != 0 && !client_flush(client)) {
        return 0;
    }
    if ((events & EPOLLIN) != 0) {
        client_read(client);
    } else if ((events & (EPOLLHUP | EPOLLERR)) != 0 && !client_has_line(client)) {
        client_close(client);
    }
    return 0;
}

/* One command of one client, and the loop goes round: whatever else it has to do comes between any two commands. */
static int on_work(sd_event_source *source, int fd, uint32_t events, void *user)
{
    struct control *control = user;

    (void)fd;
    (void)events;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        struct client *client = &control->clients[control->next];
        control->next = (control->next + 1) % CONTROL_CLIENTS_MAX;
        if (client->fd >= 0 && !client->waits && client_has_line(client)) {
            client_next_line(client);
            return 0;
        }
    }
    return sd_event_source_set_enabled(source, SD_EVENT_OFF);
}

/* --- the socket --------------------------------------------------------------------------------------------------- */

static int on_connection(sd_event_source *source, int fd, uint32_t events, void *user)
{
    struct control *control = user;
    struct client *client = control->clients;

    (void)events;
    if (control->client_count == CONTROL_CLIENTS_MAX) {
        return sd_event_source_set_enabled(source, SD_EVENT_OFF); /* until one goes */
    }
    while (client->fd >= 0) {
        client++;
    }
    int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (accepted < 0) {
        return 0; /* it has gone again */
    }
    if (sd_event_add_io(sd_event_source_get_event(source), &client->source, accepted, EPOLLIN, on_client, client) < 0) {
        close(accepted);
        return 0;
    }
    sd_event_source_set_priority(client->source, PRIORITY);
    client->fd = accepted;
    control->client_count++;
    return 0;
}

static int on_second(sd_event_source *source, uint64_t time_us, void *user)
{
    struct control *control = user;

    (void)time_us;
    bool full = control->client_count == CONTROL_CLIENTS_MAX;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        struct client *client = &control->clients[i];
        bool waited_for = !client->spoke || client->in_length > 0 || full;
        if (client->fd >= 0 && !client->subscribed && !client->waits && ++client->idle_s > CONTROL_IDLE_S &&
            waited_for) {
            client_close(client);
        }
    }
    sd_event_source_set_time_relative(source, 1000000);
    return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static bool somebody_listens(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool listens = fd >= 0 && (connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 || errno == EAGAIN);

    if (fd >= 0) {
        close(fd);
    }
    return listens;
}

static int bind_socket(int fd, const struct sockaddr_un *address)
{
    /* Never open to more than it will be, not even for a moment. */
    mode_t before = umask(0117);
    int result = bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 ? 0 : -errno;

    if (result == -EADDRINUSE && !somebody_listens(address)) {
        unlink(address->sun_path);
        result = bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 ? 0 : -errno;
    }
    umask(before);
    return result;
}

static int open_socket(struct control *control, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof(address.sun_path)) {
        return -ENAMETOOLONG;
    }
    strcpy(address.sun_path, path);
    control->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (control->fd < 0) {
        return -errno;
    }
    int result = bind_socket(control->fd, &address);
    if (result < 0) {
        return result;
    }
    strcpy(control->path, path);
    return listen(control->fd, BACKLOG) == 0 ? 0 : -errno;
}

/* Returns 0, or -ESRCH when the group cannot be given the socket. */
static int give_to_group(const char *path, const char *group)
{
    const struct group *found = group[0] != '\0' ? getgrnam(group) : NULL;

    if (group[0] == '\0') {
        return 0;
    }
    if (found == NULL) {
        return -ESRCH;
    }
    /* The service's system-call filter forbids chown, but there the socket is the group's from the start. */
    struct stat is;
    bool is_done = stat(path, &is) == 0 && is.st_gid == found->gr_gid;
    return is_done || chown(path, (uid_t)-1, found->gr_gid) == 0 ? 0 : -ESRCH;
}

static int join_loop(struct control *control, sd_event *loop)
{
    int result = sd_event_add_io(loop, &control->source, control->fd, EPOLLIN, on_connection, control);

    if (result >= 0) {
        sd_event_source_set_priority(control->source, PRIORITY);
        result = sd_event_add_time_relative(loop, &control->timer, CLOCK_MONOTONIC, 1000000, 0, on_second, control);
    }
    if (result >= 0) {
        control->work_fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
        result = control->work_fd < 0 ? -errno : 0;
    }
    if (result >= 0) {
        result = sd_event_add_io(loop, &control->work, control->work_fd, EPOLLIN, on_work, control);
    }
    if (result >= 0) {
        sd_event_source_set_priority(control->work, PRIORITY);
        result = sd_event_source_set_enabled(control->work, SD_EVENT_OFF);
    }
    return result < 0 ? result : 0;
}

int control_create(struct control **ret_control, const struct control_options *options)
{
    struct control *control = calloc(1, sizeof(*control));

    *ret_control = NULL;
    if (control == NULL) {
        return -ENOMEM;
    }
    control->fd = -1;
    control->work_fd = -1;
    control->handler = options->handler;
    control->user = options->user;
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        control->clients[i] = (struct client){.control = control, .fd = -1};
    }
    int result = open_socket(control, options->path);
    if (result == 0) {
        result = join_loop(control, options->loop);
    }
    if (result < 0) {
        control_destroy(control);
        return result;
    }
    *ret_control = control;
    return give_to_group(control->path, options->group);
}

void control_destroy(struct control *control)
{
    if (control == NULL) {
        return;
    }
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        if (control->clients[i].fd >= 0) {
            client_close(&control->clients[i]);
        }
    }
    sd_event_source_disable_unref(control->source);
    sd_event_source_disable_unref(control->timer);
    sd_event_source_disable_unref(control->work);
    if (control->path[0] != '\0') {
        unlink(control->path);
    }
    if (control->fd >= 0) {
        close(control->fd);
    }
    if (control->work_fd >= 0) {
        close(control->work_fd);
    }
    free(control);
}

void control_tell(struct control *control, const char *line, size_t length)
{
    for (size_t i = 0; i < CONTROL_CLIENTS_MAX; i++) {
        struct client *client = &control->clients[i];
        if (client->fd >= 0 && client->subscribed) {
            client_send(client, line, length);
        }
    }
}

void control_defer(struct control *control)
{
    control->defers = true;
}

void control_answer(struct control *control, const char *line, size_t length)
{
    for (size_t i = 0; control != NULL && i < CONTROL_CLIENTS_MAX; i++) {
        struct client *client = &control->clients[i];
        if (client->fd < 0 || !client->waits) {
            continue;
        }
        client->waits = false;
        client->idle_s = 0;
        if (client_send(client, line, length) && client_has_line(client)) {
            sd_event_source_set_enabled(control->work, SD_EVENT_ON);
        }
    }
}

bool control_has_subscribers(const struct control *control)
{
    return control != NULL && control->subscriber_count > 0;
}
