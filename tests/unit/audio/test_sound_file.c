/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sndfile.h>

#include "docent/sound_file.h"

static char folder[64];

static int folder_make(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/docent-sound-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int folder_remove(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static const char *path_in_folder(char *path, size_t size, const char *name)
{
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static void bytes_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Write with libsndfile itself, so that reader and writer under test do not share a mistake. */
static void sound_write(const char *path, int format, int rate_hz, int channels, const float *values, size_t count)
{
    SF_INFO info = {.samplerate = rate_hz, .channels = channels, .format = format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    assert_int_equal(sf_writef_float(file, values, (sf_count_t)count), count);
    assert_int_equal(sf_close(file), 0);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    char path[128];
    path_in_folder(path, sizeof path, "round.wav");
    int16_t frames[5000];
    for (size_t i = 0; i < 5000; i++)
        frames[i] = (int16_t)(i * 2654435761U >> 16);
    frames[0] = INT16_MIN;
    frames[1] = INT16_MAX;
    assert_int_equal(sound_file_write(path, 16000, frames, 5000), 0);
    int16_t *read = NULL;
    size_t count = 0;
    assert_int_equal(sound_file_read(path, 16000, &read, &count), 0);
    assert_int_equal(count, 5000);
    assert_memory_equal(read, frames, sizeof frames);
    free(read);
}

static void channels_are_averaged(void **state)
{
    (void)state;
    char path[128];
    path_in_folder(path, sizeof path, "three.wav");
    const float values[] = {0.5F, 0.25F, -0.75F, 0.3F, 0.3F, 0.3F, 1.0F, 1.0F, 1.0F};
    sound_write(path, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16000, 3, values, 3);
    int16_t *frames;
    size_t count;
    assert_int_equal(sound_file_read(path, 16000, &frames, &count), 0);
    assert_int_equal(count, 3);
    assert_int_equal(frames[0], 0);
    assert_int_equal(frames[1], lrint(0.3 * 32768));
    assert_int_equal(frames[2], INT16_MAX);
    free(frames);
}

static void wild_floats_are_cut_off(void **state)
{
    (void)state;
    char path[128];
    path_in_folder(path, sizeof path, "wild.wav");
    const float values[] = {7.0F, -7.0F, NAN, INFINITY, -INFINITY, 0.0F};
    sound_write(path, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16000, 1, values, 6);
    int16_t *frames;
    size_t count;
    assert_int_equal(sound_file_read(path, 16000, &frames, &count), 0);
    const int16_t wanted[] = {INT16_MAX, INT16_MIN, 0, INT16_MAX, INT16_MIN, 0};
    assert_int_equal(count, 6);
    assert_memory_equal(frames, wanted, sizeof wanted);
    free(frames);
}

static void other_rates_are_resampled(void **state)
{
    (void)state;
    const struct {
        const char *name;
        int format, rate_hz, channels;
    } cases[] = {
        {"a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 2},
        {"b.wav", SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000, 1},
        {"c.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_24, 48000, 2},
        {"d.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_32, 96000, 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[128];
        path_in_folder(path, sizeof path, cases[i].name);
        size_t count_in = (size_t)cases[i].rate_hz / 2, channels = (size_t)cases[i].channels;
        float *values = calloc(count_in * channels, sizeof *values);
        for (size_t k = 0; k < count_in * channels; k++)
            values[k] = 0.4F * sinf(6.2831853F * 300.0F * (float)(k / channels) / (float)cases[i].rate_hz);
        sound_write(path, cases[i].format, cases[i].rate_hz, cases[i].channels, values, count_in);
        free(values);
        int16_t *frames;
        size_t count;
        assert_int_equal(sound_file_read(path, 16000, &frames, &count), 0);
        assert_int_equal(count, 8000);
        for (size_t k = 200; k < count - 200; k++) {
            int wanted = (int)lrint(0.4 * 32768 * sin(2 * M_PI * 300.0 * (double)k / 16000.0));
            assert_in_range(abs(frames[k] - wanted), 0, 400);
        }
        free(frames);
    }
}

static void bad_files_are_named(void **state)
{
    (void)state;
    char path[128];
    int16_t *frames;
    size_t count;
    assert_int_equal(sound_file_read(path_in_folder(path, sizeof path, "absent.wav"), 16000, &frames, &count), -ENOENT);
    assert_null(frames);
    assert_int_equal(sound_file_read(folder, 16000, &frames, &count), -EISDIR);
    assert_int_equal(sound_file_read("/dev/null", 16000, &frames, &count), -EINVAL);
    bytes_write(path_in_folder(path, sizeof path, "empty.wav"), "", 0);
    assert_int_equal(sound_file_read(path, 16000, &frames, &count), -EINVAL);
    bytes_write(path_in_folder(path, sizeof path, "text.wav"), "# Not a sound at all, but words.\n", 33);
    assert_int_equal(sound_file_read(path, 16000, &frames, &count), -EINVAL);
    const float value = 0.0F;
    sound_write(path_in_folder(path, sizeof path, "slow.wav"), SF_FORMAT_WAV | SF_FORMAT_PCM_16, 100, 1, &value, 1);
    assert_int_equal(sound_file_read(path, 16000, &frames, &count), -EINVAL);
}

static void truncated_file_gives_what_is_there(void **state)
{
    (void)state;
    char path[128];
    path_in_folder(path, sizeof path, "cut.wav");
    int16_t frames[1000] = {1, 2, 3};
    assert_int_equal(sound_file_write(path, 16000, frames, 1000), 0);
    assert_int_equal(truncate(path, 44 + 600), 0);
    int16_t *read;
    size_t count;
    assert_int_equal(sound_file_read(path, 16000, &read, &count), 0);
    assert_int_equal(count, 300);
    assert_memory_equal(read, frames, 300 * sizeof *frames);
    free(read);
}

static void no_frames_is_no_error(void **state)
{
    (void)state;
    char path[128];
    path_in_folder(path, sizeof path, "none.wav");
    assert_int_equal(sound_file_write(path, 22050, NULL, 0), 0);
    int16_t *read;
    size_t count = 1;
    assert_int_equal(sound_file_read(path, 16000, &read, &count), 0);
    assert_int_equal(count, 0);
    assert_non_null(read);
    free(read);
}

/* The limit is counted in frames read, at the rate asked for: an hour at 2 kHz keeps the test small. */
static void an_hour_is_the_limit(void **state)
{
    (void)state;
    char path[128];
    path_in_folder(path, sizeof path, "hour.wav");
    struct sound_writer *writer;
    assert_int_equal(sound_writer_open(&writer, path, 2000), 0);
    static const int16_t second[2000];
    for (int i = 0; i < SOUND_FILE_LENGTH_MAX_S; i++)
        assert_int_equal(sound_writer_write(writer, second, 2000), 0);
    assert_int_equal(sound_writer_close(writer), 0);
    int16_t *frames;
    size_t count;
    assert_int_equal(sound_file_read(path, 2000, &frames, &count), 0);
    assert_int_equal(count, 2000 * SOUND_FILE_LENGTH_MAX_S);
    free(frames);

    assert_int_equal(sound_writer_open(&writer, path, 2000), 0);
    for (int i = 0; i < SOUND_FILE_LENGTH_MAX_S; i++)
        assert_int_equal(sound_writer_write(writer, second, 2000), 0);
    assert_int_equal(sound_writer_write(writer, second, 1), 0);
    assert_int_equal(sound_writer_close(writer), 0);
    assert_int_equal(sound_file_read(path, 2000, &frames, &count), -EFBIG);
    assert_null(frames);
}

static void writer_reports_failure(void **state)
{
    (void)state;
    char path[128];
    const int16_t frame = 0;
    assert_int_equal(sound_file_write(path_in_folder(path, sizeof path, "no/such.wav"), 16000, &frame, 1), -ENOENT);
    assert_int_equal(sound_file_write(path_in_folder(path, sizeof path, "x.wav"), 0, &frame, 1), -EINVAL);
    assert_int_equal(sound_file_write(folder, 16000, &frame, 1), -EISDIR);
    assert_int_equal(sound_writer_close(NULL), 0);
    sound_reader_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read), cmocka_unit_test(channels_are_averaged),
        cmocka_unit_test(wild_floats_are_cut_off), cmocka_unit_test(other_rates_are_resampled),
        cmocka_unit_test(bad_files_are_named),     cmocka_unit_test(truncated_file_gives_what_is_there),
        cmocka_unit_test(no_frames_is_no_error),   cmocka_unit_test(an_hour_is_the_limit),
        cmocka_unit_test(writer_reports_failure),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
