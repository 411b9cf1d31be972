/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/watchdog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

/* A stand-in for systemd's end of NOTIFY_SOCKET. */
struct fixture {
    int fd;
    struct sockaddr_un address;
};

static int make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    if (fixture == NULL) {
        return -1;
    }
    *state = fixture;
    fixture->address.sun_family = AF_UNIX;
    snprintf(fixture->address.sun_path, sizeof(fixture->address.sun_path), "/tmp/docent-watchdog-%d", (int)getpid());
    fixture->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    (void)unlink(fixture->address.sun_path);
    if (fixture->fd < 0 ||
        bind(fixture->fd, (const struct sockaddr *)&fixture->address, sizeof(fixture->address)) < 0) {
        return -1;
    }
    return setenv("NOTIFY_SOCKET", fixture->address.sun_path, 1);
}

static int discard(void **state)
{
    struct fixture *fixture = *state;

    (void)close(fixture->fd);
    (void)unlink(fixture->address.sun_path);
    free(fixture);
    return unsetenv("NOTIFY_SOCKET") + unsetenv("WATCHDOG_USEC");
}

/* How many pings have come. */
static unsigned pings(const struct fixture *fixture)
{
    char text[100];
    unsigned count = 0;

    for (ssize_t length; (length = recv(fixture->fd, text, sizeof(text) - 1, 0)) > 0;) {
        text[length] = '\0';
        assert_string_equal(text, "WATCHDOG=1");
        count++;
    }
    return count;
}

static void healthy_looks_are_pings_and_others_are_not(void **state)
{
    struct fixture *fixture = *state;
    struct vital_sign signs[VITAL_COUNT] = {{.has_work = false}};
    struct watchdog watchdog;
    int64_t now_ms = 1000;

    assert_int_equal(setenv("WATCHDOG_USEC", "20000000", 1), 0);
    watchdog_init(&watchdog, now_ms);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(watchdog_look(&watchdog, signs, now_ms += 500), 0);
        assert_int_equal(pings(fixture), 1);
    }
    signs[VITAL_LISTENER].has_work = true;
    while (watchdog_look(&watchdog, signs, now_ms += 500) == 0) {
        assert_int_equal(pings(fixture), 1);
    }
    assert_int_equal(watchdog.hung, 1U << VITAL_LISTENER);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(pings(fixture), 0);
        assert_int_equal(watchdog_look(&watchdog, signs, now_ms += 500), 0);
    }
    signs[VITAL_LISTENER].steps++;
    assert_int_equal(watchdog_look(&watchdog, signs, now_ms += 500), 1U << VITAL_LISTENER);
    assert_int_equal(pings(fixture), 1);
}

static void nobody_watches_and_nothing_is_sent(void **state)
{
    struct fixture *fixture = *state;
    const struct vital_sign signs[VITAL_COUNT] = {{.has_work = false}};
    struct watchdog watchdog;

    assert_int_equal(unsetenv("WATCHDOG_USEC"), 0);
    watchdog_init(&watchdog, 0);
    assert_int_equal(watchdog_look(&watchdog, signs, 500), 0);
    assert_int_equal(pings(fixture), 0);
    assert_int_equal(watchdog_look_ms(&watchdog, 500), 500);
}

static void looks_are_as_frequent_as_the_watchdog_needs(void **state)
{
    struct watchdog watchdog;

    (void)state;
    assert_int_equal(setenv("WATCHDOG_USEC", "1000000", 1), 0);
    watchdog_init(&watchdog, 0);
    assert_int_equal(watchdog_look_ms(&watchdog, 500), 250);
    assert_int_equal(setenv("WATCHDOG_USEC", "20000000", 1), 0);
    watchdog_init(&watchdog, 0);
    assert_int_equal(watchdog_look_ms(&watchdog, 500), 500);
    assert_int_equal(setenv("WATCHDOG_USEC", "1", 1), 0);
    watchdog_init(&watchdog, 0);
    assert_int_equal(watchdog_look_ms(&watchdog, 500), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(healthy_looks_are_pings_and_others_are_not, make, discard),
        cmocka_unit_test_setup_teardown(nobody_watches_and_nothing_is_sent, make, discard),
        cmocka_unit_test_setup_teardown(looks_are_as_frequent_as_the_watchdog_needs, make, discard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
