/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/restart_note.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static void it_is_there_from_writing_to_removing(void **state)
{
    char folder[] = "/tmp/docent-note-XXXXXX";

    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_false(restart_note_exists(folder));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(restart_note_write(folder), 0);
        assert_int_equal(restart_note_write(folder), 0);
        assert_true(restart_note_exists(folder));
        assert_int_equal(restart_note_remove(folder), 0);
        assert_int_equal(restart_note_remove(folder), 0);
        assert_false(restart_note_exists(folder));
    }
    assert_int_equal(rmdir(folder), 0);
}

/* Whatever lies there under its name counts as the note, and is not followed anywhere. */
static void a_link_is_a_note_that_leads_nowhere(void **state)
{
    char folder[] = "/tmp/docent-note-XXXXXX", path[64], target[64];

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/restarted-deaf", folder);
    snprintf(target, sizeof(target), "%s/target", folder);
    assert_int_equal(symlink(target, path), 0);
    assert_true(restart_note_exists(folder));
    assert_int_equal(restart_note_write(folder), -ELOOP);
    assert_int_equal(access(target, F_OK), -1);
    assert_int_equal(restart_note_remove(folder), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void without_a_folder_there_is_no_restart(void **state)
{
    (void)state;
    assert_true(restart_note_exists("/nowhere/at/all"));
    assert_int_equal(restart_note_write("/nowhere/at/all"), -ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_there_from_writing_to_removing),
        cmocka_unit_test(a_link_is_a_note_that_leads_nowhere),
        cmocka_unit_test(without_a_folder_there_is_no_restart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
