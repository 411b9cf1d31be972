/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/vitals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LOOK_MS = 500 };

struct fixture {
    struct vitals vitals;
    struct vital_sign signs[VITAL_COUNT];
    int64_t now_ms;
};

static void begin(struct fixture *fixture)
{
    memset(fixture, 0, sizeof(*fixture));
    fixture->now_ms = 1000000;
    vitals_init(&fixture->vitals, fixture->now_ms);
    for (unsigned i = 0; i < VITAL_COUNT; i++) {
        fixture->signs[i].has_work = true;
    }
}

/* Let time pass while all but the parts in `still` move. Returns what hangs at the end. */
static unsigned pass(struct fixture *fixture, int64_t time_ms, unsigned still)
{
    unsigned hung = 0;

    for (int64_t end_ms = fixture->now_ms + time_ms; fixture->now_ms < end_ms;) {
        fixture->now_ms += LOOK_MS;
        for (unsigned i = 0; i < VITAL_COUNT; i++) {
            fixture->signs[i].steps += (still & (1U << i)) == 0;
        }
        hung = vitals_check(&fixture->vitals, fixture->signs, fixture->now_ms);
    }
    return hung;
}

static void all_that_move_are_well(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    assert_int_equal(pass(&fixture, 24LL * 3600 * 1000, 0), 0);
}

static void a_part_with_work_that_stands_still_hangs(void **state)
{
    (void)state;
    for (unsigned i = 0; i < VITAL_COUNT; i++) {
        struct fixture fixture;
        int64_t limit_ms = i == VITAL_LISTENER ? VITALS_LISTENER_LIMIT_MS : VITALS_SOUND_LIMIT_MS;
        begin(&fixture);
        assert_int_equal(pass(&fixture, 5000, 0), 0);
        assert_int_equal(pass(&fixture, limit_ms, 1U << i), 0);
        assert_int_equal(pass(&fixture, LOOK_MS, 1U << i), 1U << i);
        assert_int_equal(pass(&fixture, 3600000, 1U << i), 1U << i);
        /* It moves once, and is well for another limit. */
        assert_int_equal(pass(&fixture, LOOK_MS, 0), 0);
        assert_int_equal(pass(&fixture, limit_ms, 1U << i), 0);
    }
}

static void two_can_hang_at_once(void **state)
{
    const unsigned both = 1U << VITAL_LISTENER | 1U << VITAL_SPEAKER;
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    assert_int_equal(pass(&fixture, 2 * VITALS_LISTENER_LIMIT_MS, both), both);
}

static void nothing_to_do_is_no_fault(void **state)
{
    const unsigned speaker = 1U << VITAL_SPEAKER;
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    fixture.signs[VITAL_SPEAKER].has_work = false;
    assert_int_equal(pass(&fixture, 3600000, speaker), 0);
    /* The time it rested does not count when work comes. */
    fixture.signs[VITAL_SPEAKER].has_work = true;
    assert_int_equal(pass(&fixture, VITALS_SOUND_LIMIT_MS, speaker), 0);
    assert_int_equal(pass(&fixture, LOOK_MS, speaker), speaker);
}

static void time_in_which_the_process_was_stopped_hardly_counts(void **state)
{
    struct fixture fixture;

    (void)state;
    begin(&fixture);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pass(&fixture, LOOK_MS, 0), 0);
        fixture.now_ms += 24LL * 3600 * 1000;
        assert_int_equal(vitals_check(&fixture.vitals, fixture.signs, fixture.now_ms), 0);
    }
}

static void every_part_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (unsigned i = 0; i < VITAL_COUNT; i++) {
        for (unsigned k = 0; k < i; k++) {
            assert_string_not_equal(vital_name((enum vital)i), vital_name((enum vital)k));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_move_are_well),
        cmocka_unit_test(a_part_with_work_that_stands_still_hangs),
        cmocka_unit_test(two_can_hang_at_once),
        cmocka_unit_test(nothing_to_do_is_no_fault),
        cmocka_unit_test(time_in_which_the_process_was_stopped_hardly_counts),
        cmocka_unit_test(every_part_has_a_name_of_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
