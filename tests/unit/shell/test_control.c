/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The socket with clients in the same thread: everything is non-blocking, so the loop is turned by hand. */

#include "docent/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

enum { REPLY_BYTES = 70000 };

struct fixture {
    char folder[40], path[60];
    sd_event *loop;
    struct control *control;
    unsigned commands;
    int other_fd;                    /* readable after the command "wake" */
    unsigned woken_after, met_after; /* commands carried out until then, and until "meet" */
    char last[CONTROL_LINE_BYTES];
};

static const char answer[] = "{\"answer\":1}\n";

static bool handle(void *user, const char *line, struct json *reply)
{
    struct fixture *fixture = user;

    fixture->commands++;
    if (strcmp(line, "wake") == 0) {
        (void)eventfd_write(fixture->other_fd, 1);
    } else if (strcmp(line, "later") == 0) {
        control_defer(fixture->control);
    } else if (strcmp(line, "meet") == 0) {
        fixture->met_after = fixture->commands;
    }
    snprintf(fixture->last, sizeof(fixture->last), "%s", line);
    json_object_begin(reply, NULL);
    json_text(reply, "heard", line);
    for (int i = 0; strcmp(line, "much") == 0 && i < CONTROL_REPLY_BYTES; i++) {
        json_whole(reply, "more", i);
    }
    json_object_end(reply);
    return strcmp(line, "events") == 0;
}

static int make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    strcpy(fixture->folder, "/tmp/docent-control-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL || sd_event_new(&fixture->loop) < 0) {
        return -1;
    }
    snprintf(fixture->path, sizeof(fixture->path), "%s/control", fixture->folder);
    const struct control_options options = {
        .loop = fixture->loop, .path = fixture->path, .group = "", .handler = handle, .user = fixture};
    return control_create(&fixture->control, &options);
}

static int discard(void **state)
{
    struct fixture *fixture = *state;

    control_destroy(fixture->control);
    sd_event_unref(fixture->loop);
    rmdir(fixture->folder);
    free(fixture);
    return 0;
}

/* Until nothing is left to do. */
static void turn(struct fixture *fixture)
{
    while (sd_event_run(fixture->loop, 0) > 0) {
    }
}

static int client_of(struct fixture *fixture)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

    strcpy(address.sun_path, fixture->path);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    turn(fixture);
    return fd;
}

static void tell(struct fixture *fixture, int fd, const char *text, size_t length)
{
    assert_int_equal(send(fd, text, length, MSG_NOSIGNAL), length);
    turn(fixture);
}

/* All that has come; *ret_open tells whether the other side is still open. */
static size_t take(struct fixture *fixture, int fd, char *text, size_t size, bool *ret_open)
{
    size_t length = 0;
    ssize_t got;

    turn(fixture);
    while ((got = recv(fd, text + length, size - 1 - length, 0)) > 0) {
        length += (size_t)got;
        turn(fixture);
    }
    text[length] = '\0';
    *ret_open = got < 0 && errno == EAGAIN;
    return length;
}

static void assert_reply(struct fixture *fixture, int fd, const char *wanted, bool open_wanted)
{
    char text[CONTROL_REPLY_BYTES];
    bool is_open = false;

    take(fixture, fd, text, sizeof(text), &is_open);
    assert_string_equal(text, wanted);
    assert_int_equal(is_open, open_wanted);
}

static void a_line_is_a_command(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);

    tell(fixture, fd, "stat", 4);
    assert_int_equal(fixture->commands, 0);
    tell(fixture, fd, "us\nsay \"x\"\ntal", 14);
    assert_int_equal(fixture->commands, 2);
    assert_reply(fixture, fd, "{\"heard\":\"status\"}\n{\"heard\":\"say \\\"x\\\"\"}\n", true);
    tell(fixture, fd, "k\n", 2);
    assert_reply(fixture, fd, "{\"heard\":\"talk\"}\n", true);
    close(fd);
    turn(fixture);
}

static void a_reply_may_come_later(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);
    int other = client_of(fixture);

    tell(fixture, fd, "later\nstatus\n", 13);
    assert_reply(fixture, fd, "", true);
    assert_int_equal(fixture->commands, 1); /* the second waits for the reply to the first */
    tell(fixture, other, "talk\n", 5);
    assert_reply(fixture, other, "{\"heard\":\"talk\"}\n", true);
    control_answer(fixture->control, answer, strlen(answer));
    assert_reply(fixture, fd, "{\"answer\":1}\n{\"heard\":\"status\"}\n", true);
    assert_reply(fixture, other, "", true);
    control_answer(fixture->control, answer, strlen(answer)); /* once only */
    assert_reply(fixture, fd, "", true);
    close(fd);
    close(other);
    turn(fixture);
}

static void who_has_said_all_waits_for_a_late_reply(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);
    int gone = client_of(fixture);

    tell(fixture, fd, "later\n", 6);
    shutdown(fd, SHUT_WR);
    tell(fixture, gone, "later\n", 6);
    close(gone);
    turn(fixture);
    control_answer(fixture->control, answer, strlen(answer));
    assert_reply(fixture, fd, answer, false);
    close(fd);
    control_answer(NULL, answer, strlen(answer));
}

static void a_client_that_has_said_all_gets_its_answer(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);

    tell(fixture, fd, "status\n", 7);
    shutdown(fd, SHUT_WR);
    assert_reply(fixture, fd, "{\"heard\":\"status\"}\n", false);
    close(fd);
}

static void subscribers_are_told(void **state)
{
    struct fixture *fixture = *state;
    int watcher = client_of(fixture), other = client_of(fixture);

    assert_false(control_has_subscribers(fixture->control));
    tell(fixture, watcher, "events\n", 7);
    assert_true(control_has_subscribers(fixture->control));
    control_tell(fixture->control, "{}\n", 3);
    assert_reply(fixture, watcher, "{\"heard\":\"events\"}\n{}\n", true);
    assert_reply(fixture, other, "", true);
    close(watcher);
    turn(fixture);
    assert_false(control_has_subscribers(fixture->control));
    close(other);
}

static void only_so_many_watch(void **state)
{
    struct fixture *fixture = *state;
    int fds[CONTROL_SUBSCRIBERS_MAX + 1];

    for (size_t i = 0; i <= CONTROL_SUBSCRIBERS_MAX; i++) {
        fds[i] = client_of(fixture);
        tell(fixture, fds[i], "events\n", 7);
    }
    assert_reply(fixture, fds[CONTROL_SUBSCRIBERS_MAX],
                 "{\"ok\":false,\"error\":\"too many programs watch already: close one\"}\n", true);
    for (size_t i = 0; i <= CONTROL_SUBSCRIBERS_MAX; i++) {
        close(fds[i]);
    }
    turn(fixture);
}

static void a_watcher_that_does_not_read_is_cut_off(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);
    char line[1000], text[REPLY_BYTES];
    bool is_open = true;

    memset(line, 'x', sizeof(line));
    line[sizeof(line) - 1] = '\n';
    tell(fixture, fd, "events\n", 7);
    for (int i = 0; i < 10000 && control_has_subscribers(fixture->control); i++) {
        control_tell(fixture->control, line, sizeof(line));
    }
    assert_false(control_has_subscribers(fixture->control));
    while (is_open && take(fixture, fd, text, sizeof(text), &is_open) > 0) {
    }
    assert_false(is_open);
    close(fd);
}

static void one_that_reads_late_gets_all(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture), size = 4096;
    char line[1000], *text = malloc(REPLY_BYTES);
    bool is_open = false;

    memset(line, 'x', sizeof(line));
    line[sizeof(line) - 1] = '\n';
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    tell(fixture, fd, "events\n", 7);
    for (int i = 0; i < 60; i++) {
        control_tell(fixture->control, line, sizeof(line));
    }
    assert_non_null(text);
    assert_int_equal(take(fixture, fd, text, REPLY_BYTES, &is_open),
                     strlen("{\"heard\":\"events\"}\n") + 60 * sizeof(line));
    assert_true(is_open);
    free(text);
    close(fd);
}

static void a_line_without_end_is_refused(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);
    char line[CONTROL_LINE_BYTES];

    memset(line, 'x', sizeof(line));
    tell(fixture, fd, line, sizeof(line));
    assert_reply(fixture, fd, "{\"ok\":false,\"error\":\"the line is too long: send a shorter one\"}\n", false);
    assert_int_equal(fixture->commands, 0);
    close(fd);
}

static void bytes_of_value_zero_make_no_command(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);

    tell(fixture, fd, "stop\0stop\n", 10);
    assert_string_equal(fixture->last, "");
    assert_reply(fixture, fd, "{\"heard\":\"\"}\n", true);
    close(fd);
}

static void an_answer_that_does_not_fit_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);

    tell(fixture, fd, "much\n", 5);
    assert_reply(fixture, fd, "{\"ok\":false,\"error\":\"the answer is too long: ask for less\"}\n", true);
    close(fd);
}

static void more_clients_than_places_wait_for_theirs(void **state)
{
    struct fixture *fixture = *state;
    int fds[CONTROL_CLIENTS_MAX + 4];

    for (size_t i = 0; i < CONTROL_CLIENTS_MAX + 4; i++) {
        fds[i] = client_of(fixture);
        tell(fixture, fds[i], "status\n", 7);
    }
    assert_int_equal(fixture->commands, CONTROL_CLIENTS_MAX);
    assert_reply(fixture, fds[CONTROL_CLIENTS_MAX], "", true);
    for (size_t i = 0; i < 4; i++) {
        close(fds[i]);
    }
    turn(fixture);
    assert_int_equal(fixture->commands, CONTROL_CLIENTS_MAX + 4);
    assert_reply(fixture, fds[CONTROL_CLIENTS_MAX + 3], "{\"heard\":\"status\"}\n", true);
    for (size_t i = 4; i < CONTROL_CLIENTS_MAX + 4; i++) {
        close(fds[i]);
    }
}

static void the_socket_is_for_owner_and_group_only(void **state)
{
    struct fixture *fixture = *state;
    struct stat status;

    assert_int_equal(stat(fixture->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0660);
}

static void a_second_daemon_is_refused_and_a_dead_ones_socket_replaced(void **state)
{
    struct fixture *fixture = *state;
    struct control *second = NULL;
    struct control_options options = {
        .loop = fixture->loop, .path = fixture->path, .group = "", .handler = handle, .user = fixture};
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    assert_int_equal(control_create(&second, &options), -EADDRINUSE);
    assert_null(second);
    control_destroy(fixture->control);
    fixture->control = NULL;
    assert_int_equal(access(fixture->path, F_OK), -1);
    int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    strcpy(address.sun_path, fixture->path);
    assert_int_equal(bind(dead, (struct sockaddr *)&address, sizeof(address)), 0);
    close(dead);
    assert_int_equal(control_create(&fixture->control, &options), 0);
    close(client_of(fixture));
}

static void what_cannot_be_opened_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    struct control *control = NULL;
    char path[200];
    struct control_options options = {
        .loop = fixture->loop, .path = "/nowhere/at/all", .group = "", .handler = handle, .user = fixture};

    assert_int_equal(control_create(&control, &options), -ENOENT);
    memset(path, 'x', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    options.path = path;
    assert_int_equal(control_create(&control, &options), -ENAMETOOLONG);
    assert_null(control);
    snprintf(path, sizeof(path), "%s/other", fixture->folder);
    options.group = "no-such-group-anywhere";
    assert_int_equal(control_create(&control, &options), -ESRCH);
    assert_non_null(control);
    control_destroy(control);
    control_destroy(NULL);
}

static int on_other(sd_event_source *source, int fd, uint32_t events, void *user)
{
    struct fixture *fixture = user;
    eventfd_t ignored;

    (void)source;
    (void)events;
    fixture->woken_after = fixture->commands;
    return eventfd_read(fd, &ignored);
}

static void other_work_comes_between_two_commands(void **state)
{
    struct fixture *fixture = *state;
    sd_event_source *source = NULL;
    int fd = client_of(fixture);
    static const char lines[] = "wake\nstatus\nstatus\nstatus\nstatus\nstatus\nstatus\nstatus\n";

    fixture->other_fd = eventfd(0, EFD_NONBLOCK);
    assert_return_code(sd_event_add_io(fixture->loop, &source, fixture->other_fd, EPOLLIN, on_other, fixture), 0);
    tell(fixture, fd, lines, sizeof(lines) - 1);
    assert_int_equal(fixture->commands, 8);
    assert_int_equal(fixture->woken_after, 1);
    sd_event_source_disable_unref(source);
    close(fixture->other_fd);
    close(fd);
}

static void clients_take_turns(void **state)
{
    struct fixture *fixture = *state;
    int many = client_of(fixture), one = client_of(fixture);
    char lines[CONTROL_LINE_BYTES];

    for (size_t i = 0; i < sizeof(lines); i++) {
        lines[i] = i % 2 == 0 ? 'x' : '\n';
    }
    assert_int_equal(send(many, lines, sizeof(lines), MSG_NOSIGNAL), sizeof(lines));
    tell(fixture, one, "meet\n", 5);
    assert_int_equal(fixture->commands, sizeof(lines) / 2 + 1);
    assert_in_range(fixture->met_after, 1, 3);
    close(many);
    close(one);
}

static void commands_of_a_client_that_has_gone_are_carried_out(void **state)
{
    struct fixture *fixture = *state;
    int fd = client_of(fixture);

    assert_int_equal(send(fd, "down\nup\n", 8, MSG_NOSIGNAL), 8);
    shutdown(fd, SHUT_WR);
    turn(fixture);
    assert_int_equal(fixture->commands, 2);
    assert_string_equal(fixture->last, "up");
    close(fd);
}

#define test(name) cmocka_unit_test_setup_teardown(name, make, discard)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_line_is_a_command),
        test(a_reply_may_come_later),
        test(who_has_said_all_waits_for_a_late_reply),
        test(a_client_that_has_said_all_gets_its_answer),
        test(subscribers_are_told),
        test(only_so_many_watch),
        test(a_watcher_that_does_not_read_is_cut_off),
        test(one_that_reads_late_gets_all),
        test(a_line_without_end_is_refused),
        test(bytes_of_value_zero_make_no_command),
        test(an_answer_that_does_not_fit_is_an_error),
        test(more_clients_than_places_wait_for_theirs),
        test(the_socket_is_for_owner_and_group_only),
        test(a_second_daemon_is_refused_and_a_dead_ones_socket_replaced),
        test(what_cannot_be_opened_is_an_error),
        test(other_work_comes_between_two_commands),
        test(clients_take_turns),
        test(commands_of_a_client_that_has_gone_are_carried_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
