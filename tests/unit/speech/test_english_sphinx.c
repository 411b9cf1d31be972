/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <endian.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* What sphinxbase's own reader makes of the same file: log10 of these words' probabilities, cut to its whole logarithms
 * of the base of 1.0001. */
static void reads_what_sphinxbase_reads(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_load_sphinx(&english, NULL, ENGLISH_WORDS_MAX), 0);
    assert_int_equal(english_count(english), 72545); /* 72547 but for <s> and </s> */
    assert_float_equal(english_log10_probability(english, "the"), -1.38945568F, 1e-6F);
    assert_float_equal(english_log10_probability(english, "people"), -2.53719521F, 1e-6F);
    assert_float_equal(english_log10_probability(english, "zurich"), -5.97546291F, 1e-6F);
    english_destroy(english);
}

/* --- files made here ---------------------------------------------------------------------------------------------- */

enum { TABLE_BYTES = 3 * 65536 * 4, SMALL_BYTES = TABLE_BYTES + 1000 };

struct small {
    unsigned char bytes[SMALL_BYTES];
    size_t count;
};

static void add(struct small *small, const void *bytes, size_t count)
{
    assert_true(count <= SMALL_BYTES - small->count);
    memcpy(small->bytes + small->count, bytes, count);
    small->count += count;
}

static void add_number(struct small *small, uint32_t number)
{
    number = htole32(number);
    add(small, &number, sizeof(number));
}

static void add_float(struct small *small, float value)
{
    uint32_t number = 0;
    memcpy(&number, &value, sizeof(number));
    add_number(small, number);
}

/* Three words, two pairs and one triple; of these there are only the places: 2 bits for a word, 16 for a value, 1 for
 * where a pair's triples begin. */
static void make(struct small *small, uint32_t words, const float *log_probabilities, const char *text,
                 uint32_t text_bytes)
{
    static const unsigned char zeros[TABLE_BYTES];
    small->count = 0;
    add(small, "Trie Language Model\3", 20);
    add_number(small, words);
    add_number(small, 2);
    add_number(small, 1);
    add_number(small, 1);
    add(small, zeros, TABLE_BYTES);
    for (uint32_t i = 0; i < 4; i++) {
        add_float(small, i < 3 ? log_probabilities[i] : 0);
        add_float(small, 0);
        add_number(small, 0);
    }
    add(small, zeros, (3 * (2 + 2 * 16 + 1) + 7) / 8 + 8);
    add(small, zeros, (2 * (2 + 16) + 7) / 8 + 8);
    add_number(small, text_bytes);
    add(small, text, text_bytes);
}

static int load(const struct small *small, size_t count, struct english **ret_english)
{
    char path[64];
    int fd = memfd_create("english", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, small->bytes, count), count);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    int result = english_load_sphinx(ret_english, path, ENGLISH_WORDS_MAX);
    close(fd);
    return result;
}

static const float logs[] = {-23027.0F, -46054.9F, -900.0F};
static const char text[] = "rock\0ore\0<s>";
static struct small small;

static void reads_a_small_model(void **state)
{
    (void)state;
    struct english *english = NULL;
    make(&small, 3, logs, text, sizeof(text));
    assert_int_equal(load(&small, small.count, &english), 0);
    assert_int_equal(english_count(english), 2); /* a mark is no word */
    assert_string_equal(english_word_at(english, 0).text, "rock");
    assert_float_equal(english_log10_probability(english, "rock"), -1.0F, 1e-4F);
    assert_float_equal(english_log10_probability(english, "ore"), -2.0F, 1e-4F);
    english_destroy(english);
}

static void a_torn_file_is_refused(void **state)
{
    (void)state;
    struct english *english = NULL;
    make(&small, 3, logs, text, sizeof(text));
    const size_t ends[] = {0, 10, 19, 25, 31, 5000, small.count - 60, small.count - 14, small.count - 1};
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        assert_int_equal(load(&small, ends[i], &english), -EINVAL);
        assert_null(english);
    }
    add(&small, "", 1); /* nor may there be more */
    assert_int_equal(load(&small, small.count, &english), -EINVAL);
}

static void a_file_that_lies_is_refused(void **state)
{
    (void)state;
    struct english *english = NULL;
    const float likelier[] = {1.0F, -1.0F, -1.0F};
    uint32_t not_a_number = 0x7FC00000;
    float impossible[] = {-1.0F, -1.0F, -1.0F};
    memcpy(&impossible[1], &not_a_number, sizeof(not_a_number));
    make(&small, 3, likelier, text, sizeof(text));
    assert_int_equal(load(&small, small.count, &english), -EINVAL);
    make(&small, 3, impossible, text, sizeof(text));
    assert_int_equal(load(&small, small.count, &english), -EINVAL);
    make(&small, 3, logs, "rock\0ore", 9); /* two words of three */
    assert_int_equal(load(&small, small.count, &english), -EINVAL);
    make(&small, 3, logs, text, sizeof(text) - 1); /* the last has no end */
    assert_int_equal(load(&small, small.count, &english), -EINVAL);
    const uint32_t counts[] = {0, 4, ENGLISH_WORDS_MAX + 1, UINT32_MAX};
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        make(&small, counts[i], logs, text, sizeof(text));
        assert_int_equal(load(&small, small.count, &english), -EINVAL);
    }
    make(&small, 3, logs, text, sizeof(text));
    small.bytes[19] = 2; /* a model of pairs */
    assert_int_equal(load(&small, small.count, &english), -EINVAL);
    assert_null(english);
}

static void absent_or_other_file_is_refused(void **state)
{
    (void)state;
    struct english *english = NULL;
    assert_int_equal(english_load_sphinx(&english, "/nonexistent/model", 10), -ENOENT);
    assert_int_equal(english_load_sphinx(&english, "/proc/self/exe", 10), -EINVAL);
    assert_int_equal(english_load_sphinx(&english, "/", 10), -EIO);
    assert_null(english);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_debians_model),         cmocka_unit_test(reads_what_sphinxbase_reads),
        cmocka_unit_test(reads_a_small_model),         cmocka_unit_test(a_torn_file_is_refused),
        cmocka_unit_test(a_file_that_lies_is_refused), cmocka_unit_test(absent_or_other_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
