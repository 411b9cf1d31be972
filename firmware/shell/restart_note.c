/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/restart_note.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char file_name[] = "restarted-deaf";

/* Change the folder's entry by `change` and have the folder on the disk. */
static int change_folder(const char *folder, int (*change)(int folder_fd))
{
    int folder_fd = open(folder, O_DIRECTORY | O_CLOEXEC);

    if (folder_fd < 0) {
        return -errno;
    }
    int result = change(folder_fd);
    if (result == 0 && fsync(folder_fd) < 0) {
        result = -errno;
    }
    close(folder_fd);
    return result;
}

/* Without content there is nothing that could be half written. */
static int make(int folder_fd)
{
    int fd = openat(folder_fd, file_name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);

    if (fd < 0) {
        return -errno;
    }
    return close(fd) < 0 ? -errno : 0;
}

static int take_away(int folder_fd)
{
    return unlinkat(folder_fd, file_name, 0) < 0 ? -errno : 0;
}

bool restart_note_exists(const char *folder)
{
    struct stat status;
    int folder_fd = open(folder, O_DIRECTORY | O_CLOEXEC);

    if (folder_fd < 0) {
        return true;
    }
    bool is_absent = fstatat(folder_fd, file_name, &status, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT;
    close(folder_fd);
    return !is_absent;
}

int restart_note_write(const char *folder)
{
    return change_folder(folder, make);
}

int restart_note_remove(const char *folder)
{
    int result = change_folder(folder, take_away);

    return result == -ENOENT ? 0 : result;
}
