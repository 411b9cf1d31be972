/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/seldom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_first_time_is_told_at_once(void **state)
{
    struct seldom seldom = {0};

    (void)state;
    assert_int_equal(seldom_tell(&seldom, 0, 5), 0);
    assert_int_equal(seldom_tell(&seldom, 3, 10), 3);
    assert_int_equal(seldom_tell(&seldom, 3, 20), 0);
}

static void what_follows_is_told_together_a_minute_later(void **state)
{
    struct seldom seldom = {0};
    uint64_t told = 0;
    int times = 0;

    (void)state;
    for (int64_t now_ms = 0; now_ms <= 5LL * SELDOM_MS; now_ms += 100) {
        uint64_t now_told = seldom_tell(&seldom, (uint64_t)now_ms / 10 + 1, now_ms);
        told += now_told;
        times += now_told > 0;
    }
    assert_int_equal(times, 6);
    assert_int_equal(told, 5 * SELDOM_MS / 10 + 1);
}

static void a_long_time_later_it_is_told_at_once_again(void **state)
{
    struct seldom seldom = {0};

    (void)state;
    assert_int_equal(seldom_tell(&seldom, 1, 0), 1);
    assert_int_equal(seldom_tell(&seldom, 2, SELDOM_MS - 1), 0);
    assert_int_equal(seldom_tell(&seldom, 4, SELDOM_MS), 3);
    assert_int_equal(seldom_tell(&seldom, 5, 9LL * SELDOM_MS), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_time_is_told_at_once),
        cmocka_unit_test(what_follows_is_told_together_a_minute_later),
        cmocka_unit_test(a_long_time_later_it_is_told_at_once_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
