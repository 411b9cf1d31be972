/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/recogniser.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The border, with the scripted kind behind it. */

static struct heard heard;

static struct recogniser *make(char **items, size_t count)
{
    const struct text_list lines = {.items = items, .count = count};
    struct recogniser *recogniser = NULL;
    assert_int_equal(recogniser_create_script(&recogniser, &lines), 0);
    return recogniser;
}

static int hear(struct recogniser *recogniser, size_t frame_count)
{
    static const int16_t silence[RECOGNISER_RATE_HZ];
    assert_int_equal(recogniser_start(recogniser), 0);
    assert_int_equal(recogniser_feed(recogniser, silence, frame_count), 0);
    return recogniser_end(recogniser, SIZE_MAX, &heard);
}

static void test_hears_line_after_line(void **state)
{
    (void)state;
    char first[] = "  rare   earths", second[] = "", third[] = "again";
    struct recogniser *recogniser = make((char *[]){first, second, third}, 3);
    assert_int_equal(hear(recogniser, 1600), 0);
    assert_int_equal(heard.word_count, 2);
    assert_string_equal(heard.words[0].text, "rare");
    assert_string_equal(heard.words[1].text, "earths");
    assert_int_equal(heard.words[1].start_ms, 50);
    assert_int_equal(heard.words[1].end_ms, 100);
    assert_true(heard.words[0].posterior >= 1);
    assert_int_equal(heard.speech_ms, 100);
    assert_int_equal(hear(recogniser, 1600), 0);
    assert_int_equal(heard.word_count, 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(hear(recogniser, 1600), 0);
        assert_int_equal(heard.word_count, 1);
        assert_string_equal(heard.words[0].text, "again");
    }
    recogniser_destroy(recogniser);
}

static void test_a_word_said_twice_is_seen_once(void **state)
{
    (void)state;
    char line[] = "no no";
    struct recogniser *recogniser = make((char *[]){line}, 1);
    assert_int_equal(hear(recogniser, 1600), 0);
    assert_int_equal(heard.word_count, 2);
    assert_int_equal(heard.seen_count, 1);
    recogniser_destroy(recogniser);
}

static void test_an_abandoned_utterance_takes_no_line(void **state)
{
    (void)state;
    char first[] = "one", second[] = "two";
    struct recogniser *recogniser = make((char *[]){first, second}, 2);
    assert_int_equal(recogniser_start(recogniser), 0);
    recogniser_abandon(recogniser);
    assert_int_equal(hear(recogniser, 0), 0);
    assert_string_equal(heard.words[0].text, "one");
    recogniser_destroy(recogniser);
}

static void test_works_ahead_in_parts(void **state)
{
    (void)state;
    static const int16_t silence[RECOGNISER_RATE_HZ];
    char line[] = "one";
    struct recogniser *recogniser = make((char *[]){line}, 1);
    assert_int_equal(recogniser_start(recogniser), 0);
    assert_int_equal(recogniser_feed(recogniser, silence, 1600), 0);
    for (size_t count = 800; count <= 1600; count += 800) {
        for (int part = 1; part < RECOGNISER_SCRIPT_PARTS; part++) {
            assert_true(recogniser_work(recogniser, count));
        }
        assert_false(recogniser_work(recogniser, count));
        assert_false(recogniser_work(recogniser, count));
    }
    assert_false(recogniser_work(recogniser, 0));
    assert_true(recogniser_work(recogniser, 800));
    assert_int_equal(recogniser_end(recogniser, 800, &heard), 0);
    assert_int_equal(heard.speech_ms, 50);
    assert_string_equal(heard.words[0].text, "one");
    recogniser_destroy(recogniser);
}

static void test_can_fail(void **state)
{
    (void)state;
    char first[] = "!", second[] = "two";
    struct recogniser *recogniser = make((char *[]){first, second}, 2);
    assert_int_equal(hear(recogniser, 100), -EIO);
    assert_int_equal(hear(recogniser, 100), 0);
    assert_string_equal(heard.words[0].text, "two");
    recogniser_destroy(recogniser);
}

static void test_limits(void **state)
{
    (void)state;
    char line[4 * (HEARD_WORDS_MAX + 5) + HEARD_WORD_BYTES + 2];
    memset(line, 'x', HEARD_WORD_BYTES);
    size_t length = HEARD_WORD_BYTES;
    for (int i = 0; i < HEARD_WORDS_MAX + 5; i++) {
        line[length++] = ' ';
        line[length++] = 'a';
    }
    line[length] = '\0';
    struct recogniser *recogniser = make((char *[]){line}, 1);
    assert_int_equal(hear(recogniser, 1600), 0);
    assert_int_equal(heard.word_count, HEARD_WORDS_MAX);
    assert_int_equal(strlen(heard.words[0].text), HEARD_WORD_BYTES - 1);
    recogniser_destroy(recogniser);

    const struct text_list none = {0};
    assert_int_equal(recogniser_create_script(&recogniser, &none), -EINVAL);
    assert_null(recogniser);
    recogniser_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hears_line_after_line),
        cmocka_unit_test(test_a_word_said_twice_is_seen_once),
        cmocka_unit_test(test_an_abandoned_utterance_takes_no_line),
        cmocka_unit_test(test_works_ahead_in_parts),
        cmocka_unit_test(test_can_fail),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests_name("recogniser", tests, NULL, NULL);
}
