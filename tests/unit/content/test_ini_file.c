/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/ini_file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/text_list.h"
#include "folder.h"

static void take_entry(void *user, const char *section, const char *key, const char *value, unsigned line)
{
    char text[256];
    int length = snprintf(text, sizeof(text), "%u [%s] %s=%s", line, section, key, value);
    assert_int_equal(text_list_append(user, text, (size_t)length), 0);
}

static int read_text(const char *text, struct text_list *ret_entries, struct problems *problems)
{
    struct folder folder;
    char path[PATH_MAX];
    folder_make(&folder);
    folder_write(&folder, "a.conf", text);
    folder_path(&folder, "a.conf", path);
    int result = ini_file_read(path, take_entry, ret_entries, problems);
    folder_remove(&folder);
    return result;
}

static void test_entries_have_their_lines(void **state)
{
    (void)state;
    struct text_list entries = {0};
    struct problems problems = {0};
    char *text;
    assert_int_equal(read_text("# c\n[a]\n\nx = 1\n  y = two words ; c\n\t[b]\r\nz=\r\nlast = 3", &entries, &problems),
                     0);
    assert_int_equal(text_list_join(&entries, "|", &text), 0);
    assert_string_equal(text, "4 [a] x=1|5 [a] y=two words|7 [b] z=|8 [b] last=3");
    assert_true(problems_are_none(&problems));
    free(text);
    text_list_finish(&entries);
}

/* A line that is complained of gives no entry, and those behind it keep their numbers. */
static void test_bad_lines_are_left_out(void **state)
{
    (void)state;
    struct text_list entries = {0};
    struct problems problems = {0};
    char line[4096];
    memset(line, 'x', sizeof(line));
    memcpy(line, "[a]\nx = \xff\ny = ", 14);
    memcpy(line + sizeof(line) - 9, "\nz = 1\n\n", 9);
    assert_int_equal(read_text(line, &entries, &problems), -EINVAL);
    assert_int_equal(entries.count, 1);
    assert_string_equal(entries.items[0], "4 [a] z=1");
    assert_int_equal(problems.count, 2);
    assert_int_equal(problems.items[0].line, 2);
    assert_int_equal(problems.items[1].line, 3);
    text_list_finish(&entries);
    problems_finish(&problems);
}

static void test_missing_file(void **state)
{
    (void)state;
    struct problems problems = {0};
    assert_int_equal(ini_file_read("/not-there/a.conf", take_entry, NULL, &problems), -ENOENT);
    assert_true(problems_are_none(&problems));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries_have_their_lines),
        cmocka_unit_test(test_bad_lines_are_left_out),
        cmocka_unit_test(test_missing_file),
    };
    return cmocka_run_group_tests_name("ini_file", tests, NULL, NULL);
}
