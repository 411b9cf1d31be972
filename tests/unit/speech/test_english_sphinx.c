/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "docent/english.h"

static void reads_debians_model(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_load_sphinx(&english, NULL, 20000), 0);
    assert_int_equal(english_count(english), 20000);
    assert_string_equal(english_word_at(english, 0).text, "the");
    float common = english_log10_probability(english, "people");
    float rare = english_log10_probability(english, "lithium");
    assert_true(common > rare + 1.0F);
    assert_true(english_word_at(english, 19999).log10_probability <= english_word_at(english, 0).log10_probability);
    english_destroy(english);
}

static void finds_what_follows_what(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_load_sphinx(&english, NULL, 20000), 0);
    size_t count = english_pair_count(english);
    assert_true(count > 1000);
    bool has_do_you = false;
    for (size_t i = 0; i < count; i++) {
        struct english_pair pair = english_pair_at(english, i);
        const struct english_word second = english_word_at(english, pair.second);
        assert_true(pair.log10_probability > second.log10_probability);
        has_do_you |= strcmp(english_word_at(english, pair.first).text, "do") == 0 && strcmp(second.text, "you") == 0;
    }
    assert_true(has_do_you);
    english_destroy(english);
}

static void absent_or_other_file_is_refused(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_load_sphinx(&english, "/nonexistent/model", 10), -ENOENT);
    assert_int_equal(english_load_sphinx(&english, "/proc/self/exe", 10), -EINVAL);
    assert_null(english);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_debians_model),
        cmocka_unit_test(finds_what_follows_what),
        cmocka_unit_test(absent_or_other_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
