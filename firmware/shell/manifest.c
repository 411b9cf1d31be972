/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/manifest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/nearest.h"

struct reader {
    const char *path;
    const struct exhibit *exhibit;
    struct manifest *manifest;
    size_t room; /* entries that there is memory for */
    struct problems *problems;
    unsigned line;
};

/* Returns 0, -EINVAL after adding a problem, -ENOMEM. */
static int entry_append(struct reader *reader, const char *shown, const struct topic *topic)
{
    struct manifest *manifest = reader->manifest;
    if (manifest->count == reader->room) {
        size_t room = reader->room == 0 ? 256 : reader->room * 2;
        struct manifest_entry *grown = realloc(manifest->entries, room * sizeof(*grown));
        if (grown == NULL) {
            return -ENOMEM;
        }
        manifest->entries = grown;
        reader->room = room;
    }
    const char *slash = strrchr(reader->path, '/');
    int folder_length = shown[0] == '/' || slash == NULL ? 0 : (int)(slash - reader->path) + 1;
    struct manifest_entry entry = {.topic = topic, .shown = strdup(shown)};
    if (entry.shown == NULL || asprintf(&entry.path, "%.*s%s", folder_length, reader->path, shown) < 0) {
        free(entry.shown);
        return -ENOMEM;
    }
    manifest->entries[manifest->count++] = entry;
    return 0;
}

static int find_topic(struct reader *reader, const char *id, const struct topic **ret_topic)
{
    const struct exhibit *exhibit = reader->exhibit;
    *ret_topic = NULL;
    if (strcmp(id, "-") == 0) {
        return 0;
    }
    int index = exhibit_find(exhibit, id);
    if (index >= 0) {
        *ret_topic = &exhibit->topics[index];
        return 0;
    }
    const char *ids[EXHIBIT_TOPICS_MAX];
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        ids[i] = exhibit->topics[i].id;
    }
    const char *nearest = nearest_word(id, ids, exhibit->topic_count);
    if (nearest != NULL) {
        problems_add(reader->problems, reader->path, reader->line, "there is no topic %s: did you mean %s?", id,
                     nearest);
    } else {
        problems_add(reader->problems, reader->path, reader->line,
                     "there is no topic %s: docent topics lists them; write - where nothing is to be answered", id);
    }
    return -EINVAL;
}

/* `line` ends with a NUL in place of its line break. */
static int read_line(struct reader *reader, char *line, size_t length)
{
    if (length > 0 && line[length - 1] == '\r') {
        line[--length] = '\0';
    }
    if (length == 0 || line[0] == '#') {
        return 0;
    }
    if (strlen(line) != length) {
        problems_add(reader->problems, reader->path, reader->line, "there is a NUL byte: write this file as text");
        return -EINVAL;
    }
    char *tab = strchr(line, '\t');
    if (tab == NULL || tab == line || tab[1] == '\0' || strchr(tab + 1, '\t') != NULL) {
        problems_add(reader->problems, reader->path, reader->line,
                     "this is not a path, one tab and a topic: write path<TAB>topic, or path<TAB>-");
        return -EINVAL;
    }
    *tab = '\0';
    if (reader->manifest->count == MANIFEST_ENTRIES_MAX) {
        problems_add(reader->problems, reader->path, reader->line, "there are more than %d recordings: split the list",
                     MANIFEST_ENTRIES_MAX);
        return -EINVAL;
    }
    const struct topic *topic = NULL;
    int result = find_topic(reader, tab + 1, &topic);
    return result < 0 ? result : entry_append(reader, line, topic);
}

static int read_lines(struct reader *reader, char *text, size_t length)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    size_t at = strncmp(text, byte_order_mark, 3) == 0 ? 3 : 0;
    int outcome = 0;
    while (at < length) {
        char *end = memchr(text + at, '\n', length - at);
        size_t line_length = end != NULL ? (size_t)(end - text) - at : length - at;
        text[at + line_length] = '\0';
        reader->line++;
        int result = read_line(reader, text + at, line_length);
        if (result == -ENOMEM) {
            return result;
        }
        outcome = result < 0 ? result : outcome;
        at += line_length + 1;
    }
    if (outcome == 0 && reader->manifest->count == 0) {
        problems_add(reader->problems, reader->path, 0, "there are no recordings in it: write path<TAB>topic lines");
        return -EINVAL;
    }
    return outcome;
}

static int wrong_file(const char *path, int error, struct problems *problems)
{
    if (error == ENOENT || error == ENOTDIR) {
        problems_add(problems, path, 0, "there is no such file: check its name");
    } else if (error == EISDIR) {
        problems_add(problems, path, 0, "this is a folder: name the list of recordings in it");
    } else if (error == EFBIG) {
        problems_add(problems, path, 0, "this file is larger than %d MiB: split the list",
                     MANIFEST_BYTES_MAX / 1024 / 1024);
    } else {
        problems_add(problems, path, 0, "this file cannot be read (%s): give a text file", strerror(error));
    }
    return -EINVAL;
}

/* With room for a NUL beyond *ret_length; the caller frees it. */
static int read_text(const char *path, char **ret_text, size_t *ret_length, struct problems *problems)
{
    FILE *stream = fopen(path, "re");
    if (stream == NULL) {
        return wrong_file(path, errno, problems);
    }
    size_t room = 64 * 1024;
    size_t length = 0;
    char *text = NULL;
    int error = 0;
    do {
        room *= 2;
        char *grown = realloc(text, room);
        if (grown == NULL) {
            free(text);
            fclose(stream);
            return -ENOMEM;
        }
        text = grown;
        length += fread(text + length, 1, room - 1 - length, stream);
        error = ferror(stream) ? errno : length > MANIFEST_BYTES_MAX ? EFBIG : 0;
    } while (error == 0 && length == room - 1);
    fclose(stream);
    if (error != 0) {
        free(text);
        return wrong_file(path, error, problems);
    }
    text[length] = '\0';
    *ret_text = text;
    *ret_length = length;
    return 0;
}

int manifest_load(const char *path, const struct exhibit *exhibit, struct manifest *ret_manifest,
                  struct problems *problems)
{
    *ret_manifest = (struct manifest){0};
    char *text = NULL;
    size_t length = 0;
    int result = read_text(path, &text, &length, problems);
    if (result < 0) {
        return result;
    }
    struct reader reader = {.path = path, .exhibit = exhibit, .manifest = ret_manifest, .problems = problems};
    result = read_lines(&reader, text, length);
    free(text);
    if (result < 0) {
        manifest_finish(ret_manifest);
    }
    return result;
}

void manifest_finish(struct manifest *manifest)
{
    if (manifest == NULL) {
        return;
    }
    for (size_t i = 0; i < manifest->count; i++) {
        free(manifest->entries[i].shown);
        free(manifest->entries[i].path);
    }
    free(manifest->entries);
    *manifest = (struct manifest){0};
}
