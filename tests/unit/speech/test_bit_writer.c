/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "docent/bit_writer.h"

static char *bytes;
static size_t byte_count;
static FILE *stream;

static int stream_open(void **state)
{
    (void)state;
    stream = open_memstream(&bytes, &byte_count);
    return stream == NULL ? -1 : 0;
}

static int stream_drop(void **state)
{
    (void)state;
    free(bytes);
    bytes = NULL;
    return 0;
}

static uint64_t bits_read(size_t at, unsigned width)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < width; i++, at++) {
        value |= (uint64_t)((unsigned char)bytes[at / 8] >> at % 8 & 1) << i;
    }
    return value;
}

static void numbers_lie_without_gaps(void **state)
{
    (void)state;
    struct bit_writer writer;
    bit_writer_begin(&writer, stream);
    bit_writer_put(&writer, 5, 3);
    bit_writer_put(&writer, 0, 0);
    bit_writer_put(&writer, 0x1FF, 9);
    bit_writer_end(&writer);
    fclose(stream);
    assert_int_equal(byte_count, 2);
    assert_int_equal((unsigned char)bytes[0], 0xFD);
    assert_int_equal((unsigned char)bytes[1], 0x0F);
}

static uint64_t number_at(unsigned place, unsigned width)
{
    uint64_t value = place * 0x9E3779B97F4A7C15U;
    return value & ((1ULL << width) - 1);
}

/* Of every width, and more of them than the writer keeps back. */
static void any_number_comes_back(void **state)
{
    (void)state;
    enum { NUMBERS = 20000 };
    struct bit_writer writer;
    bit_writer_begin(&writer, stream);
    size_t bits = 0;
    for (unsigned i = 0; i < NUMBERS; i++) {
        unsigned width = 1 + i % BIT_WRITER_WIDTH_MAX;
        bit_writer_put(&writer, number_at(i, width), width);
        bits += width;
    }
    bit_writer_end(&writer);
    fclose(stream);
    assert_int_equal(byte_count, (bits + 7) / 8);
    size_t at = 0;
    for (unsigned i = 0; i < NUMBERS; i++) {
        unsigned width = 1 + i % BIT_WRITER_WIDTH_MAX;
        assert_true(bits_read(at, width) == number_at(i, width));
        at += width;
    }
}

static void a_full_word_leaves_nothing_behind(void **state)
{
    (void)state;
    struct bit_writer writer;
    bit_writer_begin(&writer, stream);
    bit_writer_put(&writer, 1, 32);
    bit_writer_put(&writer, 2, 32);
    bit_writer_end(&writer);
    bit_writer_put(&writer, 3, 8);
    bit_writer_end(&writer);
    bit_writer_end(&writer);
    fclose(stream);
    assert_int_equal(byte_count, 9);
    assert_int_equal(bits_read(0, 32), 1);
    assert_int_equal(bits_read(32, 32), 2);
    assert_int_equal(bits_read(64, 8), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_lie_without_gaps, stream_open, stream_drop),
        cmocka_unit_test_setup_teardown(any_number_comes_back, stream_open, stream_drop),
        cmocka_unit_test_setup_teardown(a_full_word_leaves_nothing_behind, stream_open, stream_drop),
    };
    return cmocka_run_group_tests_name("bit_writer", tests, NULL, NULL);
}
