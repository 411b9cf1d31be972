/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "docent/pcm.h"
#include "docent/sound_file.h"

/*
 * Through libasound without a card: its file plugin over its null plugin, described by a configuration of the test's
 * own. What can only happen to a real stream (pacing, loss, overrun) is tested end to end with an I/O plugin.
 */

enum { SPEECH_FRAMES = 16000 };

static const char CONFIG[] =
    "pcm.mic { type file file /dev/null infile \"%s/in.raw\" format raw slave.pcm { type null } }\n"
    "pcm.speaker { type file file \"%s/out.wav\" format wav slave.pcm { type null } }\n"
    "pcm.wide { type linear slave { pcm speaker format S32_LE } }\n"
    "pcm.odd { type plug slave { pcm speaker rate 44100 channels 2 format S32_LE } }\n"
    "pcm.floating { type lfloat slave { pcm speaker format S16_LE } }\n"
    "pcm.telephone { type alaw slave { pcm speaker format S16_LE } }\n"
    "pcm.broken { type file file /dev/null slave.pcm nothing_like_that }\n";

struct fixture {
    char folder[40];
    int16_t speech[SPEECH_FRAMES];
};

static void path_join(char *path, size_t size, const struct fixture *fixture, const char *name)
{
    snprintf(path, size, "%s/%s", fixture->folder, name);
}

static int file_put(const struct fixture *fixture, const char *name, const void *bytes, size_t size)
{
    char path[64];
    path_join(path, sizeof path, fixture, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        return -1;
    size_t put = fwrite(bytes, 1, size, file);
    return fclose(file) == 0 && put == size ? 0 : -1;
}

static int fixture_make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (fixture == NULL)
        return -1;
    *state = fixture;
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/docent-pcm-alsa-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        return -1;
    for (size_t i = 0; i < SPEECH_FRAMES; i++)
        fixture->speech[i] = (int16_t)(i * 40503U);
    char config[1024], path[64];
    int size = snprintf(config, sizeof config, CONFIG, fixture->folder, fixture->folder);
    path_join(path, sizeof path, fixture, "asound.conf");
    if (file_put(fixture, "in.raw", fixture->speech, sizeof fixture->speech) < 0 ||
        file_put(fixture, "asound.conf", config, (size_t)size) < 0)
        return -1;
    return setenv("ALSA_CONFIG_PATH", path, 1);
}

static int fixture_remove(void **state)
{
    struct fixture *fixture = *state;
    const char *names[] = {"in.raw", "asound.conf", "out.wav"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[64];
        path_join(path, sizeof path, fixture, names[i]);
        (void)unlink(path);
    }
    int r = rmdir(fixture->folder);
    free(fixture);
    return r;
}

static void reads_through_libasound(void **state)
{
    struct fixture *fixture = *state;
    const struct pcm_wanted wanted = {.rate_hz = 16000};
    struct pcm *pcm;
    assert_int_equal(pcm_open(&pcm, "mic", PCM_CAPTURE, &wanted), 0);
    assert_int_equal(pcm_rate_hz(pcm), 16000);
    assert_int_equal(pcm_period_frames(pcm), 320);
    int16_t frames[SPEECH_FRAMES];
    size_t count = 0;
    while (count < SPEECH_FRAMES) {
        ptrdiff_t got = pcm_read(pcm, frames + count, SPEECH_FRAMES - count);
        assert_true(got > 0);
        count += (size_t)got;
    }
    assert_memory_equal(frames, fixture->speech, sizeof frames);
    pcm_interrupt(pcm);
    assert_int_equal(pcm_read(pcm, frames, 320), -EINTR);
    pcm_close(pcm);
}

static void check_played(struct fixture *fixture, const char *device)
{
    const struct pcm_wanted wanted = {.rate_hz = 22050};
    struct pcm *pcm;
    assert_int_equal(pcm_open(&pcm, device, PCM_PLAYBACK, &wanted), 0);
    assert_int_equal(pcm_rate_hz(pcm), 22050);
    assert_int_equal(pcm_write(pcm, fixture->speech, 5000), 5000);
    assert_int_equal(pcm_write(pcm, fixture->speech + 5000, 11000), 11000);
    assert_int_equal(pcm_drain(pcm), 0);
    assert_int_equal(pcm_check(pcm), 0);
    pcm_close(pcm);
    char path[64];
    path_join(path, sizeof path, fixture, "out.wav");
    int16_t *frames;
    size_t count;
    assert_int_equal(sound_file_read(path, 22050, &frames, &count), 0);
    assert_int_equal(count, SPEECH_FRAMES);
    assert_memory_equal(frames, fixture->speech, sizeof fixture->speech);
    free(frames);
}

static void writes_through_libasound(void **state)
{
    check_played(*state, "speaker");
}

/* The linear plugin offers S16 to us and has S32 behind. */
static void writes_through_a_converting_plugin(void **state)
{
    check_played(*state, "wide");
}

/* In front of 16 bits, the lfloat plugin offers floating point and nothing else. */
static void writes_to_a_device_without_16_bits(void **state)
{
    check_played(*state, "floating");
}

/* What another rate would need is left to our own resampler. */
static void plug_keeps_the_device_rate(void **state)
{
    struct fixture *fixture = *state;
    const struct pcm_wanted wanted = {.rate_hz = 22050};
    struct pcm *pcm;
    assert_int_equal(pcm_open(&pcm, "odd", PCM_PLAYBACK, &wanted), 0);
    assert_int_equal(pcm_rate_hz(pcm), 44100);
    assert_int_equal(pcm_write(pcm, fixture->speech, SPEECH_FRAMES), SPEECH_FRAMES);
    assert_int_equal(pcm_drain(pcm), 0);
    pcm_close(pcm);
    char path[64];
    path_join(path, sizeof path, fixture, "out.wav");
    int16_t *frames;
    size_t count;
    assert_int_equal(sound_file_read(path, 44100, &frames, &count), 0);
    assert_int_equal(count, SPEECH_FRAMES);
    assert_memory_equal(frames, fixture->speech, sizeof fixture->speech);
    free(frames);
}

static void plays_again_after_drop_and_drain(void **state)
{
    struct fixture *fixture = *state;
    const struct pcm_wanted wanted = {.rate_hz = 22050};
    struct pcm *pcm;
    assert_int_equal(pcm_open(&pcm, "speaker", PCM_PLAYBACK, &wanted), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pcm_write(pcm, fixture->speech, 1000), 1000);
        assert_int_equal(pcm_drop(pcm), 0);
        assert_int_equal(pcm_drop(pcm), 0);
        assert_int_equal(pcm_write(pcm, fixture->speech, 1000), 1000);
        assert_int_equal(pcm_drain(pcm), 0);
        assert_int_equal(pcm_drain(pcm), 0);
        assert_int_equal(pcm_delay_frames(pcm), 0);
    }
    pcm_close(pcm);
}

static void absent_devices_are_errors(void **state)
{
    (void)state;
    const struct pcm_wanted wanted = {.rate_hz = 16000};
    struct pcm *pcm;
    assert_int_equal(pcm_open(&pcm, "no_such_name", PCM_CAPTURE, &wanted), -ENOENT);
    assert_null(pcm);
    assert_int_equal(pcm_open(&pcm, "broken", PCM_PLAYBACK, &wanted), -ENOENT);
    assert_null(pcm);
    /* A-law only: nothing that holds 16 bits. */
    assert_int_equal(pcm_open(&pcm, "telephone", PCM_PLAYBACK, &wanted), -EINVAL);
    assert_null(pcm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_through_libasound),
        cmocka_unit_test(writes_through_libasound),
        cmocka_unit_test(writes_through_a_converting_plugin),
        cmocka_unit_test(writes_to_a_device_without_16_bits),
        cmocka_unit_test(plug_keeps_the_device_rate),
        cmocka_unit_test(plays_again_after_drop_and_drain),
        cmocka_unit_test(absent_devices_are_errors),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
