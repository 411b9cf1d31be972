/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>

#include "docent/exhibition.h"
#include "docent/wording.h"
#include "exhibition_folder.h"

static struct folder folder;
static struct synth *synth;
static struct tool_content content;
static struct exhibition *exhibition;
static char wrong[EXHIBITION_WRONG_BYTES];

static int setup(void **state)
{
    (void)state;
    exhibition_folder_make(&folder);
    assert_int_equal(synth_create_espeak(&synth), 0);
    const struct tool_options options = {.content = folder.path};
    assert_int_equal(tool_content_load(&options, &content), 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    exhibition_destroy(exhibition);
    exhibition = NULL;
    synth_destroy(synth);
    folder_remove(&folder);
    return 0;
}

static void test_made_whole(void **state)
{
    (void)state;
    assert_int_equal(exhibition_create(&exhibition, &content, synth, wrong), 0);
    assert_null(content.exhibit.topics); /* it has moved */
    assert_int_equal(exhibition->content.exhibit.topic_count, 2);
    assert_non_null(exhibition->recogniser);
    assert_int_equal(ear_mode(exhibition->ear), EAR_CLOSED);
    struct ear_options options;
    struct match match;
    exhibition_ear_options(&exhibition->content.settings, &options);
    matcher_match_text(exhibition->matcher, &options.push_to_talk, "what is a ruby", &match);
    assert_true(match.candidate_count > 0);
    assert_string_equal(match.candidates[0].topic->id, "rubies");
}

static void test_a_phrase_is_missing(void **state)
{
    (void)state;
    int index = exhibit_find(&content.phrasebook, wording_phrase(0));
    assert_true(index >= 0);
    content.phrasebook.topics[index].id[0] = '?';
    assert_int_equal(exhibition_create(&exhibition, &content, synth, wrong), -EINVAL);
    assert_null(exhibition);
    assert_null(content.exhibit.topics);
    char expected[128];
    snprintf(expected, sizeof(expected), "/%s.md: this phrase is missing: write what docent is to say",
             wording_phrase(0));
    assert_non_null(strstr(wrong, expected));
}

/* What only the ear refuses is said in one sentence too. */
static void test_settings_that_cannot_be(void **state)
{
    (void)state;
    content.settings.hangover_ms = 0;
    assert_int_equal(exhibition_create(&exhibition, &content, synth, wrong), -EINVAL);
    assert_null(exhibition);
    assert_null(content.exhibit.topics);
    char *shown = folder_leave_out(&folder, wrong);
    assert_string_equal(shown, "the recogniser cannot be made from  (Invalid argument): run docent check ");
    free(shown);
}

static void test_read_again(void **state)
{
    (void)state;
    struct exhibition *second = NULL;
    assert_int_equal(exhibition_create(&exhibition, &content, synth, wrong), 0);
    folder_write(&folder, "opals.md", "# What is an opal?\n\nA stone.\n\n## Asked as\n- what is an opal\n");
    assert_int_equal(exhibition_reload(&second, exhibition, synth, NULL, wrong), 0);
    assert_int_equal(second->content.exhibit.topic_count, 3);
    assert_int_equal(exhibition->content.exhibit.topic_count, 2);
    exhibition_destroy(second);
}

static void test_not_wanted_any_more(void **state)
{
    (void)state;
    const atomic_bool is_unwanted = true;
    struct exhibition *second = exhibition;
    assert_int_equal(exhibition_create(&exhibition, &content, synth, wrong), 0);
    assert_int_equal(exhibition_reload(&second, exhibition, synth, &is_unwanted, wrong), -ECANCELED);
    assert_null(second);
}

/* The old one stays whole, and the first mistake is said with its file and line. */
static void test_read_again_with_a_mistake(void **state)
{
    (void)state;
    struct exhibition *second = exhibition;
    assert_int_equal(exhibition_create(&exhibition, &content, synth, wrong), 0);
    folder_write(&folder, "opals.md", "# What is an opal?\n\n## Asked as\n- what is an opal\n");
    assert_int_equal(exhibition_reload(&second, exhibition, synth, NULL, wrong), -EINVAL);
    assert_null(second);
    char *shown = folder_leave_out(&folder, wrong);
    assert_string_equal(shown, "/opals.md:1: the topic has no answer: write it as plain paragraphs below the title");
    free(shown);
    assert_int_equal(exhibit_find(&exhibition->content.exhibit, "rubies"), 0);
}

static void test_settings_reach_the_ear(void **state)
{
    (void)state;
    const struct settings settings = {
        .accept_open = 0.7F, .accept_button = 0.3F, .close_margin = 0.2F, .hangover_ms = 650, .utterance_max_ms = 9000};
    struct ear_options options;
    exhibition_ear_options(&settings, &options);
    assert_float_equal(options.open.accept, 0.7F, 0);
    assert_float_equal(options.push_to_talk.accept, 0.3F, 0);
    assert_float_equal(options.open.close_margin, 0.2F, 0);
    assert_float_equal(options.push_to_talk.close_margin, 0.2F, 0);
    assert_true(options.push_to_talk.clear_least > 0.0F);
    assert_true(options.open.clear_least > options.push_to_talk.clear_least);
    assert_true(options.open.unclear_cost > 0.0F);
    assert_float_equal(options.push_to_talk.unclear_cost, 0.0F, 0);
    assert_true(options.open.meant_relief > 0.0F);
    assert_int_equal(options.hangover_ms, 650);
    assert_int_equal(options.utterance_max_ms, 9000);
    exhibition_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_made_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_phrase_is_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_settings_that_cannot_be, setup, teardown),
        cmocka_unit_test_setup_teardown(test_read_again, setup, teardown),
        cmocka_unit_test_setup_teardown(test_not_wanted_any_more, setup, teardown),
        cmocka_unit_test_setup_teardown(test_read_again_with_a_mistake, setup, teardown),
        cmocka_unit_test(test_settings_reach_the_ear),
    };
    return cmocka_run_group_tests_name("exhibition", tests, NULL, NULL);
}
