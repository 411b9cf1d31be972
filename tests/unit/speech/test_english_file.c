/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "docent/english.h"

#define ENGLISH DOCENT_SOURCE_DIR "/models/english.tsv"

static void the_shipped_table_is_english(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_load(&english, ENGLISH), 0);
    assert_int_equal(english_count(english), 3000);
    assert_string_equal(english_word_at(english, 0).text, "the");
    float common = english_log10_probability(english, "people");
    float rare = english_log10_probability(english, "lithium");
    assert_true(common > rare + 1.0F);
    assert_true(rare < -4.0F); /* the matcher takes such words for equally rare */
    english_destroy(english);
}

static void finds_what_follows_what(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_load(&english, ENGLISH), 0);
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

static int text_load(const char *text, struct english **ret_english)
{
    char path[] = "/tmp/docent-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
    int result = english_load(ret_english, path);
    unlink(path);
    return result;
}

static void words_and_pairs_are_read(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(text_load("# of a test\nwater\t-2.5\nthe\t-1.25\nthe\twater\t-1.5", &english), 0);
    assert_int_equal(english_count(english), 2);
    assert_float_equal(english_log10_probability(english, "water"), -2.5, 1e-6);
    assert_int_equal(english_pair_count(english), 1);
    assert_int_equal(english_pair_at(english, 0).first, 0); /* the commonest comes first */
    assert_int_equal(english_pair_at(english, 0).second, 1);
    assert_float_equal(english_pair_at(english, 0).log10_probability, -1.5, 1e-6);
    english_destroy(english);
}

static void absent_or_other_file_is_refused(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",
        "# nothing\n",
        "the\n",
        "the\tmany\n",
        "the\t1.5\n",
        "the\tnan\n",
        "the\t-1.5 \n",
        "the\t-1.5\na\t-2\nthe\ta\t-1\t-1\n",
        "the\t-1.5\nthe\ta\t-1\n",                /* a pair with a word that is not listed */
        "the\t-1.5\nthe\tthe\t-1\nwater\t-2.5\n", /* a word after the first pair */
    };
    struct english *english = NULL;
    assert_int_equal(english_load(&english, "/nonexistent/english.tsv"), -ENOENT);
    assert_int_equal(english_load(&english, "/proc/self/exe"), -EINVAL);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        assert_int_equal(text_load(others[i], &english), -EINVAL);
        assert_null(english);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_table_is_english),
        cmocka_unit_test(finds_what_follows_what),
        cmocka_unit_test(words_and_pairs_are_read),
        cmocka_unit_test(absent_or_other_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
