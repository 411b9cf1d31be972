/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/content_file.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "folder.h"

static int fault; /* that the next readdir() meets, if not 0 */

/* libc's own, but for faults; with offsets of 64 bits it has another name there. */
struct dirent *readdir(DIR *__dirp)
{
    if (fault != 0) {
        errno = fault;
        return NULL;
    }
    struct dirent *(*own)(DIR *);
    void *found = dlsym(RTLD_NEXT, "readdir64");
    memcpy(&own, &found, sizeof(own));
    return own(__dirp);
}

static int setup(void **state)
{
    struct folder *folder = malloc(sizeof(*folder));
    assert_non_null(folder);
    folder_make(folder);
    *state = folder;
    return 0;
}

static int teardown(void **state)
{
    folder_remove(*state);
    free(*state);
    return 0;
}

/* As on a processor of 32 bits, where a number in the folder is too large. */
static void test_a_folder_that_cannot_be_read_to_its_end_is_refused(void **state)
{
    const struct folder *folder = *state;
    struct text_list names = {0};
    struct problems problems = {0};
    folder_write(folder, "a.md", "");
    fault = EOVERFLOW;
    int result = content_folder_open(folder->path, &names, &problems);
    fault = 0;
    assert_int_equal(result, -EINVAL);
    assert_int_equal(problems.count, 1);
    assert_non_null(strstr(problems.items[0].text, "cannot be read"));
    problems_finish(&problems);
    text_list_finish(&names);
}

static void test_lists_markdown_only_and_sorted(void **state)
{
    const struct folder *folder = *state;
    struct text_list names = {0};
    struct problems problems = {0};
    static const char *const files[] = {"b.md", "a.md", "C.MD", ".md", ".a.md.swp", "a.txt", "md"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        folder_write(folder, files[i], "");
    }
    int fd = content_folder_open(folder->path, &names, &problems);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(names.count, 3);
    assert_string_equal(names.items[0], "C.MD");
    assert_string_equal(names.items[1], "a.md");
    assert_string_equal(names.items[2], "b.md");
    assert_true(problems_are_none(&problems));
    text_list_finish(&names);
}

static int read_file(const struct folder *folder, const char *name, char **ret_text, size_t *ret_length,
                     struct problems *problems)
{
    int fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(fd >= 0);
    int result = content_file_read(fd, name, name, 16, ret_text, ret_length, problems);
    close(fd);
    return result;
}

static void check_text(const struct folder *folder, const char *written, const char *expected)
{
    char *text;
    size_t length;
    struct problems problems = {0};
    folder_write(folder, "a.md", written);
    assert_int_equal(read_file(folder, "a.md", &text, &length, &problems), 0);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
    free(text);
}

static void test_reads(void **state)
{
    check_text(*state, "", "");
    check_text(*state, "caf\xc3\xa9", "caf\xc3\xa9");
    check_text(*state, "\xef\xbb\xbf", "");
    check_text(*state,
               "\xef\xbb\xbf"
               "a",
               "a");
    check_text(*state, "0123456789abcdef", "0123456789abcdef");
}

static void check_refused(const struct folder *folder, const void *bytes, size_t count, unsigned line)
{
    char *text;
    size_t length;
    struct problems problems = {0};
    folder_write_bytes(folder, "a.md", bytes, count);
    assert_int_equal(read_file(folder, "a.md", &text, &length, &problems), -EINVAL);
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.items[0].line, line);
    problems_finish(&problems);
}

static void test_refuses(void **state)
{
    check_refused(*state, "0123456789abcdefg", 17, 0);
    check_refused(*state, "a\nb\n\xff\xfe", 6, 3);
    check_refused(*state, "a\n\0", 3, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lists_markdown_only_and_sorted, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_folder_that_cannot_be_read_to_its_end_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_reads, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refuses, setup, teardown),
    };
    return cmocka_run_group_tests_name("content_file", tests, NULL, NULL);
}
