/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/paths.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATA_FOLDER "/usr/share/docent"
#define CONFIG_FOLDER "/etc/docent"

__attribute__((format(printf, 2, 3))) static int path_write(char *ret_path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(ret_path, PATHS_BYTES, format, arguments);
    va_end(arguments);
    return length < 0 || length >= PATHS_BYTES ? -ENAMETOOLONG : 0;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool has_folder(const char *tree, const char *name)
{
    char path[PATHS_BYTES];
    return path_write(path, "%s/%s", tree, name) == 0 && is_folder(path);
}

/* The tree in whose build folder, at any depth, the program lies. */
static bool find_tree(const char *executable, char *ret_tree)
{
    if (path_write(ret_tree, "%s", executable) < 0) {
        return false;
    }
    char *slash;
    while ((slash = strrchr(ret_tree, '/')) != NULL) {
        bool is_build = strcmp(slash, "/build") == 0;
        *slash = '\0';
        if (is_build && has_folder(ret_tree, "content") && has_folder(ret_tree, "firmware")) {
            return true;
        }
    }
    return false;
}

int docent_paths_for(const char *executable, struct docent_paths *ret_paths)
{
    char tree[PATHS_BYTES];
    *ret_paths = (struct docent_paths){0};
    if (find_tree(executable, tree)) {
        int result = path_write(ret_paths->content, "%s/content", tree);
        return result < 0 ? result : path_write(ret_paths->models, "%s/models", tree);
    }
    int result = path_write(ret_paths->content, "%s/content", DATA_FOLDER);
    if (result == 0) {
        result = path_write(ret_paths->models, "%s/models", DATA_FOLDER);
    }
    if (result == 0) {
        result = path_write(ret_paths->local_content, "%s/content", CONFIG_FOLDER);
    }
    return result < 0 ? result : path_write(ret_paths->config, "%s/docent.conf", CONFIG_FOLDER);
}

int docent_paths_find(struct docent_paths *ret_paths)
{
    char executable[PATHS_BYTES];
    ssize_t length = readlink("/proc/self/exe", executable, sizeof(executable));
    if (length < 0) {
        length = 0; /* without /proc, take it for installed */
    }
    if ((size_t)length == sizeof(executable)) {
        return -ENAMETOOLONG;
    }
    executable[length] = '\0';
    return docent_paths_for(executable, ret_paths);
}

static bool is_plain_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

int docent_paths_exhibit(const struct docent_paths *paths, const char *name, char *ret_path)
{
    if (!is_plain_name(name)) {
        return -EINVAL;
    }
    if (paths->local_content[0] != '\0') {
        int result = path_write(ret_path, "%s/%s", paths->local_content, name);
        if (result < 0 || is_folder(ret_path)) {
            return result;
        }
    }
    return path_write(ret_path, "%s/%s", paths->content, name);
}

int docent_paths_phrasebook(const struct docent_paths *paths, const char *language, char *ret_path)
{
    if (!is_plain_name(language)) {
        return -EINVAL;
    }
    if (paths->local_content[0] != '\0') {
        int result = path_write(ret_path, "%s/common/%s", paths->local_content, language);
        if (result < 0 || is_folder(ret_path)) {
            return result;
        }
    }
    return path_write(ret_path, "%s/common/%s", paths->content, language);
}
