/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "docent/wording_index.h"

enum { THE, MINE, SEA, LAW, STEMS };
enum { HARM, DEEP_SEA, EMPTY, TARGETS };

static const float rarity[STEMS] = {[THE] = 0.05F, [MINE] = 1.0F, [SEA] = 1.0F, [LAW] = 1.0F};

static int index_make(void **state)
{
    static struct wording_index index;
    static const uint32_t the_mine[] = {THE, MINE}, mine_sea[] = {MINE, SEA, MINE}, the_law[] = {THE, LAW};
    index = (struct wording_index){0};
    *state = &index;
    int result = wording_index_add(&index, HARM, the_mine, 2, rarity);
    result = result < 0 ? result : wording_index_add(&index, DEEP_SEA, mine_sea, 3, rarity);
    return result < 0 ? result : wording_index_add(&index, HARM, the_law, 2, rarity);
}

static int index_drop(void **state)
{
    wording_index_finish(*state);
    return 0;
}

static void compare(void **state, const float posterior[STEMS], float unknown_square, float likeness[TARGETS])
{
    wording_index_compare(*state, posterior, rarity, STEMS, unknown_square, likeness, TARGETS);
}

static void the_wording_itself_is_as_like_as_can_be(void **state)
{
    float likeness[TARGETS];
    compare(state, (float[STEMS]){[MINE] = 1.0F, [SEA] = 1.0F}, 0.0F, likeness);
    assert_float_equal(likeness[DEEP_SEA], 1.0F, 1e-5F);
    assert_float_equal(likeness[HARM], 0.6992F, 1e-4F); /* 1 / (sqrt(2) sqrt(1 + 0.15^2)) */
    assert_float_equal(likeness[EMPTY], 0.0F, 0.0F);
}

static void of_several_wordings_the_likest_counts(void **state)
{
    float likeness[TARGETS];
    compare(state, (float[STEMS]){[THE] = 1.0F, [LAW] = 1.0F}, 0.0F, likeness);
    assert_float_equal(likeness[HARM], 1.0F, 1e-5F);
    assert_float_equal(likeness[DEEP_SEA], 0.0F, 0.0F);
}

static void other_words_make_it_less_like(void **state)
{
    float likeness[TARGETS];
    compare(state, (float[STEMS]){[MINE] = 1.0F, [SEA] = 1.0F}, 6.0F, likeness);
    assert_float_equal(likeness[DEEP_SEA], 0.5F, 1e-5F);
}

/* With one word doubted, the square of the length is 1.25 and the product with the wording 1.25. */
static void doubt_makes_it_less_like(void **state)
{
    float likeness[TARGETS];
    compare(state, (float[STEMS]){[MINE] = 1.0F, [SEA] = 0.25F}, 0.0F, likeness);
    assert_float_equal(likeness[DEEP_SEA], 0.7906F, 1e-4F); /* sqrt(1.25 / 2) */
}

static void silence_is_like_nothing(void **state)
{
    float likeness[TARGETS] = {9.0F, 9.0F, 9.0F};
    compare(state, (float[STEMS]){0}, 0.0F, likeness);
    for (size_t i = 0; i < TARGETS; i++) {
        assert_float_equal(likeness[i], 0.0F, 0.0F);
    }
}

static void a_wording_without_words_is_left_out(void **state)
{
    struct wording_index *index = *state;
    size_t count = index->count;
    assert_int_equal(wording_index_add(index, EMPTY, NULL, 0, rarity), 0);
    assert_int_equal(index->count, count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_wording_itself_is_as_like_as_can_be, index_make, index_drop),
        cmocka_unit_test_setup_teardown(of_several_wordings_the_likest_counts, index_make, index_drop),
        cmocka_unit_test_setup_teardown(other_words_make_it_less_like, index_make, index_drop),
        cmocka_unit_test_setup_teardown(doubt_makes_it_less_like, index_make, index_drop),
        cmocka_unit_test_setup_teardown(silence_is_like_nothing, index_make, index_drop),
        cmocka_unit_test_setup_teardown(a_wording_without_words_is_left_out, index_make, index_drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
