/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <poll.h>

#include "docent/renewal.h"
#include "exhibition_folder.h"

static struct folder folder;
static struct synth *synth;
static struct exhibition *exhibition;
static struct exhibition *fresh;
static struct renewal *renewal;
static char wrong[EXHIBITION_WRONG_BYTES];

static int setup(void **state)
{
    (void)state;
    static struct tool_content content;
    exhibition_folder_make(&folder);
    assert_int_equal(synth_create_espeak(&synth), 0);
    const struct tool_options options = {.content = folder.path};
    assert_int_equal(tool_content_load(&options, &content), 0);
    assert_int_equal(exhibition_create(&exhibition, &content, synth, wrong), 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    exhibition_destroy(fresh);
    exhibition_destroy(exhibition);
    fresh = NULL;
    synth_destroy(synth);
    folder_remove(&folder);
    return 0;
}

/* Asks for a stone whose name no dictionary has: only the voice knows how it sounds. */
static void add_topic(void)
{
    folder_write(&folder, "zorblaxite.md", "# What is zorblaxite?\n\nA stone.\n\n## Asked as\n- what is zorblaxite\n");
}

static bool is_done(int timeout_ms)
{
    struct pollfd polled = {.fd = renewal_fd(renewal), .events = POLLIN};
    return poll(&polled, 1, timeout_ms) == 1;
}

static int take(void *user, const struct synth_chunk *chunk)
{
    *(uint64_t *)user += chunk->count;
    return 0;
}

/* All the while the old one hears and speaks as ever. */
static void test_the_old_one_goes_on(void **state)
{
    (void)state;
    static struct ear_result result;
    static int16_t silence[RECOGNISER_RATE_HZ / 10];
    const struct synth_style style = {.rate_wpm = 160};
    uint64_t frames = 0;
    add_topic();
    assert_int_equal(renewal_start(&renewal, exhibition, synth), 0);
    do {
        assert_int_equal(ear_probe(exhibition->ear, silence, RECOGNISER_RATE_HZ / 10, &result), 0);
        assert_int_equal(synth_speak(synth, "A ruby.", &style, take, &frames), 0);
    } while (!is_done(0));
    assert_true(frames > 0);
    assert_int_equal(renewal_finish(renewal, &fresh, wrong), 0);
    assert_int_equal(fresh->content.exhibit.topic_count, 3);
    assert_int_equal(exhibition->content.exhibit.topic_count, 2);
    assert_int_equal(ear_probe(fresh->ear, silence, RECOGNISER_RATE_HZ / 10, &result), 0);
}

static void test_a_mistake(void **state)
{
    (void)state;
    folder_write(&folder, "opals.md", "# What is an opal?\n\n## Asked as\n- what is an opal\n");
    assert_int_equal(renewal_start(&renewal, exhibition, synth), 0);
    assert_true(is_done(-1));
    assert_int_equal(renewal_finish(renewal, &fresh, wrong), -EINVAL);
    assert_null(fresh);
    assert_non_null(strstr(wrong, "/opals.md:1: the topic has no answer"));
    assert_int_equal(exhibit_find(&exhibition->content.exhibit, "rubies"), 0);
}

static void test_not_waited_for(void **state)
{
    (void)state;
    assert_int_equal(renewal_start(&renewal, exhibition, synth), 0);
    assert_int_equal(renewal_finish(renewal, &fresh, wrong), 0);
    assert_int_equal(fresh->content.exhibit.topic_count, 2);
}

static void test_given_up(void **state)
{
    (void)state;
    assert_int_equal(renewal_start(&renewal, exhibition, synth), 0);
    renewal_destroy(renewal);
    assert_int_equal(renewal_start(&renewal, exhibition, synth), 0);
    assert_true(is_done(-1));
    renewal_destroy(renewal); /* what was made goes with it */
    renewal_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_old_one_goes_on, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_mistake, setup, teardown),
        cmocka_unit_test_setup_teardown(test_not_waited_for, setup, teardown),
        cmocka_unit_test_setup_teardown(test_given_up, setup, teardown),
    };
    return cmocka_run_group_tests_name("renewal", tests, NULL, NULL);
}
