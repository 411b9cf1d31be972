/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Without a mixer. With one: tests/e2e/test_mixer.c. */

#include "docent/volume.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COUNT = 100 };

static void check_ends(struct volume *volume, float gain_db, int first, int last)
{
    int16_t frames[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        frames[i] = 10000;
    assert_int_equal(volume_apply(volume, gain_db, frames, COUNT), -ENODEV);
    assert_in_range(frames[0], first - 100, first + 100);
    assert_in_range(frames[COUNT - 1], last - 1, last + 1);
}

static void the_frames_glide_to_the_volume(void **state)
{
    static const char *const controls[] = {NULL, "none", "auto", "Speaker"};
    (void)state;
    for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++) {
        struct volume volume;
        assert_int_equal(volume_init(&volume, "null:", controls[i], -20.0F), 0);
        check_ends(&volume, -20.0F, 1000, 1000); /* before the device is there */
        assert_int_equal(volume_open(&volume, -20.0F), -ENODEV);
        check_ends(&volume, -20.0F, 1000, 1000);
        check_ends(&volume, 0.0F, 1000, 10000);
        check_ends(&volume, 0.0F, 10000, 10000);
        volume_close(&volume);
        check_ends(&volume, -20.0F, 10000, 1000);
        /* A device that is opened begins with the volume as it is. */
        assert_int_equal(volume_open(&volume, 0.0F), -ENODEV);
        check_ends(&volume, 0.0F, 10000, 10000);
        volume_finish(&volume);
        volume_finish(&volume);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_frames_glide_to_the_volume),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
