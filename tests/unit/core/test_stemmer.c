/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/stemmer.h"

static int stemmer_make(void **state)
{
    *state = stemmer_create();
    return *state == NULL;
}

static int stemmer_drop(void **state)
{
    stemmer_destroy(*state);
    return 0;
}

static void endings_do_not_matter(void **state)
{
    assert_string_equal(stemmer_stem(*state, "mines"), "mine");
    assert_string_equal(stemmer_stem(*state, "mined"), "mine");
    assert_string_equal(stemmer_stem(*state, "mine"), "mine");
}

static void a_possessive_is_the_word(void **state)
{
    assert_string_equal(stemmer_stem(*state, "mine's"), "mine");
    assert_string_equal(stemmer_stem(*state, "mines'"), "mine");
}

static void nothing_is_left_as_it_is(void **state)
{
    assert_string_equal(stemmer_stem(*state, ""), "");
    assert_string_equal(stemmer_stem(*state, "'s"), "'s");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endings_do_not_matter),
        cmocka_unit_test(a_possessive_is_the_word),
        cmocka_unit_test(nothing_is_left_as_it_is),
    };
    return cmocka_run_group_tests(tests, stemmer_make, stemmer_drop);
}
