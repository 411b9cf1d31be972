/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/content_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "docent/utf8.h"

static bool name_ends_in(const char *name, const char *ending)
{
    size_t name_length = strlen(name);
    size_t length = strlen(ending);
    return name_length > length && strcasecmp(name + name_length - length, ending) == 0;
}

static bool name_was_meant(const char *name)
{
    static const char *const endings[] = {".md.txt", ".markdown", ".mdown", ".mkd"};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (name_ends_in(name, endings[i])) {
            return true;
        }
    }
    return false;
}

static int text_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int folder_refuse(const char *folder, int error, struct problems *problems)
{
    if (error == ENOENT) {
        problems_add(problems, folder, 0, "there is no such folder: check its name");
    } else if (error == ENOTDIR) {
        problems_add(problems, folder, 0, "this is not a folder: name the folder that holds the Markdown files");
    } else {
        problems_add(problems, folder, 0, "the folder cannot be read (%s): check its permissions", strerror(error));
    }
    return -EINVAL;
}

static int folder_list(DIR *stream, const char *folder, struct text_list *ret_names, struct problems *problems)
{
    const struct dirent *entry;
    while (errno = 0, (entry = readdir(stream)) != NULL) {
        const char *name = entry->d_name;
        if (name[0] == '.') {
            continue;
        }
        if (name_was_meant(name)) {
            problems_add(problems, folder, 0, "%s is not read because its name does not end in .md: rename it", name);
        }
        if (name_ends_in(name, ".md") && text_list_append(ret_names, name, strlen(name)) < 0) {
            return -ENOMEM;
        }
    }
    if (errno != 0) {
        return folder_refuse(folder, errno, problems);
    }
    if (ret_names->count > 0) {
        qsort(ret_names->items, ret_names->count, sizeof(*ret_names->items), text_compare);
    }
    return 0;
}

int content_folder_open(const char *folder, struct text_list *ret_names, struct problems *problems)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return folder_refuse(folder, errno, problems);
    }
    int stream_fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    DIR *stream = stream_fd < 0 ? NULL : fdopendir(stream_fd);
    if (stream == NULL) {
        int error = errno;
        if (stream_fd >= 0) {
            close(stream_fd);
        }
        close(fd);
        return folder_refuse(folder, error, problems);
    }
    int result = folder_list(stream, folder, ret_names, problems);
    closedir(stream);
    if (result < 0) {
        close(fd);
        return result;
    }
    return fd;
}

/* Up to `size` bytes. Returns how many there were, or negative errno. */
static ssize_t read_all(int fd, char *buffer, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t count = read(fd, buffer + done, size - done);
        if (count < 0 && errno != EINTR) {
            return -errno;
        }
        if (count == 0) {
            break;
        }
        done += count > 0 ? (size_t)count : 0;
    }
    return (ssize_t)done;
}

static unsigned line_of(const char *text, size_t offset)
{
    unsigned line = 1;
    for (size_t i = 0; i < offset; i++) {
        line += text[i] == '\n' ? 1 : 0;
    }
    return line;
}

static int text_check(const char *text, size_t length, const char *shown, struct problems *problems)
{
    size_t invalid = utf8_find_invalid(text, length);
    if (invalid < length) {
        problems_add(problems, shown, line_of(text, invalid), "this line is not UTF-8 text: save the file as UTF-8");
        return -EINVAL;
    }
    const char *nul = memchr(text, '\0', length);
    if (nul != NULL) {
        problems_add(problems, shown, line_of(text, (size_t)(nul - text)),
                     "this line holds a NUL byte: save the file as plain UTF-8 text");
        return -EINVAL;
    }
    return 0;
}

static int file_refuse(const char *shown, int error, struct problems *problems)
{
    problems_add(problems, shown, 0, "the file cannot be read (%s): %s", strerror(error),
                 error == EACCES ? "check its permissions" : "mend or remove it");
    return -EINVAL;
}

static int file_check(int fd, const char *shown, size_t bytes_max, struct problems *problems)
{
    struct stat status;
    if (fstat(fd, &status) < 0) {
        return file_refuse(shown, errno, problems);
    }
    if (!S_ISREG(status.st_mode)) {
        problems_add(problems, shown, 0, "this is %s, not a file: rename it, since a name in .md is a topic's",
                     S_ISDIR(status.st_mode) ? "a folder" : "a device");
        return -EINVAL;
    }
    if (status.st_size > (off_t)bytes_max) {
        problems_add(problems, shown, 0, "the file is larger than %zu KiB: split it into several topics",
                     bytes_max / 1024);
        return -EINVAL;
    }
    return 0;
}

/* The text must also fit when the file grew since its size was looked at: one byte more is asked for than may be there.
 */
static int file_read(int fd, const char *shown, size_t bytes_max, char *buffer, size_t *ret_length,
                     struct problems *problems)
{
    ssize_t count = read_all(fd, buffer, bytes_max + 1);
    if (count < 0) {
        return file_refuse(shown, (int)-count, problems);
    }
    if ((size_t)count > bytes_max) {
        problems_add(problems, shown, 0, "the file is larger than %zu KiB: split it into several topics",
                     bytes_max / 1024);
        return -EINVAL;
    }
    size_t length = (size_t)count;
    if (length >= 3 && memcmp(buffer, "\xef\xbb\xbf", 3) == 0) {
        length -= 3;
        memmove(buffer, buffer + 3, length);
    }
    buffer[length] = '\0';
    *ret_length = length;
    return text_check(buffer, length, shown, problems);
}

int content_file_read(int folder_fd, const char *name, const char *shown, size_t bytes_max, char **ret_text,
                      size_t *ret_length, struct problems *problems)
{
    /* O_NONBLOCK: a named pipe must not hold up the program. */
    int fd = openat(folder_fd, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return file_refuse(shown, errno, problems);
    }
    int result = file_check(fd, shown, bytes_max, problems);
    char *text = result < 0 ? NULL : calloc(1, bytes_max + 2);
    if (result == 0 && text == NULL) {
        result = -ENOMEM;
    }
    if (result == 0) {
        result = file_read(fd, shown, bytes_max, text, ret_length, problems);
    }
    close(fd);
    if (result < 0) {
        free(text);
        return result;
    }
    *ret_text = text;
    return 0;
}
