/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEST_EXHIBIT_FIXTURE_H
#define DOCENT_TEST_EXHIBIT_FIXTURE_H

/* Exhibits written to a folder, and what loading them must find wrong with them. */

#include "docent/exhibit_load.h"

#include <errno.h>

#include "folder.h"

#define EXHIBIT "# Raw materials\n\nAsk me.\n"
#define ASKED "\n## Asked as\n- what is it\n"
#define TOPIC "# What is it?\n\nA thing.\n" ASKED

enum { FILES_MAX = 4 };

struct text_file {
    const char *name;
    const char *text;
};

/* Files, and every problem they have, one a line, with the folder left out. */
struct bad_content {
    struct text_file files[FILES_MAX];
    const char *problems;
};

static inline char *problems_text(const struct folder *folder, struct problems *problems)
{
    struct text_list lines = {0};
    char *text;
    for (size_t i = 0; i < problems->count; i++) {
        char *line = problem_line(&problems->items[i]);
        assert_non_null(line);
        assert_int_equal(text_list_append(&lines, line, strlen(line)), 0);
        free(line);
    }
    assert_int_equal(text_list_join(&lines, "\n", &text), 0);
    char *result = folder_leave_out(folder, text);
    free(text);
    text_list_finish(&lines);
    return result;
}

/* Loads the folder, which must fail with just these problems and leave nothing behind. */
static inline void check_fails(const struct folder *folder, enum exhibit_kind kind, const char *expected)
{
    struct exhibit exhibit;
    struct problems problems = {0};
    assert_int_equal(exhibit_load(folder->path, kind, &exhibit, &problems), -EINVAL);
    assert_null(exhibit.topics);
    assert_int_equal(exhibit.topic_count, 0);
    char *text = problems_text(folder, &problems);
    assert_string_equal(text, expected);
    free(text);
    problems_finish(&problems);
}

static inline void check_bad(const struct bad_content *bad, enum exhibit_kind kind)
{
    struct folder folder;
    folder_make(&folder);
    for (size_t i = 0; i < FILES_MAX && bad->files[i].name != NULL; i++) {
        folder_write(&folder, bad->files[i].name, bad->files[i].text);
    }
    check_fails(&folder, kind, bad->problems);
    folder_remove(&folder);
}

#define CHECK_BAD(kind, ...)                                                                                           \
    do {                                                                                                               \
        static const struct bad_content cases[] = {__VA_ARGS__};                                                       \
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {                                                \
            check_bad(&cases[i], kind);                                                                                \
        }                                                                                                              \
    } while (0)

#endif
