/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The card's own volume control, through libasound, by the mixer of the test card (testmixer.c): which control is
 * taken, what it is set to, what is left to the frames, and that a card which was pulled out is set again.
 */

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "docent/gain.h"
#include "docent/mixer.h"
#include "docent/playback.h"
#include "docent/sound_file.h"

enum { RATE_HZ = 22050, SPEECH_FRAMES = 4410, LOUD = 10000, MUTES = 0x10000 /* of a step: the quietest is mute */ };

struct fixture {
    char folder[40], mixer[64], sound[64], switch_path[64];
};

static int fixture_make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (fixture == NULL)
        return -1;
    *state = fixture;
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/docent-mixer-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        return -1;
    snprintf(fixture->mixer, sizeof fixture->mixer, "%s/mixer", fixture->folder);
    snprintf(fixture->sound, sizeof fixture->sound, "%s/sound.wav", fixture->folder);
    snprintf(fixture->switch_path, sizeof fixture->switch_path, "%s/switch", fixture->folder);
    if (setenv("ALSA_CONFIG_PATH", DOCENT_BUILD_DIR "/tests/asound.conf", 1) != 0 ||
        setenv("TESTCARD_MIXER", fixture->mixer, 1) != 0 || setenv("TESTCARD_SPEAKER", fixture->sound, 1) != 0 ||
        setenv("TESTCARD_SPEAKER_SWITCH", fixture->switch_path, 1) != 0 ||
        setenv("TESTCARD_SPEAKER_RATE", "22050", 1) != 0 || setenv("TESTCARD_SPEAKER_CHANNELS", "1", 1) != 0 ||
        setenv("TESTCARD_SPEED", "50", 1) != 0)
        return -1;
    return 0;
}

static int fixture_remove(void **state)
{
    struct fixture *fixture = *state;
    (void)unlink(fixture->mixer);
    (void)unlink(fixture->sound);
    (void)unlink(fixture->switch_path);
    int r = rmdir(fixture->folder);
    free(fixture);
    return r;
}

static void put(const char *path, const char *text)
{
    char aside[80];
    snprintf(aside, sizeof aside, "%s.aside", path);
    FILE *file = fopen(aside, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(rename(aside, path), 0);
}

/* How a control of the card is set now. */
static void check_set(const struct fixture *fixture, const char *name, int wanted_value, int wanted_switch)
{
    char found[32];
    long quietest, step, steps, value;
    int is_on;
    FILE *file = fopen(fixture->mixer, "r");
    assert_non_null(file);
    do {
        assert_int_equal(fscanf(file, "%31s %ld %ld %ld %ld %d", found, &quietest, &step, &steps, &value, &is_on), 6);
    } while (strcmp(found, name) != 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(value, wanted_value);
    assert_int_equal(is_on, wanted_switch);
}

static struct mixer *open_mixer(const struct fixture *fixture, const char *controls, const char *control)
{
    struct mixer *mixer;
    put(fixture->mixer, controls);
    assert_int_equal(mixer_open(&mixer, "test_speaker", control), 0);
    return mixer;
}

static void check_reached(struct mixer *mixer, float wanted_db, float reached_db)
{
    float reached = NAN;
    assert_int_equal(mixer_set_db(mixer, wanted_db, &reached), 0);
    assert_true(fabsf(reached - reached_db) < 0.005F);
}

static void takes_the_nearest_step_that_is_not_below(void **state)
{
    struct fixture *fixture = *state;
    struct mixer *mixer = open_mixer(fixture, "Speaker -3700 100 41 20 0\n", "auto");
    check_set(fixture, "Speaker", 20, 1); /* opening switches it on and changes nothing else */
    check_reached(mixer, -10.0F, -10.0F);
    check_set(fixture, "Speaker", 27, 1);
    check_reached(mixer, -10.7F, -10.0F);
    check_reached(mixer, -9.99F, -9.0F);
    check_set(fixture, "Speaker", 28, 1);
    check_reached(mixer, -60.0F, -37.0F);
    check_set(fixture, "Speaker", 0, 1);
    check_reached(mixer, 0.0F, 0.0F);
    check_reached(mixer, 12.0F, 4.0F);
    check_set(fixture, "Speaker", 41, 1);
    mixer_close(mixer);
}

static void never_takes_the_mute_at_the_bottom(void **state)
{
    struct fixture *fixture = *state;
    char controls[64];
    snprintf(controls, sizeof controls, "PCM -3000 %d 10 10 -1\n", MUTES + 300);
    struct mixer *mixer = open_mixer(fixture, controls, "auto");
    check_reached(mixer, -60.0F, -27.0F);
    check_set(fixture, "PCM", 1, -1);
    mixer_close(mixer);
}

static void a_card_below_full_scale_is_not_made_up_for(void **state)
{
    struct fixture *fixture = *state;
    struct mixer *mixer = open_mixer(fixture, "PCM -8000 100 60 0 -1\n", "auto");
    check_reached(mixer, 0.0F, 0.0F); /* its loudest, said to be -20 dB */
    check_set(fixture, "PCM", 60, -1);
    check_reached(mixer, -10.0F, -10.0F);
    check_set(fixture, "PCM", 50, -1);
    mixer_close(mixer);
}

static void auto_takes_what_all_sound_goes_through(void **state)
{
    struct fixture *fixture = *state;
    const struct {
        const char *controls, *taken;
    } cards[] = {
        {"Headphone -4000 100 40 1 -1\nSpeaker -4000 100 40 1 -1\nMaster -4000 100 40 1 -1\nPCM -4000 100 40 1 -1\n",
         "Master"},
        {"Headphone -4000 100 40 1 -1\nPCM -4000 100 40 1 -1\nSpeaker -4000 100 40 1 -1\n", "PCM"},
        {"Analogue -4000 100 40 1 -1\nDigital -4000 100 40 1 -1\n", "Digital"},
        {"Mic -4000 100 40 1 -1\nHeadset -4000 100 40 1 -1\nLine -4000 100 40 1 -1\n", "Headset"},
        /* No decibels, no range worth the name: not a control that one could set. */
        {"Master -4000 0 40 1 -1\nSpeaker -4000 100 40 1 -1\nPCM -100 100 2 1 -1\n", "Speaker"},
    };
    for (size_t i = 0; i < sizeof cards / sizeof cards[0]; i++) {
        struct mixer *mixer = open_mixer(fixture, cards[i].controls, "auto");
        check_reached(mixer, -10.0F, -10.0F);
        check_set(fixture, cards[i].taken, 30, -1);
        mixer_close(mixer);
    }
}

static void what_cannot_be_known_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    struct mixer *mixer;
    put(fixture->mixer, "Headphone -4000 100 40 1 0\nSpeaker -4000 100 40 1 0\n");
    assert_int_equal(mixer_open(&mixer, "test_speaker", "auto"), -ENOENT);
    assert_null(mixer);
    check_set(fixture, "Speaker", 1, 0);
    assert_int_equal(mixer_open(&mixer, "test_speaker", "Loudspeaker"), -ENOENT);
    assert_int_equal(mixer_open(&mixer, "test_speaker", "Speaker,1"), -ENOENT);
    mixer = open_mixer(fixture, "Headphone -4000 100 40 1 0\nSpeaker -4000 100 40 1 0\n", "Speaker,0");
    check_reached(mixer, 0.0F, 0.0F);
    check_set(fixture, "Speaker", 40, 1);
    check_set(fixture, "Headphone", 1, 0);
    mixer_close(mixer);
    put(fixture->mixer, "Mic -4000 100 40 1 0\nMaster 0 0 40 1 -1\n");
    assert_int_equal(mixer_open(&mixer, "test_speaker", "auto"), -ENOENT);
    assert_int_equal(mixer_open(&mixer, "test_speaker", "Master"), -ENOENT);
    (void)unlink(fixture->mixer);
    assert_int_equal(mixer_open(&mixer, "test_speaker", "auto"), -ENODEV);
    assert_null(mixer);
}

static void a_card_that_goes_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    struct mixer *mixer = open_mixer(fixture, "PCM -4000 100 40 1 -1\n", "auto");
    float reached;
    (void)unlink(fixture->mixer);
    assert_int_equal(mixer_set_db(mixer, -5.0F, &reached), -ENODEV);
    mixer_close(mixer);
}

/* --- with the playback -------------------------------------------------------------------------------------------- */

static void wait_for(const struct playback *playback, enum playback_state state, int mixer_error)
{
    struct playback_report report;
    do {
        (void)sched_yield();
        playback_report(playback, &report);
    } while (report.state != state || report.mixer_error != mixer_error);
}

static void say(struct playback *playback)
{
    int16_t frames[SPEECH_FRAMES];
    for (size_t i = 0; i < SPEECH_FRAMES; i++)
        frames[i] = LOUD;
    playback_begin(playback);
    assert_int_equal(playback_write(playback, frames, SPEECH_FRAMES), 0);
    assert_int_equal(playback_drain(playback), 0);
}

/* The frames that came to the card last, loud ones only: by what gain did they come? */
static void check_software(const struct fixture *fixture, float wanted_db)
{
    int16_t *frames, last = 0;
    size_t count;
    assert_int_equal(sound_file_read(fixture->sound, RATE_HZ, &frames, &count), 0);
    for (size_t i = 0; i < count; i++)
        if (frames[i] != 0)
            last = frames[i];
    free(frames);
    assert_true(fabsf((float)last - LOUD * gain_from_db(wanted_db)) <= 1.0F);
}

static struct playback *open_playback(const struct fixture *fixture, const char *control, float gain_db)
{
    (void)unlink(fixture->sound);
    (void)unlink(fixture->switch_path);
    struct playback *playback;
    const struct playback_options options = {
        .device = "test_speaker", .mixer = control, .rate_hz = RATE_HZ, .gain_db = gain_db, .reopen_ms = 1};
    assert_int_equal(playback_create(&playback, &options), 0);
    return playback;
}

static void the_frames_get_what_the_card_cannot(void **state)
{
    struct fixture *fixture = *state;
    const struct {
        float gain_db, software_db;
        int value;
    } rows[] = {{-10.0F, -1.0F, 9}, {-9.0F, 0.0F, 9}, {-40.0F, -4.0F, 0}, {0.0F, 0.0F, 12}, {2.0F, 2.0F, 12}};
    put(fixture->mixer, "Speaker -3600 300 12 0 0\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct playback *playback = open_playback(fixture, "auto", -20.0F);
        wait_for(playback, PLAYBACK_READY, 0);
        playback_set_gain_db(playback, rows[i].gain_db);
        say(playback);
        playback_destroy(playback);
        check_set(fixture, "Speaker", rows[i].value, 1);
        check_software(fixture, rows[i].software_db);
    }
}

static void without_a_mixer_the_frames_get_all(void **state)
{
    struct fixture *fixture = *state;
    put(fixture->mixer, "Speaker -3600 300 12 12 0\n");
    const struct {
        const char *control;
        int error;
    } rows[] = {{"none", -ENODEV}, {NULL, -ENODEV}, {"Loudspeaker", -ENOENT}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct playback *playback = open_playback(fixture, rows[i].control, -10.0F);
        wait_for(playback, PLAYBACK_READY, rows[i].error);
        say(playback);
        playback_destroy(playback);
        check_set(fixture, "Speaker", 12, 0);
        check_software(fixture, -10.0F);
    }
}

/* Card and mixer go and come back, the mixer as cards come: at some value of their own, and muted. */
static void a_card_that_comes_back_is_set_again(void **state)
{
    struct fixture *fixture = *state;
    put(fixture->mixer, "Speaker -4000 100 40 0 0\n");
    struct playback *playback = open_playback(fixture, "auto", -10.0F);
    wait_for(playback, PLAYBACK_READY, 0);
    say(playback);
    check_set(fixture, "Speaker", 30, 1);
    (void)unlink(fixture->mixer);
    put(fixture->switch_path, "absent");
    wait_for(playback, PLAYBACK_LOST, 0);
    playback_set_gain_db(playback, -15.0F);
    put(fixture->mixer, "Speaker -4000 100 40 40 0\n");
    (void)unlink(fixture->switch_path);
    wait_for(playback, PLAYBACK_READY, 0);
    check_set(fixture, "Speaker", 25, 1);
    say(playback);
    check_software(fixture, 0.0F);
    playback_destroy(playback);
}

/* The mixer alone goes: it would not matter how, but nobody may hear less for it. */
static void a_mixer_that_fails_leaves_it_to_the_frames(void **state)
{
    struct fixture *fixture = *state;
    put(fixture->mixer, "Speaker -4000 100 40 0 0\n");
    struct playback *playback = open_playback(fixture, "auto", -10.0F);
    wait_for(playback, PLAYBACK_READY, 0);
    (void)unlink(fixture->mixer);
    playback_set_gain_db(playback, -5.0F);
    say(playback);
    wait_for(playback, PLAYBACK_READY, -ENODEV);
    check_software(fixture, -5.0F);
    playback_destroy(playback);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_nearest_step_that_is_not_below),
        cmocka_unit_test(never_takes_the_mute_at_the_bottom),
        cmocka_unit_test(a_card_below_full_scale_is_not_made_up_for),
        cmocka_unit_test(auto_takes_what_all_sound_goes_through),
        cmocka_unit_test(what_cannot_be_known_is_left_alone),
        cmocka_unit_test(a_card_that_goes_is_noticed),
        cmocka_unit_test(the_frames_get_what_the_card_cannot),
        cmocka_unit_test(without_a_mixer_the_frames_get_all),
        cmocka_unit_test(a_card_that_comes_back_is_set_again),
        cmocka_unit_test(a_mixer_that_fails_leaves_it_to_the_frames),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_remove);
}
