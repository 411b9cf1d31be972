/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/tally.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_range(struct tally_range range, double low, double high)
{
    assert_true(fabs(range.low - low) < 0.0005);
    assert_true(fabs(range.high - high) < 0.0005);
}

/* Reference values: Wilson's formula worked by hand for 5 of 10 (1.96 / (1 + 0.384) * 0.186 around one half). */
static void test_shares(void **state)
{
    (void)state;
    check_range(tally_share(5, 10), 0.2366, 0.7634);
    check_range(tally_share(0, 10), 0, 0.2775);
    check_range(tally_share(10, 10), 0.7225, 1);
    check_range(tally_share(0, 0), 0, 1);
}

/* Reference values: no event, -ln 0.025; the others are in every table of Poisson limits. */
static void test_events(void **state)
{
    (void)state;
    check_range(tally_events(0), 0, 3.6889);
    check_range(tally_events(1), 0.0253, 5.5716);
    check_range(tally_events(10), 4.7954, 18.3904);
    check_range(tally_events(100), 81.3640, 121.6268);
}

static void test_many_events_do_not_overflow(void **state)
{
    (void)state;
    struct tally_range range = tally_events(100000);
    assert_true(range.low > 99380 && range.low < 99390);
    assert_true(range.high > 100615 && range.high < 100625);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_many_events_do_not_overflow),
    };
    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
