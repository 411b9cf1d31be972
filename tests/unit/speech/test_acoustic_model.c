/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "docent/acoustic_model.h"

#define DEBIAN "/usr/share/pocketsphinx/model/en-us/en-us"

enum {
    DENSITIES = 128,
    OLD_VALUES = 3 * DENSITIES * ACOUSTIC_MODEL_CEPSTRA, /* of a phone */
    NEW_VALUES = DENSITIES * ACOUSTIC_MODEL_NAMED,
    OLD_HEAD_BYTES = 8 * 4,
    NEW_HEAD_BYTES = 9 * 4,
    SUM_BYTES = 4, /* Debian's files end with a checksum */
};

static const char *const names[] = {"means", "variances", "sendump", "mdef"};

struct fixture {
    char folder[32]; /* a copy of Debian's model, to be spoilt */
    char *written[3];
    size_t sizes[3];
};

static void path_make(const struct fixture *fixture, const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s/%s", fixture->folder, name);
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/docent-model-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    for (size_t i = 0; i < 4; i++) {
        char path[PATH_MAX];
        char target[PATH_MAX];
        path_make(fixture, names[i], path);
        snprintf(target, sizeof(target), DEBIAN "/%s", names[i]);
        assert_int_equal(symlink(target, path), 0);
    }
    *state = fixture;
    return 0;
}

static void written_free(struct fixture *fixture)
{
    for (size_t i = 0; i < 3; i++) {
        free(fixture->written[i]);
        fixture->written[i] = NULL;
    }
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < 4; i++) {
        char path[PATH_MAX];
        path_make(fixture, names[i], path);
        unlink(path);
    }
    rmdir(fixture->folder);
    written_free(fixture);
    free(fixture);
    return 0;
}

static int model_write(struct fixture *fixture)
{
    FILE *streams[3];
    written_free(fixture);
    for (size_t i = 0; i < 3; i++) {
        streams[i] = open_memstream(&fixture->written[i], &fixture->sizes[i]);
        assert_non_null(streams[i]);
    }
    int result = acoustic_model_write(fixture->folder, streams[0], streams[1], streams[2]);
    for (size_t i = 0; i < 3; i++) {
        fclose(streams[i]);
    }
    return result;
}

static size_t file_load(const char *folder, const char *name, uint8_t **ret_bytes)
{
    char path[PATH_MAX];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    *ret_bytes = malloc(size);
    assert_int_equal(fread(*ret_bytes, 1, size, file), size);
    fclose(file);
    return size;
}

/* In place of one of Debian's files, its first `size` bytes with one of them changed. */
static void file_spoil(const struct fixture *fixture, const char *name, size_t size, size_t place, uint8_t change)
{
    char path[PATH_MAX];
    uint8_t *bytes = NULL;
    size_t whole = file_load(DEBIAN, name, &bytes);
    path_make(fixture, name, path);
    unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    bytes[place] ^= change;
    size = size < whole ? size : whole;
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    free(bytes);
}

static void file_restore(const struct fixture *fixture, const char *name)
{
    char path[PATH_MAX];
    char target[PATH_MAX];
    path_make(fixture, name, path);
    snprintf(target, sizeof(target), DEBIAN "/%s", name);
    unlink(path);
    assert_int_equal(symlink(target, path), 0);
}

static const char *values_of(const char *bytes)
{
    const char *end = strstr(bytes, "endhdr\n");
    assert_non_null(end);
    return end + strlen("endhdr\n");
}

static void debians_streams_stay_as_they_are(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(model_write(fixture), 0);
    for (size_t file = 0; file < 2; file++) {
        uint8_t *old = NULL;
        size_t old_size = file_load(DEBIAN, names[file], &old);
        const size_t phone_bytes = (OLD_VALUES + NEW_VALUES) * sizeof(float);
        const char *old_values = values_of((const char *)old) + OLD_HEAD_BYTES;
        const char *new_values = values_of(fixture->written[file]) + NEW_HEAD_BYTES;
        for (size_t phone = 0; phone < ACOUSTIC_MODEL_PHONES; phone++) {
            assert_memory_equal(new_values + phone * phone_bytes, old_values + phone * OLD_VALUES * sizeof(float),
                                OLD_VALUES * sizeof(float));
        }
        assert_ptr_equal(new_values + ACOUSTIC_MODEL_PHONES * phone_bytes,
                         fixture->written[file] + fixture->sizes[file]);
        assert_ptr_equal(old_values + ACOUSTIC_MODEL_PHONES * OLD_VALUES * sizeof(float) + SUM_BYTES,
                         (const char *)old + old_size);
        free(old);
    }
}

/* The logarithm that a Gaussian of the stream added gives, but for a constant. */
static double log_of(const struct fixture *fixture, size_t phone, size_t density, const float *distances)
{
    const size_t offset = NEW_HEAD_BYTES + ((phone + 1) * OLD_VALUES + phone * NEW_VALUES) * sizeof(float);
    double sum = 0.0;
    for (size_t i = 0; i < ACOUSTIC_MODEL_NAMED; i++) {
        float mean = 0.0F;
        float variance = 0.0F;
        const size_t place = offset + (density * ACOUSTIC_MODEL_NAMED + i) * sizeof(float);
        memcpy(&mean, values_of(fixture->written[0]) + place, sizeof(mean));
        memcpy(&variance, values_of(fixture->written[1]) + place, sizeof(variance));
        double from_mean = (double)(distances[i] - mean);
        sum -= from_mean * from_mean / (2.0 * (double)variance);
    }
    return sum;
}

static void a_state_gets_half_the_square_of_its_distance(void **state)
{
    struct fixture *fixture = *state;
    float distances[ACOUSTIC_MODEL_NAMED];
    assert_int_equal(model_write(fixture), 0);
    for (size_t i = 0; i < ACOUSTIC_MODEL_NAMED; i++) {
        distances[i] = (float)(i % 6);
    }
    for (size_t phone = 0; phone < ACOUSTIC_MODEL_PHONES; phone += 41) {
        for (size_t density = 0; density < ACOUSTIC_MODEL_STATES; density++) {
            float distance = distances[phone * ACOUSTIC_MODEL_STATES + density];
            assert_float_equal((float)log_of(fixture, phone, density, distances), -0.5F * distance * distance, 0.01F);
        }
        for (size_t density = ACOUSTIC_MODEL_STATES; density < DENSITIES; density++) {
            assert_true(log_of(fixture, phone, density, distances) < -500.0);
        }
    }
}

static void each_senone_weighs_the_state_that_it_is(void **state)
{
    struct fixture *fixture = *state;
    uint8_t *old = NULL;
    assert_int_equal(model_write(fixture), 0);
    size_t old_size = file_load(DEBIAN, "sendump", &old);
    const size_t senones = 5126;
    assert_int_equal(fixture->sizes[2], old_size + DENSITIES * senones);
    assert_memory_equal(fixture->written[2] + old_size - 3 * DENSITIES * senones,
                        old + old_size - 3 * DENSITIES * senones, 3 * DENSITIES * senones);
    assert_non_null(memmem(fixture->written[2], 1000, "feature_count 4", strlen("feature_count 4")));
    const uint8_t *added = (const uint8_t *)fixture->written[2] + old_size;
    for (size_t senone = 0; senone < senones; senone++) {
        size_t chosen = 0;
        for (size_t density = 0; density < DENSITIES; density++) {
            chosen += added[density * senones + senone] == 0;
        }
        assert_int_equal(chosen, 1);
        if (senone <
            (size_t)ACOUSTIC_MODEL_NAMED) { /* those without context come first, in the order of their states */
            assert_int_equal(added[senone % ACOUSTIC_MODEL_STATES * senones + senone], 0);
        }
    }
    free(old);
}

static void another_model_is_refused(void **state)
{
    struct fixture *fixture = *state;
    const struct {
        const char *name;
        size_t size, place;
        uint8_t change;
    } spoilt[] = {
        {"means", SIZE_MAX, 45, 1},
        {"means", 100000, 0, 0},
        {"means", 20, 0, 0},
        {"variances", 0, 0, 0},
        {"variances", SIZE_MAX, 61, 32},
        {"sendump", 1000000, 0, 0},
        {"sendump", 100, 0, 0},
        {"sendump", SIZE_MAX, 3, 128},
        {"mdef", SIZE_MAX, 0, 1},
        {"mdef", 2900000, 0, 0},
        {"mdef", 50, 0, 0},
        {"mdef", SIZE_MAX, 11, 255},
        {"mdef", 1000, 0, 0},
        {"mdef", 100000, 0, 0},
        {"mdef", 2500000, 0, 0},
    };
    for (size_t i = 0; i < sizeof(spoilt) / sizeof(spoilt[0]); i++) {
        file_spoil(fixture, spoilt[i].name, spoilt[i].size, spoilt[i].place, spoilt[i].change);
        assert_int_equal(model_write(fixture), -EBADMSG);
        file_restore(fixture, spoilt[i].name);
    }
    assert_int_equal(model_write(fixture), 0);
}

static void a_model_that_is_not_there(void **state)
{
    struct fixture *fixture = *state;
    char path[PATH_MAX];
    path_make(fixture, "variances", path);
    unlink(path);
    assert_int_equal(model_write(fixture), -ENOENT);
}

static void a_full_disk_is_told(void **state)
{
    struct fixture *fixture = *state;
    FILE *full = fopen("/dev/full", "wb");
    FILE *means = tmpfile();
    FILE *variances = tmpfile();
    assert_int_equal(acoustic_model_write(fixture->folder, means, variances, full), -EIO);
    fclose(full);
    fclose(means);
    fclose(variances);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(debians_streams_stay_as_they_are, setup, teardown),
        cmocka_unit_test_setup_teardown(a_state_gets_half_the_square_of_its_distance, setup, teardown),
        cmocka_unit_test_setup_teardown(each_senone_weighs_the_state_that_it_is, setup, teardown),
        cmocka_unit_test_setup_teardown(another_model_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_model_that_is_not_there, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
