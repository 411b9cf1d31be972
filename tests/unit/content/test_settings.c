/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/settings.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/text_list.h"
#include "folder.h"

static int load(const struct folder *folder, const char *text, struct settings *ret_settings, struct problems *problems)
{
    char path[PATH_MAX];
    folder_write(folder, "docent.conf", text);
    folder_path(folder, "docent.conf", path);
    return settings_load(path, ret_settings, problems);
}

static void check_bad(const struct folder *folder, const char *text, const char *expected)
{
    struct settings settings;
    struct settings defaults;
    struct problems problems = {0};
    struct text_list lines = {0};
    char *joined;
    assert_int_equal(load(folder, text, &settings, &problems), -EINVAL);
    for (size_t i = 0; i < problems.count; i++) {
        char *line = problem_line(&problems.items[i]);
        assert_non_null(line);
        assert_int_equal(text_list_append(&lines, line, strlen(line)), 0);
        free(line);
    }
    assert_int_equal(text_list_join(&lines, "\n", &joined), 0);
    char *result = folder_leave_out(folder, joined);
    assert_string_equal(result, expected);
    settings_default(&defaults);
    assert_memory_equal(&settings, &defaults, sizeof(settings));
    free(result);
    free(joined);
    text_list_finish(&lines);
    problems_finish(&problems);
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

static void test_defaults(void **state)
{
    (void)state;
    struct settings settings;
    settings_default(&settings);
    assert_string_equal(settings.exhibit_name, "erma");
    assert_string_equal(settings.capture, "default");
    assert_int_equal(settings.rate_wpm, 160);
    assert_int_equal(settings.volume_db, -10);
    assert_int_equal(settings.mode, SETTINGS_OPEN);
    assert_true(settings.buttons_grab);
    assert_false(settings.single_user);
    assert_int_equal(settings.button_count, 0);
}

/* Every row can be written out with its own default, and no two rows share a name or a member. */
static void test_table_agrees_with_itself(void **state)
{
    size_t count;
    const struct setting *table = settings_table(&count);
    for (size_t i = 0; i < count; i++) {
        char text[512];
        struct settings settings;
        struct problems problems = {0};
        snprintf(text, sizeof(text), "[%s]\n%s = %s\n", table[i].section, table[i].key, table[i].standard);
        assert_int_equal(load(*state, text, &settings, &problems), 0);
        assert_int_not_equal(table[i].help[0], '\0');
        for (size_t j = 0; j < i; j++) {
            assert_false(strcmp(table[i].section, table[j].section) == 0 && strcmp(table[i].key, table[j].key) == 0);
            assert_int_not_equal(table[i].offset, table[j].offset);
        }
    }
}

static void test_missing_file_gives_defaults(void **state)
{
    char path[PATH_MAX];
    struct settings settings;
    struct problems problems = {0};
    folder_path(*state, "not-there", path);
    assert_int_equal(settings_load(path, &settings, &problems), -ENOENT);
    assert_int_equal(settings.rate_wpm, 160);
    assert_true(problems_are_none(&problems));
}

static void test_reads_every_kind(void **state)
{
    struct settings settings;
    struct problems problems = {0};
    int result = load(*state,
                      "\xef\xbb\xbf; a comment\r\n[audio]\r\ncapture = plughw:CARD=Device,DEV=0\r\n"
                      "   volume_db=-6   ; quieter\r\n# another\r\n[voice]\nrate_wpm = 300\n\n"
                      "[listening]\nmode = button\naccept_open = 0.75\n[visitors]\nsingle_user = yes\n"
                      "[buttons]\nKEY_ENTER = talk\nBTN_0 = next\ndevice =\n",
                      &settings, &problems);
    assert_int_equal(result, 0);
    assert_string_equal(settings.capture, "plughw:CARD=Device,DEV=0");
    assert_int_equal(settings.volume_db, -6);
    assert_int_equal(settings.rate_wpm, 300);
    assert_int_equal(settings.mode, SETTINGS_BUTTON);
    assert_true(settings.accept_open == 0.75f);
    assert_true(settings.single_user);
    assert_int_equal(settings.button_count, 2);
    assert_string_equal(settings.buttons[0].key, "KEY_ENTER");
    assert_true(settings.buttons[0].is_talk);
    assert_false(settings.buttons[1].is_talk);
    assert_int_equal(settings.buttons[1].command, DIALOGUE_NEXT);
    assert_string_equal(settings.playback, "default");
}

static void test_bad_values(void **state)
{
    const struct folder *folder = *state;
    check_bad(folder, "[voice]\nrate_wpm = 79\n",
              "/docent.conf:2: `79` is no value for rate_wpm: write a whole number from 80 to 450");
    check_bad(folder, "[voice]\nrate_wpm = 451\n",
              "/docent.conf:2: `451` is no value for rate_wpm: write a whole number from 80 to 450");
    check_bad(folder, "[voice]\nrate_wpm = 160.5\n",
              "/docent.conf:2: `160.5` is no value for rate_wpm: write a whole number from 80 to 450");
    check_bad(folder, "[voice]\nrate_wpm = fast\n",
              "/docent.conf:2: `fast` is no value for rate_wpm: write a whole number from 80 to 450");
    check_bad(folder, "[voice]\nrate_wpm =\n",
              "/docent.conf:2: `` is no value for rate_wpm: write a whole number from 80 to 450");
    check_bad(folder, "[listening]\naccept_open = nan\n",
              "/docent.conf:2: `nan` is no value for accept_open: write a number from 0 to 1");
    check_bad(folder, "[listening]\nmode = closed\n",
              "/docent.conf:2: `closed` is no value for mode: write one of: open button");
    check_bad(folder, "[buttons]\ngrab = true\n", "/docent.conf:2: `true` is no value for grab: write yes or no");
    check_bad(folder, "[audio]\ncapture =\n",
              "/docent.conf:2: `` is no value for capture: write 1 to 127 bytes of text");
}

static void test_bad_names(void **state)
{
    const struct folder *folder = *state;
    check_bad(folder, "[audio]\nvolum_db = 3\n",
              "/docent.conf:2: there is no setting `volum_db` in [audio]: did you mean `volume_db`?");
    check_bad(folder, "[audio]\nelephants = 3\n",
              "/docent.conf:2: there is no setting `elephants` in [audio]: see docent.conf(5)");
    check_bad(folder, "[audio]\nrate_wpm = 160\n",
              "/docent.conf:2: `rate_wpm` has no place in [audio]: move it to [voice]");
    check_bad(folder, "[audoi]\ncapture = x\nplayback = y\n",
              "/docent.conf:2: there is no section [audoi]: did you mean [audio]?");
    check_bad(folder, "[elephants]\ncapture = x\n",
              "/docent.conf:2: there is no section [elephants]: see docent.conf(5)");
    check_bad(folder, "capture = x\n",
              "/docent.conf:1: `capture` stands before the first section: write it below its [section]");
    check_bad(folder, "[audio]\ncapture = x\ncapture = y\n",
              "/docent.conf:3: `capture` is here twice, first in line 2: remove one");
}

static void test_bad_buttons(void **state)
{
    const struct folder *folder = *state;
    check_bad(folder, "[buttons]\nKEY_A = tlak\n", "/docent.conf:2: a button cannot do `tlak`: did you mean `talk`?");
    check_bad(folder, "[buttons]\nKEY_A = explode\n",
              "/docent.conf:2: a button cannot do `explode`: write talk, or a command such as stop, repeat or next");
    check_bad(folder, "[buttons]\nKEY_A = talk\nKEY_A = stop\n",
              "/docent.conf:3: `KEY_A` is here twice, first in line 2: remove one");
    char text[2048];
    size_t length = (size_t)snprintf(text, sizeof(text), "[buttons]\n");
    for (int i = 0; i <= SETTINGS_BUTTONS_MAX; i++) {
        length += (size_t)snprintf(text + length, sizeof(text) - length, "KEY_F%d = talk\n", i);
    }
    check_bad(folder, text, "/docent.conf:34: `KEY_F32` is one button too many, or no key's name: remove it");
}

static void test_bad_lines(void **state)
{
    const struct folder *folder = *state;
    check_bad(folder, "[audio]\ncapture\n",
              "/docent.conf:2: this line is neither a [section] nor a `key = value`: mend or remove it");
    check_bad(folder, "[audio\ncapture = x\n",
              "/docent.conf:1: this line is neither a [section] nor a `key = value`: mend or remove it\n"
              "/docent.conf:2: `capture` stands before the first section: write it below its [section]");
    check_bad(folder, "[audio]\ncapture = caf\xe9\n",
              "/docent.conf:2: this line is not UTF-8 text: save the file as plain UTF-8 text");
    char text[2048];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    check_bad(folder, text, "/docent.conf:1: this line is too long: shorten it");
}

static void test_bad_files(void **state)
{
    const struct folder *folder = *state;
    struct settings settings;
    struct problems problems = {0};
    assert_int_equal(settings_load(folder->path, &settings, &problems), -EINVAL);
    assert_string_equal(problems.items[0].text, "the file cannot be read (Is a directory): check its permissions");
    problems_finish(&problems);
    char *text = malloc(INT16_MAX * 4);
    assert_non_null(text);
    memset(text, '\n', INT16_MAX * 4);
    text[INT16_MAX * 4 - 1] = '\0';
    check_bad(folder, text, "/docent.conf:65537: the file is larger than 64 KiB: it is no configuration of docent's");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_table_agrees_with_itself),
        cmocka_unit_test(test_missing_file_gives_defaults),
        cmocka_unit_test(test_reads_every_kind),
        cmocka_unit_test(test_bad_values),
        cmocka_unit_test(test_bad_names),
        cmocka_unit_test(test_bad_buttons),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_bad_files),
    };
    return cmocka_run_group_tests_name("settings", tests, setup, teardown);
}
