/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
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

#include "docent/enhancer.h"

#include "weights_fixture.h"

/* A network of two channels and two blocks (the second does nothing), small enough to be followed by hand. */
enum {
    WIDTH = 2,
    STEP = 3,
    FRAMES = 20,
    ENTRY = WIDTH * 5 * 3 * ENHANCER_BANDS,
    WIDE = WIDTH * 3 * WIDTH,
    BACK = WIDTH * WIDTH,
    OUTPUTS = ENHANCER_CEPSTRA + 1,
    SKIP = ENHANCER_CEPSTRA * ENHANCER_BANDS,
};

struct network {
    float entry[ENTRY], entry_bias[WIDTH];
    float wide[WIDE], wide_bias[WIDTH], back[BACK], back_bias[WIDTH];
    float idle[WIDE + WIDTH + BACK + WIDTH];
    float whole[BACK], whole_bias[WIDTH];
    float output[OUTPUTS * WIDTH], output_bias[OUTPUTS];
    float states[ENHANCER_STATES * WIDTH], state_biases[ENHANCER_STATES];
    float skip[SKIP];
    float shift[ENHANCER_CEPSTRA];
};

struct fixture {
    char path[64];
    struct network network;
    float cleaned[FRAMES * ENHANCER_BANDS], heard[FRAMES * ENHANCER_BANDS];
    float cepstra[FRAMES * ENHANCER_CEPSTRA], states[FRAMES * ENHANCER_STATES], speech[FRAMES];
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    snprintf(fixture->path, sizeof(fixture->path), "/tmp/docent-enhancer-%d", (int)getpid());
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    unlink(fixture->path);
    free(fixture);
    return 0;
}

static FILE *file_begin(const struct fixture *fixture, const char *letters)
{
    FILE *file = fopen(fixture->path, "wb");
    assert_non_null(file);
    fputs(letters, file);
    number_write(file, WIDTH);
    number_write(file, 2);
    number_write(file, STEP);
    number_write(file, 1);
    return file;
}

static FILE *network_write(const struct fixture *fixture)
{
    FILE *file = file_begin(fixture, "docentE4");
    const float *values = (const float *)&fixture->network;
    for (size_t i = 0; i < sizeof(fixture->network) / sizeof(float); i++) {
        number_write(file, half_of(values[i]));
    }
    return file;
}

static int try_load(const struct fixture *fixture)
{
    struct enhancer *enhancer = NULL;
    int result = enhancer_create(&enhancer, fixture->path);
    enhancer_destroy(enhancer);
    return result;
}

static void process(struct fixture *fixture)
{
    struct enhancer *enhancer = NULL;
    fclose(network_write(fixture));
    assert_int_equal(enhancer_create(&enhancer, fixture->path), 0);
    assert_int_equal(enhancer_process(enhancer, fixture->cleaned, fixture->heard, FRAMES, fixture->cepstra,
                                      fixture->states, fixture->speech),
                     0);
    enhancer_destroy(enhancer);
}

static float cepstrum(const struct fixture *fixture, size_t frame, size_t number)
{
    return fixture->cepstra[frame * ENHANCER_CEPSTRA + number];
}

static void the_straight_way_loses_its_mean_and_gets_the_shift(void **state)
{
    struct fixture *fixture = *state;
    fixture->network.skip[1 * ENHANCER_BANDS + 4] = 1.0F; /* cepstrum 1 from band 4 */
    fixture->network.shift[1] = 8.0F;
    for (size_t t = 0; t < FRAMES; t++) {
        fixture->cleaned[t * ENHANCER_BANDS + 4] = t % 2 == 0 ? 6.0F : -6.0F;
    }
    process(fixture);
    for (size_t t = 0; t < FRAMES; t++) {
        assert_float_equal(cepstrum(fixture, t, 1), (t % 2 == 0 ? 10.0F : 6.0F), 1e-4);
        assert_float_equal(cepstrum(fixture, t, 0), 0.0F, 1e-4);
        assert_float_equal(fixture->speech[t], 0.5F, 1e-6);
    }
}

/* One knock in what was heard goes through the entry's middle tap and comes back from a block STEP frames later. */
static void blocks_look_some_frames_back(void **state)
{
    struct fixture *fixture = *state;
    fixture->network.entry[2 * 3 * ENHANCER_BANDS + ENHANCER_BANDS] = 1.0F; /* channel 0, middle tap, band 0 as heard */
    fixture->network.wide[3 * WIDTH] = 1.0F;                                /* channel 1, earliest tap, channel 0 */
    fixture->network.back[3] = 1.0F;                                        /* channel 1 from channel 1 */
    fixture->network.output[2 * WIDTH + 1] = 1.0F;                          /* cepstrum 2 from channel 1 */
    fixture->heard[5 * ENHANCER_BANDS] = 300.0F;
    process(fixture);
    for (size_t t = 0; t < FRAMES; t++) {
        if (t == 5 + STEP) {
            assert_true(cepstrum(fixture, t, 2) > 90.0F);
        } else {
            assert_true(cepstrum(fixture, t, 2) < 0.0F && cepstrum(fixture, t, 2) > -10.0F);
        }
    }
}

static void the_mean_is_taken_over_speech(void **state)
{
    struct fixture *fixture = *state;
    fixture->network.skip[0] = 1.0F;
    fixture->network.entry[2 * 3 * ENHANCER_BANDS] = 1.0F;     /* channel 0: band 0, cleaned, if positive */
    fixture->network.output[ENHANCER_CEPSTRA * WIDTH] = 16.0F; /* the louder, the surer that it is speech */
    fixture->network.output_bias[ENHANCER_CEPSTRA] = -16.0F;
    for (size_t t = 0; t < FRAMES; t++) {
        fixture->cleaned[t * ENHANCER_BANDS] = t < 5 ? 30.0F : 0.0F;
    }
    process(fixture);
    for (size_t t = 0; t < FRAMES; t++) {
        assert_float_equal(cepstrum(fixture, t, 0), (t < 5 ? 0.0F : -10.0F), 0.01);
        assert_true(t < 5 ? fixture->speech[t] > 0.99F : fixture->speech[t] < 0.01F);
    }
}

static void states_are_named_frame_by_frame(void **state)
{
    struct fixture *fixture = *state;
    fixture->network.entry[2 * 3 * ENHANCER_BANDS] = 1.0F; /* channel 0: band 0, cleaned, if positive */
    fixture->network.states[7 * WIDTH] = 0.5F;
    fixture->network.state_biases[8] = 1.0F;
    for (size_t t = 0; t < FRAMES; t++) {
        fixture->cleaned[t * ENHANCER_BANDS] = t < 5 ? 30.0F : 0.0F;
    }
    process(fixture);
    for (size_t t = 0; t < FRAMES; t++) {
        const float *states = fixture->states + t * ENHANCER_STATES;
        assert_true(t < 5 ? states[7] > 4.0F : states[7] == 0.0F);
        assert_float_equal(states[8], 1.0F, 1e-6);
        assert_float_equal(states[9], 0.0F, 1e-6);
    }
}

static void what_is_not_finite_is_silence(void **state)
{
    struct fixture *fixture = *state;
    fixture->network.skip[0] = 1.0F;
    fixture->cleaned[0] = -INFINITY;
    fixture->heard[7] = NAN;
    process(fixture);
    for (size_t i = 0; i < sizeof(fixture->cepstra) / sizeof(float); i++) {
        assert_true(isfinite(fixture->cepstra[i]));
    }
    assert_true(cepstrum(fixture, 0, 0) < cepstrum(fixture, 1, 0));
}

static void only_whole_weights_are_read(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(try_load(fixture), -ENOENT);
    fclose(network_write(fixture));
    assert_int_equal(try_load(fixture), 0);

    FILE *file = network_write(fixture);
    long size = ftell(file);
    fputc(0, file);
    fclose(file);
    assert_int_equal(try_load(fixture), -EBADMSG);
    assert_int_equal(truncate(fixture->path, size - 1), 0);
    assert_int_equal(try_load(fixture), -EBADMSG);
    assert_int_equal(truncate(fixture->path, 11), 0);
    assert_int_equal(try_load(fixture), -EBADMSG);
    fclose(file_begin(fixture, "docentE1"));
    assert_int_equal(try_load(fixture), -EBADMSG);

    file = network_write(fixture);
    fseek(file, -2, SEEK_END);
    number_write(file, 0x7C00); /* infinite */
    fclose(file);
    assert_int_equal(try_load(fixture), -EBADMSG);
}

static void shapes_out_of_bounds_are_refused(void **state)
{
    struct fixture *fixture = *state;
    const unsigned shapes[][3] = {{0, 1, 1}, {257, 1, 1}, {2, 0, 1}, {2, 17, 1}, {2, 1, 0}, {2, 1, 129}};
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        FILE *file = fopen(fixture->path, "wb");
        fputs("docentE4", file);
        for (size_t k = 0; k < 3; k++) {
            number_write(file, shapes[i][k]);
        }
        fclose(file);
        assert_int_equal(try_load(fixture), -EBADMSG);
    }
}

static void the_shipped_weights_take_none_and_not_too_many_frames(void **state)
{
    struct fixture *fixture = *state;
    struct enhancer *enhancer = NULL;
    assert_int_equal(enhancer_create(&enhancer, DOCENT_SOURCE_DIR "/models/enhancer.weights"), 0);
    assert_int_equal(enhancer_process(enhancer, NULL, NULL, 0, NULL, NULL, NULL), 0);
    assert_int_equal(enhancer_process(enhancer, NULL, NULL, ENHANCER_FRAMES_MAX + 1, NULL, NULL, NULL), -EMSGSIZE);
    assert_int_equal(
        enhancer_process(enhancer, fixture->cleaned, fixture->heard, FRAMES, fixture->cepstra, fixture->states, NULL),
        0);
    enhancer_destroy(enhancer);
    enhancer_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_straight_way_loses_its_mean_and_gets_the_shift, setup, teardown),
        cmocka_unit_test_setup_teardown(blocks_look_some_frames_back, setup, teardown),
        cmocka_unit_test_setup_teardown(the_mean_is_taken_over_speech, setup, teardown),
        cmocka_unit_test_setup_teardown(states_are_named_frame_by_frame, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_finite_is_silence, setup, teardown),
        cmocka_unit_test_setup_teardown(only_whole_weights_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(shapes_out_of_bounds_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(the_shipped_weights_take_none_and_not_too_many_frames, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
