/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/exhibit_load.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "exhibit_fixture.h"

static void load_good(const struct folder *folder, enum exhibit_kind kind, struct exhibit *ret_exhibit)
{
    struct problems problems = {0};
    int result = exhibit_load(folder->path, kind, ret_exhibit, &problems);
    char *text = problems_text(folder, &problems);
    assert_string_equal(text, "");
    assert_int_equal(result, 0);
    free(text);
    problems_finish(&problems);
}

static void check_list(const struct text_list *list, size_t count, const char *const *texts)
{
    assert_int_equal(list->count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(list->items[i], texts[i]);
    }
}

#define CHECK_LIST(list, ...)                                                                                          \
    do {                                                                                                               \
        static const char *const texts[] = {__VA_ARGS__};                                                              \
        check_list(list, sizeof(texts) / sizeof(texts[0]), texts);                                                     \
    } while (0)

/* --- what loads --------------------------------------------------------------------------------------------------- */

static void test_loads_all_sections(void **state)
{
    (void)state;
    struct folder folder;
    struct exhibit exhibit;
    folder_make(&folder);
    folder_write(&folder, "exhibit.md",
                 "# Raw materials\n\nWelcome.\nAsk me.\n\n## Pronunciations\n- ERMA: irma\n- 3TG : three: tee gee\n\n"
                 "## Order\n- deep-sea\n");
    folder_write(&folder, "battery.md", TOPIC);
    folder_write(
        &folder, "Deep-Sea.MD",
        "# What about the *deep* sea?\n\nNot yet.\nStill not.\n\n1. First `ice`,\n2. then [rock](http://x).\n\n"
        "## more\n\nLater.\n\n> Perhaps.\n\n"
        "## Asked as\n\n- why dig\n- why dig\n- **dig** there\n\n"
        "## Keywords\n* deep sea\n* sea bed\n\n"
        "## Source\n\n<b>Not</b> read\n\n| a | b |\n|---|---|\n\n### Nor this\n\n    code\n<!-- nor this -->\n");
    folder_write(&folder, "notes.txt", "not content");
    folder_write(&folder, ".hidden.md", "not content");
    load_good(&folder, EXHIBIT_TOPICS, &exhibit);

    assert_string_equal(exhibit.title, "Raw materials");
    CHECK_LIST(&exhibit.greeting, "Welcome. Ask me.");
    assert_int_equal(exhibit.pronunciation_count, 2);
    assert_string_equal(exhibit.pronunciations[0].word, "ERMA");
    assert_string_equal(exhibit.pronunciations[1].word, "3TG");
    assert_string_equal(exhibit.pronunciations[1].sounds_like, "three: tee gee");
    assert_int_equal(exhibit.topic_count, 2);
    assert_string_equal(exhibit.topics[0].id, "deep-sea");
    assert_string_equal(exhibit.topics[0].title, "What about the deep sea?");
    CHECK_LIST(&exhibit.topics[0].answer, "Not yet. Still not.", "1. First ice,", "2. then rock.");
    CHECK_LIST(&exhibit.topics[0].more, "Later.", "Perhaps.");
    CHECK_LIST(&exhibit.topics[0].asked_as, "why dig", "why dig", "dig there");
    CHECK_LIST(&exhibit.topics[0].keywords, "deep sea", "sea bed");
    assert_string_equal(exhibit.topics[1].id, "battery");
    exhibit_finish(&exhibit);
    folder_remove(&folder);
}

static void test_loads_what_windows_writes(void **state)
{
    (void)state;
    struct folder folder;
    struct exhibit exhibit;
    folder_make(&folder);
    folder_write(&folder, "exhibit.md", "\xef\xbb\xbf# Raw materials\r\n\r\nAsk\r\nme.\r\n");
    folder_write(&folder, "a.md", "\xef\xbb\xbf# What?\r\n\r\nA\r\nthing.\r\n\r\n## Asked as\r\n\r\n- what is it\r\n");
    load_good(&folder, EXHIBIT_TOPICS, &exhibit);
    assert_string_equal(exhibit.title, "Raw materials");
    CHECK_LIST(&exhibit.greeting, "Ask me.");
    CHECK_LIST(&exhibit.topics[0].answer, "A thing.");
    exhibit_finish(&exhibit);
    folder_remove(&folder);
}

static void test_phrasebook_needs_only_titles(void **state)
{
    (void)state;
    struct folder folder;
    struct exhibit exhibit;
    folder_make(&folder);
    folder_write(&folder, "ready.md", "# Ready\n\nI am ready.\n");
    folder_write(&folder, "stop.md", "# Stop\n\n## Asked as\n- stop talking\n");
    load_good(&folder, EXHIBIT_PHRASEBOOK, &exhibit);
    assert_int_equal(exhibit.topic_count, 2);
    assert_null(exhibit.title);
    assert_int_equal(exhibit.topics[1].answer.count, 0);
    exhibit_finish(&exhibit);
    folder_remove(&folder);
}

static void test_order_moves_listed_topics_to_the_front(void **state)
{
    (void)state;
    struct folder folder;
    struct exhibit exhibit;
    folder_make(&folder);
    folder_write(&folder, "exhibit.md", EXHIBIT "\n## Order\n1. d\n2. B\n");
    folder_write(&folder, "a.md", "# A\n");
    folder_write(&folder, "b.md", "# B\n");
    folder_write(&folder, "c.md", "# C\n");
    folder_write(&folder, "d.md", "# D\n");
    load_good(&folder, EXHIBIT_PHRASEBOOK, &exhibit);
    static const char *const ids[] = {"d", "b", "a", "c"};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(exhibit.topics[i].id, ids[i]);
    }
    exhibit_finish(&exhibit);
    folder_remove(&folder);
}

/* --- what does not: the folder ------------------------------------------------------------------------------------ */

static void test_missing_folder(void **state)
{
    (void)state;
    struct folder folder;
    folder_make(&folder);
    folder_remove(&folder);
    check_fails(&folder, EXHIBIT_TOPICS, ": there is no such folder: check its name");
}

static void test_file_for_folder(void **state)
{
    (void)state;
    struct folder folder;
    struct folder file;
    folder_make(&folder);
    folder_write(&folder, "a.md", TOPIC);
    int length = snprintf(file.path, sizeof(file.path), "%s/a.md", folder.path);
    assert_in_range(length, 1, sizeof(file.path) - 1);
    check_fails(&file, EXHIBIT_TOPICS, ": this is not a folder: name the folder that holds the Markdown files");
    folder_remove(&folder);
}

static void test_bad_folders(void **state)
{
    (void)state;
    CHECK_BAD(
        EXHIBIT_TOPICS,
        {{{NULL, NULL}}, ": there are no Markdown files here: write exhibit.md, and one file for each topic"},
        {{{"a.txt", "a"}}, ": there are no Markdown files here: write exhibit.md, and one file for each topic"},
        {{{"exhibit.md", EXHIBIT}},
         ": there is no topic: write one beside exhibit.md, in a file of its own whose name ends in .md"},
        {{{"a.md", TOPIC}}, ": there is no exhibit.md: write one that begins with `# ` and the name of the exhibit"},
        {{{"exhibit.md", EXHIBIT}, {"a.md", TOPIC}, {"b.md.txt", TOPIC}},
         ": b.md.txt is not read because its name does not end in .md: rename it"},
        {{{"exhibit.md", EXHIBIT}, {"a.md", TOPIC}, {"b c.md", TOPIC}},
         "/b c.md: the name of a topic's file is its id: rename it, using only the letters a to z, digits and -"},
        {{{"exhibit.md", EXHIBIT}, {"a.MD", TOPIC}, {"a.md", TOPIC}},
         "/a.md: its topic has the same id, `a`, as that of a.MD: rename one of the two"},
        {{{"exhibit.md", EXHIBIT}, {"New.md", TOPIC}, {"new.md", TOPIC}},
         "/new.md: its topic has the same id, `new`, as that of New.md: rename one of the two"},
        {{{"EXHIBIT.md", EXHIBIT}, {"Exhibit.MD", EXHIBIT}, {"a.md", TOPIC}, {"exhibit.md", EXHIBIT}},
         "/Exhibit.MD: it is about the exhibit, as EXHIBIT.md is: remove one of the two\n"
         "/exhibit.md: it is about the exhibit, as EXHIBIT.md is: remove one of the two"},
        {{{"Exhibit.md", EXHIBIT}, {"exhibit.md", EXHIBIT}},
         ": there is no topic: write one beside exhibit.md, in a file of its own whose name ends in .md\n"
         "/exhibit.md: it is about the exhibit, as Exhibit.md is: remove one of the two"});
}

/* One file by two names: whoever asked would be asked back which of the two is meant, for good. */
static void test_doubled_topics(void **state)
{
    (void)state;
    struct folder folder;
    char paths[2][PATH_MAX];
    folder_make(&folder);
    folder_write(&folder, "exhibit.md", EXHIBIT);
    folder_write(&folder, "a.md", TOPIC "\n## Keywords\n- the thing\n");
    folder_path(&folder, "A.md", paths[0]);
    assert_int_equal(symlink("a.md", paths[0]), 0);
    check_fails(&folder, EXHIBIT_TOPICS,
                "/a.md: its topic has the same id, `a`, as that of A.md: rename one of the two");
    assert_int_equal(unlink(paths[0]), 0);
    folder_path(&folder, "a.md", paths[0]);
    folder_path(&folder, "b.md", paths[1]);
    for (int is_hard = 0; is_hard < 2; is_hard++) {
        assert_int_equal(is_hard ? link(paths[0], paths[1]) : symlink("a.md", paths[1]), 0);
        check_fails(&folder, EXHIBIT_TOPICS,
                    "/b.md:6: `what is it` is also asked in a.md, line 6: change one of the two\n"
                    "/b.md:9: `the thing` is also a keyword in a.md, line 9: change one of the two");
        assert_int_equal(unlink(paths[1]), 0);
    }
    folder_remove(&folder);
}

static void test_too_many_topics(void **state)
{
    (void)state;
    struct folder folder;
    char name[16];
    folder_make(&folder);
    folder_write(&folder, "exhibit.md", EXHIBIT);
    for (int i = 0; i < EXHIBIT_TOPICS_MAX + 1; i++) {
        snprintf(name, sizeof(name), "%d.md", i);
        folder_write(&folder, name, "# T\n");
    }
    check_fails(&folder, EXHIBIT_PHRASEBOOK, ": there are 257 topics, more than 256: split them into several exhibits");
    folder_remove(&folder);
}

/* --- what does not: files that are no text ------------------------------------------------------------------------ */

static void test_bad_files(void **state)
{
    (void)state;
    struct folder folder;
    char path[PATH_MAX];
    folder_make(&folder);
    folder_write(&folder, "exhibit.md", EXHIBIT);
    folder_write(&folder, "latin.md", "# Title\n\nCaf\xe9\n");
    folder_write_bytes(&folder, "nul.md", "# Title\n\nA\0B\n", 13);
    folder_path(&folder, "folder.md", path);
    assert_int_equal(mkdir(path, 0700), 0);
    folder_path(&folder, "loop.md", path);
    assert_int_equal(symlink("loop.md", path), 0);
    folder_path(&folder, "nowhere.md", path);
    assert_int_equal(symlink("not-there", path), 0);
    folder_path(&folder, "pipe.md", path);
    assert_int_equal(mkfifo(path, 0600), 0);
    check_fails(&folder, EXHIBIT_TOPICS,
                "/folder.md: this is a folder, not a file: rename it, since a name in .md is a topic's\n"
                "/latin.md:3: this line is not UTF-8 text: save the file as UTF-8\n"
                "/loop.md: the file cannot be read (Too many levels of symbolic links): mend or remove it\n"
                "/nowhere.md: the file cannot be read (No such file or directory): mend or remove it\n"
                "/nul.md:3: this line holds a NUL byte: save the file as plain UTF-8 text\n"
                "/pipe.md: this is a device, not a file: rename it, since a name in .md is a topic's");
    folder_remove(&folder);
}

static void test_unreadable_file(void **state)
{
    (void)state;
    struct folder folder;
    char path[PATH_MAX];
    uid_t user = geteuid();
    folder_make(&folder);
    folder_write(&folder, "exhibit.md", EXHIBIT);
    folder_write(&folder, "a.md", TOPIC);
    folder_path(&folder, "a.md", path);
    assert_int_equal(chmod(path, 0), 0);
    if (user == 0) { /* the superuser may read anything: be somebody else for a moment */
        assert_int_equal(chmod(folder.path, 0755), 0);
        assert_int_equal(seteuid(65534), 0);
    }
    check_fails(&folder, EXHIBIT_TOPICS, "/a.md: the file cannot be read (Permission denied): check its permissions");
    assert_int_equal(seteuid(user), 0);
    folder_remove(&folder);
}

static void test_huge_file(void **state)
{
    (void)state;
    struct folder folder;
    char path[PATH_MAX];
    folder_make(&folder);
    folder_write(&folder, "exhibit.md", EXHIBIT);
    folder_write(&folder, "a.md", TOPIC);
    folder_path(&folder, "a.md", path);
    assert_int_equal(truncate(path, EXHIBIT_FILE_BYTES_MAX + 1), 0);
    folder_write(&folder, "b.md", "# B\n\nNo.\n");
    folder_path(&folder, "b.md", path);
    assert_int_equal(truncate(path, 10 * 1024 * 1024), 0);
    check_fails(&folder, EXHIBIT_PHRASEBOOK,
                "/a.md: the file is larger than 64 KiB: split it into several topics\n"
                "/b.md: the file is larger than 64 KiB: split it into several topics");
    folder_remove(&folder);
}

static void test_file_of_the_largest_size_loads(void **state)
{
    (void)state;
    struct folder folder;
    struct exhibit exhibit;
    char *text = malloc(EXHIBIT_FILE_BYTES_MAX);
    assert_non_null(text);
    memset(text, 'a', EXHIBIT_FILE_BYTES_MAX);
    memcpy(text, "# A\n\n", 5);
    folder_make(&folder);
    folder_write_bytes(&folder, "a.md", text, EXHIBIT_FILE_BYTES_MAX);
    load_good(&folder, EXHIBIT_PHRASEBOOK, &exhibit);
    assert_int_equal(strlen(exhibit.topics[0].answer.items[0]), EXHIBIT_FILE_BYTES_MAX - 5);
    exhibit_finish(&exhibit);
    folder_remove(&folder);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loads_all_sections),
        cmocka_unit_test(test_loads_what_windows_writes),
        cmocka_unit_test(test_phrasebook_needs_only_titles),
        cmocka_unit_test(test_order_moves_listed_topics_to_the_front),
        cmocka_unit_test(test_missing_folder),
        cmocka_unit_test(test_file_for_folder),
        cmocka_unit_test(test_bad_folders),
        cmocka_unit_test(test_doubled_topics),
        cmocka_unit_test(test_too_many_topics),
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_unreadable_file),
        cmocka_unit_test(test_huge_file),
        cmocka_unit_test(test_file_of_the_largest_size_loads),
    };
    return cmocka_run_group_tests_name("exhibit_load", tests, NULL, NULL);
}
