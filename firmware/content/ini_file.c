/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/ini_file.h"

#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "docent/utf8.h"

struct reader {
    const char *path;
    FILE *file;
    ini_file_entry *entry;
    void *user;
    struct problems *problems;
    unsigned line; /* of what libinih is looking at: it asks for a line, then reports what is in it */
    size_t bytes;
    bool is_wrong;
};

static void refuse_line(struct reader *reader, const char *text)
{
    problems_add(reader->problems, reader->path, reader->line, "%s", text);
    reader->is_wrong = true;
}

/* Leaves out the spaces in front, and all of a line that is complained of. */
static void line_clean(struct reader *reader, char *line, size_t length)
{
    if (memchr(line, '\0', length) != NULL || utf8_find_invalid(line, length) < length) {
        refuse_line(reader, "this line is not UTF-8 text: save the file as plain UTF-8 text");
        line[0] = '\0';
        return;
    }
    line[length] = '\0';
    size_t blanks = strspn(line, " \t");
    memmove(line, line + blanks, length - blanks + 1);
}

/* libinih's reader, like fgets: one line, but counted, and never cut in two. */
static char *read_line(char *ret_line, int size, void *user)
{
    struct reader *reader = user;
    size_t length = 0;
    bool is_too_long = false;
    int c;
    while ((c = getc(reader->file)) != EOF && c != '\n' && reader->bytes < INI_FILE_BYTES_MAX) {
        reader->bytes++;
        is_too_long = is_too_long || length + 1 >= (size_t)size;
        if (!is_too_long) {
            ret_line[length++] = (char)c;
        }
    }
    reader->line++;
    if (c == EOF && length == 0) {
        return NULL;
    }
    if (reader->bytes == INI_FILE_BYTES_MAX) {
        refuse_line(reader, "the file is larger than 64 KiB: it is no configuration of docent's");
        return NULL;
    }
    reader->bytes++;
    if (is_too_long) {
        refuse_line(reader, "this line is too long: shorten it");
        length = 0;
    }
    line_clean(reader, ret_line, length);
    return ret_line;
}

static int take_entry(void *user, const char *section, const char *key, const char *value)
{
    struct reader *reader = user;
    reader->entry(reader->user, section, key, value, reader->line);
    return 1;
}

static int refuse_file(struct reader *reader, int error)
{
    problems_add(reader->problems, reader->path, 0, "the file cannot be read (%s): check its permissions",
                 strerror(error));
    return -EINVAL;
}

int ini_file_read(const char *path, ini_file_entry *entry, void *user, struct problems *problems)
{
    struct reader reader = {.path = path, .entry = entry, .user = user, .problems = problems};
    reader.file = fopen(path, "re");
    if (reader.file == NULL) {
        return errno == ENOENT ? -ENOENT : refuse_file(&reader, errno);
    }
    errno = 0;
    int wrong_line = ini_parse_stream(read_line, &reader, take_entry, &reader);
    int error = ferror(reader.file) != 0 ? errno : 0;
    fclose(reader.file);
    if (error != 0) {
        return refuse_file(&reader, error);
    }
    if (wrong_line > 0) {
        problems_add(problems, path, (unsigned)wrong_line,
                     "this line is neither a [section] nor a `key = value`: mend or remove it");
    } else if (wrong_line < 0) {
        return refuse_file(&reader, ENOMEM);
    }
    return wrong_line != 0 || reader.is_wrong ? -EINVAL : 0;
}
