/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 100 };

static const char format[] = "volume_db = %d\nrate_wpm = %u\n";
static const char file_name[] = "kept", new_name[] = "kept.new";

/* Returns the number of bytes read, or a negative errno. */
static ssize_t read_file(int folder_fd, char *text, size_t size)
{
    int fd = openat(folder_fd, file_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

    if (fd < 0) {
        return -errno;
    }
    ssize_t length = read(fd, text, size);
    ssize_t result = length < 0 ? -errno : length;
    close(fd);
    return result;
}

int kept_load(const char *folder, struct kept *ret_kept)
{
    char text[FILE_BYTES_MAX + 1], again[FILE_BYTES_MAX + 1];
    struct kept kept;
    int folder_fd = open(folder, O_DIRECTORY | O_CLOEXEC);

    if (folder_fd < 0) {
        return -errno;
    }
    ssize_t length = read_file(folder_fd, text, FILE_BYTES_MAX);
    close(folder_fd);
    if (length < 0) {
        return (int)length;
    }
    text[length] = '\0';
    /* Only what kept_save would have written: half a file is not believed. */
    if (sscanf(text, format, &kept.volume_db, &kept.rate_wpm) != 2) {
        return -EINVAL;
    }
    snprintf(again, sizeof(again), format, kept.volume_db, kept.rate_wpm);
    if (strcmp(text, again) != 0) {
        return -EINVAL;
    }
    *ret_kept = kept;
    return 0;
}

static int write_file(int folder_fd, const char *text)
{
    int fd = openat(folder_fd, new_name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    size_t length = strlen(text);

    if (fd < 0) {
        return -errno;
    }
    ssize_t written = write(fd, text, length);
    int result = written == (ssize_t)length ? 0 : (written < 0 ? -errno : -ENOSPC);
    if (result == 0 && fsync(fd) < 0) {
        result = -errno;
    }
    if (close(fd) < 0 && result == 0) {
        result = -errno;
    }
    return result;
}

int kept_save(const char *folder, const struct kept *kept)
{
    char text[FILE_BYTES_MAX + 1];
    int folder_fd = open(folder, O_DIRECTORY | O_CLOEXEC);

    if (folder_fd < 0) {
        return -errno;
    }
    snprintf(text, sizeof(text), format, kept->volume_db, kept->rate_wpm);
    int result = write_file(folder_fd, text);
    if (result == 0 && renameat(folder_fd, new_name, folder_fd, file_name) < 0) {
        result = -errno;
    }
    if (result == 0 && fsync(folder_fd) < 0) {
        result = -errno;
    }
    if (result < 0) {
        unlinkat(folder_fd, new_name, 0);
    }
    close(folder_fd);
    return result;
}
