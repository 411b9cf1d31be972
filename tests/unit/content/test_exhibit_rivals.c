/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/exhibit_rivals.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/exhibit_load.h"
#include "folder.h"

static void load(const char *asked_as, const char *id, enum exhibit_kind kind, struct exhibit *ret_exhibit)
{
    struct folder folder;
    struct problems problems = {0};
    char text[256];
    char name[64];
    folder_make(&folder);
    snprintf(text, sizeof(text), "# T\n\nA.\n\n## Asked as\n- %s\n", asked_as);
    snprintf(name, sizeof(name), "%s.md", id);
    folder_write(&folder, "exhibit.md", "# E\n");
    folder_write(&folder, name, text);
    assert_int_equal(exhibit_load(folder.path, kind, ret_exhibit, &problems), 0);
    folder_remove(&folder);
}

static void check(const char *topic_asked_as, const char *command_asked_as, const char *expected)
{
    struct exhibit exhibit;
    struct exhibit phrasebook;
    struct problems problems = {0};
    load(topic_asked_as, "rocks", EXHIBIT_TOPICS, &exhibit);
    load(command_asked_as, "help", EXHIBIT_PHRASEBOOK, &phrasebook);
    int result = exhibit_rivals_check("content/x", &exhibit, &phrasebook, &problems);
    if (expected == NULL) {
        assert_int_equal(result, 0);
        assert_true(problems_are_none(&problems));
    } else {
        assert_int_equal(result, -EINVAL);
        assert_int_equal(problems.count, 1);
        char *line = problem_line(&problems.items[0]);
        assert_string_equal(line, expected);
        free(line);
    }
    problems_finish(&problems);
    exhibit_finish(&exhibit);
    exhibit_finish(&phrasebook);
}

static void test_topic_asked_like_a_command(void **state)
{
    (void)state;
    check("what can I ask?", "What can I ask",
          "content/x/rocks.md: `what can i ask` is also how docent is told `help`: ask it in other words");
    check("what is a rock", "what can i ask", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_topic_asked_like_a_command)};
    return cmocka_run_group_tests_name("exhibit_rivals", tests, NULL, NULL);
}
