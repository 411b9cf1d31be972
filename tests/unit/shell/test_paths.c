/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/paths.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_program_in_a_source_tree(void **state)
{
    (void)state;
    struct docent_paths paths;
    char path[PATHS_BYTES];
    assert_int_equal(docent_paths_for(DOCENT_SOURCE_DIR "/build/any/docent", &paths), 0);
    assert_string_equal(paths.content, DOCENT_SOURCE_DIR "/content");
    assert_string_equal(paths.models, DOCENT_SOURCE_DIR "/models");
    assert_string_equal(paths.config, "");
    assert_int_equal(docent_paths_exhibit(&paths, "erma", path), 0);
    assert_string_equal(path, DOCENT_SOURCE_DIR "/content/erma");
    assert_int_equal(docent_paths_phrasebook(&paths, "en", path), 0);
    assert_string_equal(path, DOCENT_SOURCE_DIR "/content/common/en");
}

static void check_installed(const char *executable)
{
    struct docent_paths paths;
    char path[PATHS_BYTES];
    assert_int_equal(docent_paths_for(executable, &paths), 0);
    assert_string_equal(paths.content, "/usr/share/docent/content");
    assert_string_equal(paths.models, "/usr/share/docent/models");
    assert_string_equal(paths.local_content, "/etc/docent/content");
    assert_string_equal(paths.config, "/etc/docent/docent.conf");
    assert_int_equal(docent_paths_exhibit(&paths, "no-such-exhibit", path), 0);
    assert_string_equal(path, "/usr/share/docent/content/no-such-exhibit");
}

static void test_program_elsewhere(void **state)
{
    (void)state;
    check_installed("/usr/bin/docent");
    check_installed("/docent");
    check_installed("");
    check_installed("/tmp/build/any/docent"); /* a folder of that name, but of no tree of docent's */
    check_installed(DOCENT_SOURCE_DIR "/firmware/any/docent");
}

static void test_own_exhibit_goes_first(void **state)
{
    (void)state;
    struct docent_paths paths = {0};
    char path[PATHS_BYTES];
    strcpy(paths.content, "/not-there");
    strcpy(paths.local_content, DOCENT_SOURCE_DIR "/content");
    assert_int_equal(docent_paths_exhibit(&paths, "erma", path), 0);
    assert_string_equal(path, DOCENT_SOURCE_DIR "/content/erma");
    assert_int_equal(docent_paths_exhibit(&paths, "other", path), 0);
    assert_string_equal(path, "/not-there/other");
    assert_int_equal(docent_paths_phrasebook(&paths, "en", path), 0);
    assert_string_equal(path, DOCENT_SOURCE_DIR "/content/common/en");
}

static void test_names_that_lead_elsewhere(void **state)
{
    (void)state;
    struct docent_paths paths = {0};
    char path[PATHS_BYTES];
    char name[PATHS_BYTES];
    assert_int_equal(docent_paths_exhibit(&paths, "../etc", path), -EINVAL);
    assert_int_equal(docent_paths_exhibit(&paths, "..", path), -EINVAL);
    assert_int_equal(docent_paths_exhibit(&paths, "", path), -EINVAL);
    assert_int_equal(docent_paths_phrasebook(&paths, "en/gb", path), -EINVAL);
    memset(name, 'a', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    assert_int_equal(docent_paths_exhibit(&paths, name, path), -ENAMETOOLONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_program_in_a_source_tree),
        cmocka_unit_test(test_program_elsewhere),
        cmocka_unit_test(test_own_exhibit_goes_first),
        cmocka_unit_test(test_names_that_lead_elsewhere),
    };
    return cmocka_run_group_tests_name("paths", tests, NULL, NULL);
}
