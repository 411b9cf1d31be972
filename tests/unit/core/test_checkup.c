/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/checkup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const int64_t minute_ms = 60000, hour_ms = 3600000, day_ms = 24LL * 3600000;
static const unsigned wanted_hour = 3;

/* Look every minute from `*now_ms` for so long, with a wall clock that is `ahead_ms` of the monotonic one; every test
 * passes. Returns how many were made; *ret_last_hour is the wall clock's at the last. */
static int live(struct checkup *checkup, int64_t *now_ms, int64_t time_ms, int64_t ahead_ms, unsigned *ret_last_hour)
{
    int made = 0;

    for (int64_t end_ms = *now_ms + time_ms; *now_ms < end_ms; *now_ms += minute_ms) {
        unsigned hour = (unsigned)((*now_ms + ahead_ms) / hour_ms % 24);
        if (checkup_is_due(checkup, *now_ms, hour)) {
            made++;
            *ret_last_hour = hour;
            checkup_end(checkup, true, *now_ms);
        }
    }
    return made;
}

static void one_at_the_start_and_one_a_night(void **state)
{
    (void)state;
    for (int64_t start_h = 0; start_h < 24; start_h++) {
        int64_t now_ms = start_h * hour_ms + 30 * minute_ms;
        struct checkup checkup;
        unsigned hour = 0;
        checkup_init(&checkup, wanted_hour, now_ms);
        assert_int_equal(live(&checkup, &now_ms, minute_ms, 0, &hour), 1);
        assert_int_equal(hour, start_h);
        /* The first night may be left out when it has just begun; from then on each has one. */
        assert_in_range(live(&checkup, &now_ms, 2 * day_ms, 0, &hour), 1, 2);
        assert_int_equal(live(&checkup, &now_ms, 30 * day_ms, 0, &hour), 30);
        assert_int_equal(hour, wanted_hour);
    }
}

static void a_wall_clock_that_jumps_neither_skips_nor_repeats_it(void **state)
{
    const int64_t year_ms = 365 * day_ms, base_ms = 2 * year_ms;
    const int64_t jumps_ms[] = {year_ms, -year_ms, hour_ms, -hour_ms, -2 * hour_ms, 12 * hour_ms, day_ms, -day_ms};

    (void)state;
    for (size_t i = 0; i < sizeof(jumps_ms) / sizeof(jumps_ms[0]); i++) {
        for (int64_t at_ms = 0; at_ms < day_ms; at_ms += 30 * minute_ms) {
            int64_t now_ms = day_ms / 2;
            struct checkup checkup;
            unsigned hour = 0;
            checkup_init(&checkup, wanted_hour, now_ms);
            (void)live(&checkup, &now_ms, 2 * day_ms + at_ms, base_ms, &hour);
            int64_t last_ms = checkup.passed_ms;
            assert_true(live(&checkup, &now_ms, 2 * day_ms, base_ms + jumps_ms[i], &hour) <= 3);
            assert_true(checkup.passed_ms - last_ms <= 3 * day_ms && checkup.passed_ms > last_ms);
            assert_int_equal(live(&checkup, &now_ms, 10 * day_ms, base_ms + jumps_ms[i], &hour), 10);
        }
    }
}

static void a_wall_clock_that_stands_still_does_not_keep_it_away(void **state)
{
    (void)state;
    for (unsigned hour = 0; hour < 24; hour++) {
        struct checkup checkup;
        int made = 0;
        checkup_init(&checkup, wanted_hour, 0);
        for (int64_t now_ms = 0; now_ms < 10 * day_ms; now_ms += minute_ms) {
            if (checkup_is_due(&checkup, now_ms, hour)) {
                made++;
                checkup_end(&checkup, true, now_ms);
            }
        }
        if (hour == wanted_hour) {
            assert_in_range(made, 10, 10 * 12);
        } else {
            assert_in_range(made, 10, 11);
        }
    }
}

static void three_failures_are_deafness_until_one_passes(void **state)
{
    struct checkup checkup;
    int64_t now_ms = 0;

    (void)state;
    checkup_init(&checkup, wanted_hour, now_ms);
    assert_int_equal(checkup_end(&checkup, false, now_ms), CHECKUP_NO_NEWS);
    assert_false(checkup_is_due(&checkup, now_ms + CHECKUP_AGAIN_MS - 1, wanted_hour));
    assert_true(checkup_is_due(&checkup, now_ms += CHECKUP_AGAIN_MS, 12));
    assert_int_equal(checkup_end(&checkup, false, now_ms), CHECKUP_NO_NEWS);
    assert_false(checkup_is_deaf(&checkup));
    assert_true(checkup_is_due(&checkup, now_ms += CHECKUP_AGAIN_MS, 12));
    assert_int_equal(checkup_end(&checkup, false, now_ms), CHECKUP_DEAF);
    for (int i = 0; i < 100; i++) {
        assert_true(checkup_is_deaf(&checkup));
        assert_false(checkup_is_due(&checkup, now_ms + CHECKUP_DEAF_MS - 1, wanted_hour));
        assert_true(checkup_is_due(&checkup, now_ms += CHECKUP_DEAF_MS, 12));
        assert_int_equal(checkup_end(&checkup, false, now_ms), CHECKUP_NO_NEWS);
    }
    assert_int_equal(checkup_end(&checkup, true, now_ms), CHECKUP_MENDED);
    assert_false(checkup_is_deaf(&checkup));
    assert_int_equal(checkup_end(&checkup, true, now_ms), CHECKUP_PASSED);
}

static void one_that_passes_forgets_the_failures(void **state)
{
    struct checkup checkup;

    (void)state;
    checkup_init(&checkup, wanted_hour, 0);
    for (int i = 0; i < 10; i++) {
        for (int failures = 1; failures < CHECKUP_TRIES; failures++) {
            assert_int_equal(checkup_end(&checkup, false, 0), CHECKUP_NO_NEWS);
        }
        assert_int_equal(checkup_end(&checkup, true, 0), CHECKUP_PASSED);
    }
}

static void one_that_was_cut_off_is_made_a_little_later(void **state)
{
    struct checkup checkup;

    (void)state;
    checkup_init(&checkup, wanted_hour, 0);
    for (int64_t now_ms = 0; now_ms < 100 * CHECKUP_AGAIN_MS; now_ms += CHECKUP_AGAIN_MS) {
        assert_true(checkup_is_due(&checkup, now_ms, 12));
        checkup_put_off(&checkup, now_ms);
        assert_false(checkup_is_due(&checkup, now_ms, 12));
    }
    assert_false(checkup_is_deaf(&checkup));
}

static void doubt_brings_one_soon_but_no_flood(void **state)
{
    struct checkup checkup;

    (void)state;
    checkup_init(&checkup, wanted_hour, 0);
    (void)checkup_end(&checkup, true, 0);
    assert_false(checkup_is_due(&checkup, hour_ms, 12));
    for (int64_t now_ms = hour_ms; now_ms < hour_ms + CHECKUP_AGAIN_MS; now_ms += 100) {
        assert_false(checkup_is_due(&checkup, now_ms, 12));
        checkup_doubt(&checkup, now_ms);
    }
    assert_true(checkup_is_due(&checkup, hour_ms + CHECKUP_AGAIN_MS, 12));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_at_the_start_and_one_a_night),
        cmocka_unit_test(a_wall_clock_that_jumps_neither_skips_nor_repeats_it),
        cmocka_unit_test(a_wall_clock_that_stands_still_does_not_keep_it_away),
        cmocka_unit_test(three_failures_are_deafness_until_one_passes),
        cmocka_unit_test(one_that_passes_forgets_the_failures),
        cmocka_unit_test(one_that_was_cut_off_is_made_a_little_later),
        cmocka_unit_test(doubt_brings_one_soon_but_no_flood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
