/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/json.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT_BYTES = 512 };

static void members_come_in_order_with_commas(void **state)
{
    char text[TEXT_BYTES];
    struct json json;

    (void)state;
    json_init(&json, text, sizeof(text));
    json_object_begin(&json, NULL);
    json_text(&json, "state", "idle");
    json_whole(&json, "volume_db", -10);
    json_decimal(&json, "score", 0.5);
    json_switch(&json, "ok", true);
    json_array_begin(&json, "faults");
    json_text(&json, NULL, "a");
    json_text(&json, NULL, "b");
    json_array_end(&json);
    json_object_begin(&json, "empty");
    json_object_end(&json);
    json_switch(&json, "last", false);
    json_object_end(&json);
    int length = json_finish(&json);
    assert_int_equal(length, strlen(text));
    assert_string_equal(text, "{\"state\":\"idle\",\"volume_db\":-10,\"score\":0.500,\"ok\":true,"
                              "\"faults\":[\"a\",\"b\"],\"empty\":{},\"last\":false}\n");
}

static void assert_written(const char *value, const char *wanted)
{
    char text[TEXT_BYTES];
    struct json json;

    json_init(&json, text, sizeof(text));
    json_text(&json, NULL, value);
    assert_true(json_finish(&json) > 0);
    assert_string_equal(text, wanted);
}

static void text_is_escaped(void **state)
{
    (void)state;
    assert_written("say \"so\" \\ /", "\"say \\\"so\\\" \\\\ /\"\n");
    assert_written("a\b\f\n\r\tz\x01\x1f\x7f", "\"a\\b\\f\\n\\r\\tz\\u0001\\u001f\x7f\"\n");
    assert_written("caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "\"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\"\n");
    assert_written("bad \xff\xc3", "\"bad \xef\xbf\xbd\xef\xbf\xbd\"\n");
}

static void a_part_of_a_text_can_be_written(void **state)
{
    char text[TEXT_BYTES];
    struct json json;

    (void)state;
    json_init(&json, text, sizeof(text));
    json_text_part(&json, NULL, "one two", 3);
    json_finish(&json);
    assert_string_equal(text, "\"one\"\n");
}

static void what_is_no_number_is_null(void **state)
{
    char text[TEXT_BYTES];
    struct json json;

    (void)state;
    json_init(&json, text, sizeof(text));
    json_array_begin(&json, NULL);
    json_decimal(&json, NULL, (double)NAN);
    json_decimal(&json, NULL, (double)-INFINITY);
    json_decimal(&json, NULL, -1e-9);
    json_array_end(&json);
    json_finish(&json);
    assert_string_equal(text, "[null,null,-0.000]\n");
}

static void what_does_not_fit_is_not_written_at_all(void **state)
{
    char text[TEXT_BYTES];
    struct json json;

    (void)state;
    /* `"abc"` and a newline and the terminator: seven bytes. */
    for (size_t size = 1; size < 7; size++) {
        memset(text, '#', sizeof(text));
        json_init(&json, text, size);
        json_text(&json, NULL, "abc");
        assert_int_equal(json_finish(&json), -ENOBUFS);
        assert_string_equal(text, "");
        assert_int_equal(text[size], '#');
    }
    json_init(&json, text, 7);
    json_text(&json, NULL, "abc");
    assert_int_equal(json_finish(&json), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_in_order_with_commas),       cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(a_part_of_a_text_can_be_written),         cmocka_unit_test(what_is_no_number_is_null),
        cmocka_unit_test(what_does_not_fit_is_not_written_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
