/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEST_FOLDER_H
#define DOCENT_TEST_FOLDER_H

/* A folder of its own for each test, filled with small files and removed with all that is in it. */

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    char path[64];
};

static inline void folder_make(struct folder *folder)
{
    strcpy(folder->path, "/tmp/docent-test-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

static inline void folder_path(const struct folder *folder, const char *name, char *ret_path)
{
    int length = snprintf(ret_path, PATH_MAX, "%s/%s", folder->path, name);
    assert_in_range(length, 1, PATH_MAX - 1);
}

static inline void folder_write_bytes(const struct folder *folder, const char *name, const void *bytes, size_t count)
{
    char path[PATH_MAX];
    folder_path(folder, name, path);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static inline void folder_write(const struct folder *folder, const char *name, const char *text)
{
    folder_write_bytes(folder, name, text, strlen(text));
}

static inline int folder_remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static inline void folder_remove(const struct folder *folder)
{
    assert_int_equal(nftw(folder->path, folder_remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
}

/* Every occurrence of the folder's path left out, so that a test can say what it expects. The caller frees it. */
static inline char *folder_leave_out(const struct folder *folder, const char *text)
{
    size_t path_length = strlen(folder->path);
    char *result = malloc(strlen(text) + 1);
    assert_non_null(result);
    char *end = result;
    while (*text != '\0') {
        if (strncmp(text, folder->path, path_length) == 0) {
            text += path_length;
        } else {
            *end++ = *text++;
        }
    }
    *end = '\0';
    return result;
}

#endif
