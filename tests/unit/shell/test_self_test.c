/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/self_test.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "listening_fixture.h"

struct fixture {
    struct synth *synth;
    struct listening listening;
    struct self_test *test;
    struct ear_result result;
};

static int make(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state == NULL ? -1 : synth_create_record(&((struct fixture *)*state)->synth);
}

static int discard(void **state)
{
    struct fixture *fixture = *state;

    self_test_destroy(fixture->test);
    listening_close(&fixture->listening);
    synth_destroy(fixture->synth);
    free(fixture);
    return 0;
}

static void open_ear(struct fixture *fixture, char **heard, size_t count)
{
    assert_int_equal(listening_open(&fixture->listening, heard, count), 0);
    assert_int_equal(self_test_create(&fixture->test, &listening_exhibit, fixture->synth), 0);
    assert_int_equal(fixture->test->count, 3);
}

static int ask(struct fixture *fixture)
{
    return self_test_ask(fixture->test, fixture->listening.ear, &fixture->result);
}

static void only_the_topic_that_was_asked_for_passes(void **state)
{
    char *heard[] = {listening_text[PEARS], listening_text[LOUDER], listening_text[PLUMS]};

    open_ear(*state, heard, 3);
    assert_int_equal(ask(*state), -EBADMSG);
    assert_int_equal(ask(*state), -EBADMSG);
    assert_int_equal(ask(*state), 0);
}

static void who_was_understood_is_asked_again_and_who_was_not_makes_room(void **state)
{
    struct fixture *fixture = *state;
    char *heard[] = {listening_text[PLUMS], listening_text[PLUMS], listening_text[PLUMS], listening_text[PLUMS],
                     listening_text[APPLES]};

    open_ear(fixture, heard, 5);
    assert_int_equal(ask(fixture), -EBADMSG);
    assert_int_equal(ask(fixture), -EBADMSG);
    assert_int_equal(ask(fixture), 0);
    assert_int_equal(ask(fixture), 0);
    assert_int_equal(ask(fixture), -EBADMSG);
    assert_int_equal(ask(fixture), 0);
}

static void an_engine_that_fails_is_no_pass(void **state)
{
    char failure[] = "!", *heard[] = {failure};

    open_ear(*state, heard, 1);
    assert_int_equal(ask(*state), -EIO);
}

/* Someone speaks: their question comes first. */
static void an_utterance_under_way_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    char *heard[] = {listening_text[APPLES]};
    const int16_t quiet[1600] = {0};
    enum ear_event_kind event = EAR_NOTHING;
    size_t used = 0;

    open_ear(fixture, heard, 1);
    ear_set_mode(fixture->listening.ear, EAR_PUSH_TO_TALK);
    assert_int_equal(ear_feed(fixture->listening.ear, quiet, 1600, &used, &event, &fixture->result), 0);
    assert_int_equal(ask(fixture), -EBUSY);
    assert_int_equal(ear_flush(fixture->listening.ear, &event, &fixture->result), 0);
    assert_int_equal(event, EAR_HEARD);
    assert_string_equal(fixture->result.match.candidates[0].topic->id, "apples");
    assert_int_equal(ask(fixture), 0);
}

static void wordings_are_asked_in_rounds_and_are_no_longer_than_the_limit(void **state)
{
    struct fixture *fixture = *state;
    char first[] = "one", second[] = "two", third[] = "three", endless[8000] = "";
    char *few[] = {first}, *many[] = {second, third, endless};
    struct topic topics[] = {{.asked_as = {few, 1}}, {.asked_as = {NULL, 0}}, {.asked_as = {many, 3}}};
    const struct exhibit exhibit = {.topics = topics, .topic_count = 3};

    for (size_t i = 0; i + 6 < sizeof(endless); i += 5) {
        memcpy(endless + i, "more ", 6);
    }
    assert_int_equal(self_test_create(&fixture->test, &exhibit, fixture->synth), 0);
    assert_int_equal(fixture->test->count, 4);
    const struct text_list *said = synth_record_said(fixture->synth);
    assert_string_equal(said->items[0], "one");
    assert_string_equal(said->items[1], "two");
    assert_string_equal(said->items[2], "three");
    assert_int_equal(fixture->test->questions[3].count, SELF_TEST_QUESTION_MS_MAX * 16);
    assert_true(fixture->test->questions[1].topic == &topics[2]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_the_topic_that_was_asked_for_passes, make, discard),
        cmocka_unit_test_setup_teardown(who_was_understood_is_asked_again_and_who_was_not_makes_room, make, discard),
        cmocka_unit_test_setup_teardown(an_engine_that_fails_is_no_pass, make, discard),
        cmocka_unit_test_setup_teardown(an_utterance_under_way_is_left_alone, make, discard),
        cmocka_unit_test_setup_teardown(wordings_are_asked_in_rounds_and_are_no_longer_than_the_limit, make, discard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
