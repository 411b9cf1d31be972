/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names, and what is not there. What a mixer does is tested through libasound in tests/e2e/test_mixer.c. */

#include "docent/mixer.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_device_leads_to_its_card(void **state)
{
    const struct {
        const char *device, *name;
    } rows[] = {
        {"plughw:CARD=Device,DEV=0", "hw:CARD=Device"},
        {"sysdefault:CARD=X", "hw:CARD=X"},
        {"hw:DEV=0,CARD=Headphones", "hw:CARD=Headphones"},
        {"hw:1,0", "hw:CARD=1"},
        {"plughw:Device", "hw:CARD=Device"},
        {"plughw:DEV=0", "plughw:DEV=0"},
        {"dmix:CARD=", "dmix:CARD="},
        {"default", "default"},
        {"hall_speaker", "hall_speaker"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char name[MIXER_NAME_BYTES];
        assert_int_equal(mixer_device_name(rows[i].device, name), 0);
        assert_string_equal(name, rows[i].name);
    }
}

static void some_devices_have_none(void **state)
{
    static const char *const devices[] = {"null:", "file:/tmp/out.wav", "", "plug:{SLAVE=hw}", "plug:'hw:0'"};
    char name[MIXER_NAME_BYTES], endless[MIXER_NAME_BYTES + 1];
    (void)state;
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++)
        assert_int_equal(mixer_device_name(devices[i], name), -ENODEV);
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_int_equal(mixer_device_name(endless, name), -ENODEV);
}

static void absent_cards_are_errors(void **state)
{
    static const char *const devices[] = {"plughw:CARD=NoSuchCard", "no_such_name", "null:"};
    (void)state;
    for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        struct mixer *mixer;
        assert_int_equal(mixer_open(&mixer, devices[i], "auto"), -ENODEV);
        assert_null(mixer);
    }
    mixer_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_leads_to_its_card),
        cmocka_unit_test(some_devices_have_none),
        cmocka_unit_test(absent_cards_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
