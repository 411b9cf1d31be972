/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "../content/folder.h"
#include "docent/manifest.h"
#include "listening_fixture.h"

static struct folder folder;
static struct manifest manifest;
static struct problems problems;

static int setup(void **state)
{
    (void)state;
    folder_make(&folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    manifest_finish(&manifest);
    problems_finish(&problems);
    folder_remove(&folder);
    return 0;
}

static int load(const char *text, size_t length)
{
    char path[PATH_MAX];
    folder_write_bytes(&folder, "list.tsv", text, length);
    folder_path(&folder, "list.tsv", path);
    return manifest_load(path, &listening_exhibit, &manifest, &problems);
}

static int load_text(const char *text)
{
    return load(text, strlen(text));
}

static void test_paths_and_topics(void **state)
{
    (void)state;
    char beside[PATH_MAX];
    folder_path(&folder, "clips/a.wav", beside);
    assert_int_equal(load_text("\xEF\xBB\xBF# a list\n\nclips/a.wav\tapples\r\n/far/b.wav\t-\nc d.wav\tplums"), 0);
    assert_int_equal(manifest.count, 3);
    assert_string_equal(manifest.entries[0].shown, "clips/a.wav");
    assert_string_equal(manifest.entries[0].path, beside);
    assert_ptr_equal(manifest.entries[0].topic, &listening_topics[APPLES]);
    assert_string_equal(manifest.entries[1].path, "/far/b.wav");
    assert_null(manifest.entries[1].topic);
    assert_string_equal(manifest.entries[2].shown, "c d.wav");
    assert_ptr_equal(manifest.entries[2].topic, &listening_topics[PLUMS]);
    assert_true(problems_are_none(&problems));
}

/* More than one allocation holds. */
static void test_many(void **state)
{
    (void)state;
    enum { LINES = 1000, LINE_BYTES = 16 };
    char *text = calloc(LINES, LINE_BYTES);
    assert_non_null(text);
    size_t length = 0;
    for (int i = 0; i < LINES; i++) {
        length += (size_t)snprintf(text + length, LINE_BYTES, "%d.wav\t-\n", i);
    }
    assert_int_equal(load(text, length), 0);
    free(text);
    assert_int_equal(manifest.count, LINES);
    assert_string_equal(manifest.entries[999].shown, "999.wav");
}

static void check_problem(size_t index, const char *expected)
{
    assert_true(index < problems.count);
    char *line = problem_line(&problems.items[index]);
    assert_non_null(line);
    char *shown = folder_leave_out(&folder, line);
    assert_string_equal(shown, expected);
    free(shown);
    free(line);
}

static void test_every_mistake_has_its_line(void **state)
{
    (void)state;
    assert_int_equal(load_text("a.wav apples\nb.wav\tpear\n\nc.wav\tapples\nd.wav\telephants\n\tapples\ne.wav\t\n"
                               "f.wav\tapples\tpears\n"),
                     -EINVAL);
    assert_int_equal(manifest.count, 0);
    assert_int_equal(problems.count, 6);
    check_problem(0, "/list.tsv:1: this is not a path, one tab and a topic: write path<TAB>topic, or path<TAB>-");
    check_problem(1, "/list.tsv:2: there is no topic pear: did you mean pears?");
    check_problem(2, "/list.tsv:5: there is no topic elephants: docent topics lists them; write - where nothing is to "
                     "be answered");
    for (size_t i = 3; i < 6; i++) {
        assert_int_equal(problems.items[i].line, i + 3);
    }
}

static void test_nul(void **state)
{
    (void)state;
    static const char text[] = "a.wav\tapples\nb\0c.wav\t-\n";
    assert_int_equal(load(text, sizeof(text) - 1), -EINVAL);
    assert_int_equal(problems.count, 1);
    check_problem(0, "/list.tsv:2: there is a NUL byte: write this file as text");
}

static void test_nothing_in_it(void **state)
{
    (void)state;
    assert_int_equal(load_text("# nothing\n"), -EINVAL);
    check_problem(0, "/list.tsv: there are no recordings in it: write path<TAB>topic lines");
}

static void test_no_such_file(void **state)
{
    (void)state;
    char path[PATH_MAX];
    folder_path(&folder, "nowhere.tsv", path);
    assert_int_equal(manifest_load(path, &listening_exhibit, &manifest, &problems), -EINVAL);
    check_problem(0, "/nowhere.tsv: there is no such file: check its name");
}

static void test_a_folder(void **state)
{
    (void)state;
    assert_int_equal(manifest_load(folder.path, &listening_exhibit, &manifest, &problems), -EINVAL);
    check_problem(0, ": this is a folder: name the list of recordings in it");
}

static void test_too_large(void **state)
{
    (void)state;
    char path[PATH_MAX];
    folder_write(&folder, "list.tsv", "");
    folder_path(&folder, "list.tsv", path);
    assert_int_equal(truncate(path, MANIFEST_BYTES_MAX + 1), 0);
    assert_int_equal(manifest_load(path, &listening_exhibit, &manifest, &problems), -EINVAL);
    check_problem(0, "/list.tsv: this file is larger than 32 MiB: split the list");
}

/* A comment up to the last byte that is allowed takes no room on the disk. */
static void test_just_not_too_large(void **state)
{
    (void)state;
    char path[PATH_MAX];
    folder_write(&folder, "list.tsv", "a.wav\t-\n#");
    folder_path(&folder, "list.tsv", path);
    assert_int_equal(truncate(path, MANIFEST_BYTES_MAX), 0);
    assert_int_equal(manifest_load(path, &listening_exhibit, &manifest, &problems), 0);
    assert_int_equal(manifest.count, 1);
}

static void test_too_many(void **state)
{
    (void)state;
    static const char line[] = "a\t-\n";
    const size_t length = sizeof(line) - 1;
    char *text = calloc(MANIFEST_ENTRIES_MAX + 1, length);
    assert_non_null(text);
    for (size_t i = 0; i <= MANIFEST_ENTRIES_MAX; i++) {
        memcpy(text + i * length, line, length);
    }
    assert_int_equal(load(text, MANIFEST_ENTRIES_MAX * length), 0);
    assert_int_equal(manifest.count, MANIFEST_ENTRIES_MAX);
    manifest_finish(&manifest);
    assert_int_equal(load(text, (MANIFEST_ENTRIES_MAX + 1) * length), -EINVAL);
    free(text);
    assert_int_equal(manifest.count, 0);
    assert_int_equal(problems.count, 1);
    check_problem(0, "/list.tsv:100001: there are more than 100000 recordings: split the list");
}

static void test_finish_nothing(void **state)
{
    (void)state;
    manifest_finish(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_paths_and_topics, setup, teardown),
        cmocka_unit_test_setup_teardown(test_many, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_mistake_has_its_line, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nul, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_in_it, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_such_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_too_large, setup, teardown),
        cmocka_unit_test_setup_teardown(test_just_not_too_large, setup, teardown),
        cmocka_unit_test_setup_teardown(test_too_many, setup, teardown),
        cmocka_unit_test(test_finish_nothing),
    };
    return cmocka_run_group_tests_name("manifest", tests, NULL, NULL);
}
