/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/kept.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_BYTES = 80 };

static int make(void **state)
{
    char *folder = strdup("/tmp/docent-kept-XXXXXX");

    *state = folder;
    return folder != NULL && mkdtemp(folder) != NULL ? 0 : -1;
}

static void path_of(const char *folder, const char *name, char *ret_path)
{
    snprintf(ret_path, PATH_BYTES, "%s/%s", folder, name);
}

static int discard(void **state)
{
    char path[PATH_BYTES];

    path_of(*state, "kept", path);
    unlink(path);
    rmdir(path);
    path_of(*state, "kept.new", path);
    unlink(path);
    int result = rmdir(*state); /* nothing else may be left behind */
    free(*state);
    return result;
}

static void put(const char *folder, const char *name, const char *text)
{
    char path[PATH_BYTES];

    path_of(folder, name, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void what_is_saved_is_loaded(void **state)
{
    const char *folder = *state;
    struct kept kept = {0};

    assert_int_equal(kept_load(folder, &kept), -ENOENT);
    assert_int_equal(kept_save(folder, &(struct kept){.volume_db = -15, .rate_wpm = 300}), 0);
    assert_int_equal(kept_save(folder, &(struct kept){.volume_db = -20, .rate_wpm = 320}), 0);
    assert_int_equal(kept_load(folder, &kept), 0);
    assert_int_equal(kept.volume_db, -20);
    assert_int_equal(kept.rate_wpm, 320);
}

static void a_damaged_file_is_not_believed(void **state)
{
    static const char *const texts[] = {"",
                                        "volume_db = -15\n",
                                        "volume_db = -15\nrate_wpm = 3",
                                        "volume_db = -15\nrate_wpm = 300\nmore\n",
                                        "volume_db = -15\nrate_wpm = -300\n",
                                        "something else\n",
                                        "volume_db = 99999999999999999999\nrate_wpm = 300\n"};
    struct kept kept = {.volume_db = 7, .rate_wpm = 7};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        put(*state, "kept", texts[i]);
        assert_int_equal(kept_load(*state, &kept), -EINVAL);
    }
    assert_int_equal(kept.volume_db, 7);
    assert_int_equal(kept.rate_wpm, 7);
}

static void what_a_pulled_plug_left_behind_does_not_matter(void **state)
{
    struct kept kept;

    assert_int_equal(kept_save(*state, &(struct kept){.volume_db = -5, .rate_wpm = 160}), 0);
    put(*state, "kept.new", "volume_");
    assert_int_equal(kept_load(*state, &kept), 0);
    assert_int_equal(kept.volume_db, -5);
    assert_int_equal(kept_save(*state, &(struct kept){.volume_db = -10, .rate_wpm = 160}), 0);
    assert_int_equal(kept_load(*state, &kept), 0);
    assert_int_equal(kept.volume_db, -10);
}

static void a_failed_save_leaves_the_old(void **state)
{
    char path[PATH_BYTES];
    struct kept kept;

    assert_int_equal(kept_save(*state, &(struct kept){.volume_db = -5, .rate_wpm = 160}), 0);
    path_of(*state, "kept.new", path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_true(kept_save(*state, &(struct kept){.volume_db = -10, .rate_wpm = 200}) < 0);
    assert_int_equal(kept_load(*state, &kept), 0);
    assert_int_equal(kept.volume_db, -5);
    assert_int_equal(rmdir(path), 0);
}

static void no_folder_is_an_error(void **state)
{
    struct kept kept;

    (void)state;
    assert_int_equal(kept_load("/nowhere/at/all", &kept), -ENOENT);
    assert_int_equal(kept_save("/nowhere/at/all", &(struct kept){0}), -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_saved_is_loaded, make, discard),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_not_believed, make, discard),
        cmocka_unit_test_setup_teardown(what_a_pulled_plug_left_behind_does_not_matter, make, discard),
        cmocka_unit_test_setup_teardown(a_failed_save_leaves_the_old, make, discard),
        cmocka_unit_test(no_folder_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
