/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "docent/complain.h"
#include "docent/control.h"
#include "docent/tool.h"

static const char no_arguments[] = "[OPTION...]";

/* What each command sends is its own name. */
static const struct tool_usage usages[] = {
    {"status", no_arguments, "Prints what the running docentd is doing, as one JSON object.\n"},
    {"talk", no_arguments, "Makes the running docentd listen, as its talk button does.\n"},
    {"stop", no_arguments, "Makes the running docentd stop talking.\n"},
    {"reload", no_arguments,
     "Makes the running docentd read its content again. If there is a mistake in it, it keeps the old.\n"},
    {"events", no_arguments,
     "Prints what the running docentd does as it does it: first a snapshot, then each change of state and every word\n"
     "as it is spoken, one JSON object a line. Ends when docentd ends.\n"},
    {"press", "[OPTION...] COMMAND",
     "Gives the running docentd a command as if its button were pressed: pause, go-on, repeat, last-sentence, more,\n"
     "louder, quieter, faster, slower, topics, next, previous, play, help, start-again, yes, no,\n"
     "first to twentieth.\n"},
    {"read", "[OPTION...] TOPIC", "Makes the running docentd read the answer of a topic aloud.\n"},
    {"say", "[OPTION...] TEXT...", "Makes the running docentd say a text aloud.\n"},
};

static const struct tool_usage *find_usage(const char *command)
{
    for (size_t i = 0; i < sizeof(usages) / sizeof(usages[0]); i++) {
        if (strcmp(usages[i].command, command) == 0) {
            return &usages[i];
        }
    }
    return NULL;
}

/* Returns the connected socket, or -1 after complaining. */
static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (strlen(path) >= sizeof(address.sun_path)) {
        complain("[control] socket = %s is too long: use a shorter path", path);
    } else {
        strcpy(address.sun_path, path);
        if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0) {
            return fd;
        }
        if (errno == EACCES) {
            complain("%s is not for you: become root, or a member of its group", path);
        } else {
            complain("docentd is not running (nobody listens at %s): start it", path);
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    return -1;
}

static int send_line(int fd, const char *line)
{
    size_t length = strlen(line), sent = 0;

    while (sent < length) {
        ssize_t got = send(fd, line + sent, length - sent, MSG_NOSIGNAL);
        if (got < 0 && errno != EINTR) {
            return -errno;
        }
        sent += got > 0 ? (size_t)got : 0;
    }
    return 0;
}

/* The text of a member "error" as docentd writes it; its escapes of quotes and backslashes are taken off in place. */
static const char *error_in(char *line)
{
    static const char key[] = "\"error\":\"";
    char *start = strstr(line, key);

    if (strncmp(line, "{\"ok\":false", 11) != 0 || start == NULL) {
        return NULL;
    }
    start += strlen(key);
    char *to = start;
    for (const char *from = start; *from != '\0' && *from != '"'; from++) {
        from += *from == '\\' && from[1] != '\0';
        *to++ = *from;
    }
    *to = '\0';
    return start;
}

/* Print what comes until the first line (or, for events, until docentd ends). */
static int print_answer(FILE *answer, bool prints, bool goes_on)
{
    char line[CONTROL_REPLY_BYTES];
    bool any = false;

    while ((goes_on || !any) && fgets(line, sizeof(line), answer) != NULL) {
        any = true;
        const char *error = error_in(line);
        if (error != NULL) {
            return complain("%s", error);
        }
        if (prints) {
            fputs(line, stdout);
            fflush(stdout);
        }
    }
    return any ? 0 : complain("docentd gave no answer: see its journal");
}

/* Joins the arguments to "COMMAND ARGUMENT...\n", or with no command, just the arguments. */
static int make_line(const char *command, int argc, char **argv, char *ret_line)
{
    size_t length = (size_t)snprintf(ret_line, CONTROL_LINE_BYTES, "%s", command);

    for (int i = 0; i < argc; i++) {
        const char *space = length == 0 ? "" : " ";
        if (length + strlen(argv[i]) + 3 > CONTROL_LINE_BYTES || strchr(argv[i], '\n') != NULL) {
            return complain("the text is too long, or has a line break: say it in parts");
        }
        length += (size_t)snprintf(ret_line + length, CONTROL_LINE_BYTES - length, "%s%s", space, argv[i]);
    }
    strcpy(ret_line + length, "\n");
    return 0;
}

static int converse(const char *path, const char *line, bool prints, bool goes_on)
{
    int fd = connect_to(path);

    if (fd < 0) {
        return EXIT_WRONG;
    }
    int code = send_line(fd, line) < 0 ? complain("docentd closed the connection: see its journal") : 0;
    FILE *answer = code == 0 ? fdopen(fd, "r") : NULL;
    if (answer == NULL) {
        close(fd);
        return code != 0 ? code : complain("out of memory: stop other programs, or use a machine with more");
    }
    code = print_answer(answer, prints, goes_on);
    fclose(answer);
    return code;
}

int tool_control(int argc, char **argv)
{
    const struct tool_usage *usage = find_usage(argv[0]);
    struct tool_options options;
    char line[CONTROL_LINE_BYTES];

    int code = tool_options_read(usage, argc, argv, &options);
    if (code >= 0) {
        return code;
    }
    bool takes_text = strcmp(argv[0], "say") == 0;
    bool takes_one = strcmp(argv[0], "press") == 0 || strcmp(argv[0], "read") == 0;
    int count = argc - optind;
    if ((takes_text && count < 1) || (takes_one && count != 1) || (!takes_text && !takes_one && count != 0)) {
        return complain_usage(argv[0], takes_text  ? "a text is wanted"
                                       : takes_one ? "one argument is wanted"
                                                   : "it takes no argument");
    }
    const char *command = strcmp(argv[0], "press") == 0 ? "" : strcmp(argv[0], "read") == 0 ? "ask" : argv[0];
    code = make_line(command, count, argv + optind, line);
    if (code != 0) {
        return code;
    }
    struct tool_content *content = calloc(1, sizeof(*content));
    if (content == NULL) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    code = tool_content_find(&options, content, NULL);
    if (code == 0) {
        bool watches = strcmp(argv[0], "events") == 0;
        code = converse(content->settings.socket, line, watches || strcmp(argv[0], "status") == 0, watches);
    }
    free(content);
    return code;
}
