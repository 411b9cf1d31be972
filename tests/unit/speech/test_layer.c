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

#include <cmocka.h>

#include "docent/layer.h"

#include "weights_fixture.h"

/* More outputs than are computed together, and not a multiple of them; likewise more frames, below. */
enum {
    INPUTS = 3,
    OUTPUTS = 2 * LAYER_LANES + 3,
    TAPS = 3,
    STEP = 2,
    FRAMES_MAX = 3 * LAYER_FRAMES,
    WEIGHTS = OUTPUTS * TAPS * INPUTS,
};

/* Halves of small whole numbers: exact in half precision, and so are sums of their products. */
static float weight_at(size_t output, size_t tap, size_t input)
{
    return (float)((int)((output * 7 + tap * 5 + input * 3) % 9) - 4) / 2.0F;
}

static float bias_at(size_t output)
{
    return (float)output / 2.0F - 4.0F;
}

static float value_at(size_t frame, size_t input)
{
    return (float)((int)((frame * 4 + input) % 7) - 3);
}

static FILE *halves_open(const uint16_t *halves, size_t count)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    for (size_t i = 0; i < count; i++) {
        number_write(file, halves[i]);
    }
    rewind(file);
    return file;
}

static void layer_make(struct layer *layer)
{
    uint16_t halves[WEIGHTS + OUTPUTS];
    for (size_t i = 0; i < WEIGHTS; i++) {
        halves[i] = half_of(weight_at(i / INPUTS / TAPS, i / INPUTS % TAPS, i % INPUTS));
    }
    for (size_t output = 0; output < OUTPUTS; output++) {
        halves[WEIGHTS + output] = half_of(bias_at(output));
    }
    FILE *file = halves_open(halves, WEIGHTS + OUTPUTS);
    *layer = (struct layer){.step = STEP};
    assert_int_equal(layer_read(layer, file, INPUTS, OUTPUTS, TAPS, false), 0);
    assert_int_equal(fgetc(file), EOF);
    fclose(file);
}

static float sum_at(size_t frame, size_t frames, size_t output)
{
    float sum = bias_at(output);
    for (size_t tap = 0; tap < TAPS; tap++) {
        for (size_t input = 0; input < INPUTS; input++) {
            size_t place = frame + tap * STEP - TAPS / 2 * STEP; /* before the first frame: a very large number */
            sum += place < frames ? weight_at(output, tap, input) * value_at(place, input) : 0.0F;
        }
    }
    return sum;
}

static void every_output_of_every_frame_is_its_sum(void **state)
{
    (void)state;
    struct layer layer;
    layer_make(&layer);
    for (size_t frames = 1; frames <= FRAMES_MAX; frames++) {
        float in[FRAMES_MAX * INPUTS];
        float out[(FRAMES_MAX + 1) * OUTPUTS];
        for (size_t i = 0; i < frames * INPUTS; i++) {
            in[i] = value_at(i / INPUTS, i % INPUTS);
        }
        out[frames * OUTPUTS] = 0.25F;
        layer_apply(&layer, &(struct layer_rows){in, frames, INPUTS}, &(struct layer_rows){out, frames, OUTPUTS});
        for (size_t i = 0; i < frames * OUTPUTS; i++) {
            assert_true(out[i] == sum_at(i / OUTPUTS, frames, i % OUTPUTS));
        }
        assert_true(out[frames * OUTPUTS] == 0.25F); /* nothing is written behind the last frame */
    }
    layer_finish(&layer);
}

static void rows_may_be_wider_than_the_layer(void **state)
{
    (void)state;
    struct layer layer;
    float in[2 * INPUTS] = {0};
    float out[2 * (OUTPUTS + 1)];
    out[OUTPUTS] = 0.25F;
    layer_make(&layer);
    layer_apply(&layer, &(struct layer_rows){in, 2, INPUTS}, &(struct layer_rows){out, 2, OUTPUTS + 1});
    for (size_t output = 0; output < OUTPUTS; output++) {
        assert_true(out[OUTPUTS + 1 + output] == bias_at(output));
    }
    assert_true(out[OUTPUTS] == 0.25F);
    layer_finish(&layer);
}

static void halves_are_read_as_ieee_754_has_them(void **state)
{
    (void)state;
    const uint16_t halves[] = {0x3C00, 0xC000, 0x7BFF, 0x0400, 0x0001, 0x8000, 0x7C00, 0x7E00};
    const float values[] = {1.0F, -2.0F, 65504.0F, 6.103515625e-05F, 5.9604644775390625e-08F, 0.0F};
    FILE *file = halves_open(halves, 8);
    float value = 1.0F;
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(layer_value_read(file, &value), 0);
        assert_true(value == values[i]);
    }
    assert_int_equal(layer_value_read(file, &value), -EBADMSG); /* infinite */
    assert_int_equal(layer_value_read(file, &value), -EBADMSG); /* not a number */
    assert_int_equal(layer_value_read(file, &value), -EBADMSG); /* the end */
    fclose(file);
}

static void a_layer_that_ends_early_is_refused(void **state)
{
    (void)state;
    const uint16_t halves[5] = {0};
    for (size_t count = 0; count <= 5; count++) { /* two weights and a bias for each of two outputs would be six */
        FILE *file = halves_open(halves, count);
        struct layer layer = {.step = 1};
        assert_int_equal(layer_read(&layer, file, 2, 2, 1, false), -EBADMSG);
        layer_finish(&layer);
        fclose(file);
    }
    FILE *file = halves_open(halves, 4);
    struct layer layer = {.step = 1};
    assert_int_equal(layer_read(&layer, file, 2, 2, 1, true), 0);
    layer_finish(&layer);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_output_of_every_frame_is_its_sum),
        cmocka_unit_test(rows_may_be_wider_than_the_layer),
        cmocka_unit_test(halves_are_read_as_ieee_754_has_them),
        cmocka_unit_test(a_layer_that_ends_early_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
