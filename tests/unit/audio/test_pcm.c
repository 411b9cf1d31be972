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

struct fixture {
    char folder[32], path[64], device[80];
};

static int fixture_make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (fixture == NULL)
        return -1;
    *state = fixture;
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/docent-pcm-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        return -1;
    snprintf(fixture->path, sizeof fixture->path, "%s/sound.wav", fixture->folder);
    snprintf(fixture->device, sizeof fixture->device, "file:%s", fixture->path);
    return 0;
}

static int fixture_remove(void **state)
{
    struct fixture *fixture = *state;
    (void)unlink(fixture->path);
    int r = rmdir(fixture->folder);
    free(fixture);
    return r;
}

static void null_gives_silence_and_takes_all(void **state)
{
    (void)state;
    const struct pcm_wanted wanted = {.rate_hz = 16000};
    struct pcm *pcm;
    assert_int_equal(pcm_open(&pcm, "null:", PCM_CAPTURE, &wanted), 0);
    assert_int_equal(pcm_rate_hz(pcm), 16000);
    assert_int_equal(pcm_period_frames(pcm), 320);
    int16_t frames[1000];
    memset(frames, 0x55, sizeof frames);
    assert_int_equal(pcm_read(pcm, frames, 1000), 320);
    assert_int_equal(frames[0] | frames[319], 0);
    assert_int_equal(frames[320], 0x5555);
    pcm_close(pcm);

    assert_int_equal(pcm_open(&pcm, "null:", PCM_PLAYBACK, &wanted), 0);
    assert_int_equal(pcm_write(pcm, frames, 1000), 1000);
    assert_int_equal(pcm_write(pcm, frames, 0), 0);
    assert_int_equal(pcm_delay_frames(pcm), 0);
    assert_int_equal(pcm_drain(pcm), 0);
    assert_int_equal(pcm_drop(pcm), 0);
    assert_int_equal(pcm_check(pcm), 0);
    pcm_close(pcm);
    pcm_close(NULL);
}

static void file_plays_and_records(void **state)
{
    struct fixture *fixture = *state;
    const struct pcm_wanted wanted = {.rate_hz = 22050};
    struct pcm *pcm;
    int16_t frames[1000], read[1001];
    for (size_t i = 0; i < 1000; i++)
        frames[i] = (int16_t)(i * 40503U);
    assert_int_equal(pcm_open(&pcm, fixture->device, PCM_PLAYBACK, &wanted), 0);
    assert_int_equal(pcm_write(pcm, frames, 600), 600);
    assert_int_equal(pcm_write(pcm, frames + 600, 400), 400);
    assert_int_equal(pcm_drain(pcm), 0);
    pcm_close(pcm);

    /* The file's rate counts, not the wanted one. */
    const struct pcm_wanted other = {.rate_hz = 16000};
    assert_int_equal(pcm_open(&pcm, fixture->device, PCM_CAPTURE, &other), 0);
    assert_int_equal(pcm_rate_hz(pcm), 22050);
    size_t count = 0;
    for (ptrdiff_t got; (got = pcm_read(pcm, read + count, 1001 - count)) != 0;) {
        assert_true(got > 0);
        count += (size_t)got;
    }
    assert_int_equal(count, 1000);
    assert_memory_equal(read, frames, sizeof frames);
    assert_int_equal(pcm_read(pcm, read, 10), 0);
    pcm_close(pcm);
}

static void interrupt_holds_until_resume(void **state)
{
    (void)state;
    const struct pcm_wanted wanted = {.rate_hz = 16000};
    struct pcm *pcm;
    int16_t frames[100] = {0};
    assert_int_equal(pcm_open(&pcm, "null:", PCM_CAPTURE, &wanted), 0);
    pcm_interrupt(pcm);
    pcm_interrupt(pcm);
    assert_int_equal(pcm_read(pcm, frames, 100), -EINTR);
    assert_int_equal(pcm_read(pcm, frames, 100), -EINTR);
    pcm_resume(pcm);
    assert_int_equal(pcm_read(pcm, frames, 100), 100);
    pcm_close(pcm);
    assert_int_equal(pcm_open(&pcm, "null:", PCM_PLAYBACK, &wanted), 0);
    pcm_interrupt(pcm);
    assert_int_equal(pcm_write(pcm, frames, 100), 0);
    pcm_resume(pcm);
    assert_int_equal(pcm_write(pcm, frames, 100), 100);
    pcm_close(pcm);
}

static void refusals_leave_no_pcm(void **state)
{
    struct fixture *fixture = *state;
    struct pcm *pcm = (struct pcm *)fixture;
    const struct pcm_wanted wanted = {.rate_hz = 16000}, none = {0},
                            long_period = {.rate_hz = 8000, .period_ms = 60000};
    (void)unlink(fixture->path);
    assert_int_equal(pcm_open(&pcm, fixture->device, PCM_CAPTURE, &wanted), -ENOENT);
    assert_null(pcm);
    assert_int_equal(pcm_open(&pcm, "file:/nowhere/at/all.wav", PCM_PLAYBACK, &wanted), -ENOENT);
    assert_int_equal(pcm_open(&pcm, "null:", PCM_CAPTURE, &none), -EINVAL);
    assert_int_equal(pcm_open(&pcm, "null:", PCM_CAPTURE, &long_period), -EINVAL);
    assert_null(pcm);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(null_gives_silence_and_takes_all),
        cmocka_unit_test(file_plays_and_records),
        cmocka_unit_test(interrupt_holds_until_resume),
        cmocka_unit_test(refusals_leave_no_pcm),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
