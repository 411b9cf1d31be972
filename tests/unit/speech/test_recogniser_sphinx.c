/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "docent/english.h"
#include "docent/recogniser.h"
#include "docent/synth.h"

enum { FRAMES_MAX = 10 * RECOGNISER_RATE_HZ, WAV_HEADER_BYTES = 44 };

static char *latte_asked[] = {(char[]){"may I have a latte with milk"}, (char[]){"I would like a latte please"}};
static char *latte_keys[] = {(char[]){"latte"}};
static char *mocha_asked[] = {(char[]){"one iced mocha please"}, (char[]){"can I have a zorblatt"}};
static char *mocha_keys[] = {(char[]){"iced mocha"}};
static struct topic topics[] = {
    {.id = (char[]){"latte"}, .title = (char[]){"Latte"}, .asked_as = {latte_asked, 2}, .keywords = {latte_keys, 1}},
    {.id = (char[]){"mocha"}, .title = (char[]){"Mocha"}, .asked_as = {mocha_asked, 2}, .keywords = {mocha_keys, 1}},
};
static const struct exhibit exhibit = {.topics = topics, .topic_count = 2};

struct fixture {
    struct english *english;
    struct synth *synth;
    struct recogniser *recogniser;
    struct heard heard, again;
    int16_t frames[FRAMES_MAX];
    size_t frame_count;
};

static int fixture_make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    *state = fixture;
    int result = english_load(&fixture->english, DOCENT_SOURCE_DIR "/models/english.tsv");
    result = result == 0 ? synth_create_espeak(&fixture->synth) : result;
    return result == 0 ? recogniser_create_sphinx(&fixture->recogniser, &exhibit, NULL, fixture->english,
                                                  fixture->synth, DOCENT_SOURCE_DIR "/models")
                       : result;
}

static int fixture_drop(void **state)
{
    struct fixture *fixture = *state;
    recogniser_destroy(fixture->recogniser);
    synth_destroy(fixture->synth);
    english_destroy(fixture->english);
    free(fixture);
    return 0;
}

/* flite's slt speaks at 16 kHz, mono, 16 bits: the WAV's data are the frames. */
static void speak(struct fixture *fixture, const char *text)
{
    char path[] = "/tmp/docent-test-XXXXXX";
    char command[256];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    snprintf(command, sizeof(command), "flite -voice slt -t '%s' -o %s", text, path);
    assert_int_equal(system(command), 0);
    FILE *wav = fopen(path, "rb");
    assert_non_null(wav);
    assert_int_equal(fseek(wav, WAV_HEADER_BYTES, SEEK_SET), 0);
    fixture->frame_count = fread(fixture->frames, sizeof(int16_t), FRAMES_MAX, wav);
    fclose(wav);
    close(fd);
    unlink(path);
    assert_true(fixture->frame_count > RECOGNISER_RATE_HZ / 2);
}

static void utterance(struct fixture *fixture, struct heard *ret_heard)
{
    assert_int_equal(recogniser_start(fixture->recogniser), 0);
    for (size_t done = 0; done < fixture->frame_count;) {
        size_t count = fixture->frame_count - done < 320 ? fixture->frame_count - done : 320;
        assert_int_equal(recogniser_feed(fixture->recogniser, fixture->frames + done, count), 0);
        done += count;
    }
    assert_int_equal(recogniser_end(fixture->recogniser, SIZE_MAX, ret_heard), 0);
}

static float seen(const struct heard *heard, const char *text)
{
    float posterior = 0.0F;
    for (size_t i = 0; i < heard->seen_count; i++) {
        if (!heard->seen[i].is_talk && strcmp(heard->seen[i].text, text) == 0) {
            posterior = heard->seen[i].posterior;
        }
    }
    return posterior;
}

static void hears_what_is_asked(void **state)
{
    struct fixture *fixture = *state;
    speak(fixture, "May I have an iced mocha with milk?");
    utterance(fixture, &fixture->heard);
    assert_true(seen(&fixture->heard, "mocha") > 0.8F);
    assert_true(seen(&fixture->heard, "latte") < 0.2F);
    assert_true(fixture->heard.word_count >= 5);
    assert_int_equal(fixture->heard.speech_ms, fixture->frame_count / 16);
}

static void other_talk_has_no_keyword(void **state)
{
    struct fixture *fixture = *state;
    speak(fixture, "She said that her brother went home after the war was over.");
    utterance(fixture, &fixture->heard);
    assert_true(seen(&fixture->heard, "mocha") < 0.2F);
    assert_true(seen(&fixture->heard, "latte") < 0.2F);
}

static void a_word_that_no_dictionary_has_is_heard(void **state)
{
    struct fixture *fixture = *state;
    speak(fixture, "can I have a zorblatt");
    utterance(fixture, &fixture->heard);
    assert_true(seen(&fixture->heard, "zorblatt") > 0.5F);
}

static void no_utterance_colours_the_next(void **state)
{
    struct fixture *fixture = *state;
    speak(fixture, "May I have an iced mocha with milk?");
    utterance(fixture, &fixture->heard);
    speak(fixture, "I would like a latte please.");
    utterance(fixture, &fixture->again);
    speak(fixture, "May I have an iced mocha with milk?");
    utterance(fixture, &fixture->again);
    assert_memory_equal(&fixture->heard, &fixture->again, sizeof(fixture->heard));
}

static void an_abandoned_utterance_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    speak(fixture, "I would like a latte please.");
    assert_int_equal(recogniser_start(fixture->recogniser), 0);
    assert_int_equal(recogniser_feed(fixture->recogniser, fixture->frames, fixture->frame_count), 0);
    recogniser_abandon(fixture->recogniser);
    assert_int_equal(recogniser_start(fixture->recogniser), 0);
    assert_int_equal(recogniser_end(fixture->recogniser, SIZE_MAX, &fixture->heard), 0);
    assert_int_equal(fixture->heard.word_count, 0);
    assert_int_equal(fixture->heard.seen_count, 0);
}

static void feed_all(struct fixture *fixture)
{
    assert_int_equal(recogniser_start(fixture->recogniser), 0);
    assert_int_equal(recogniser_feed(fixture->recogniser, fixture->frames, fixture->frame_count), 0);
}

static size_t work_ahead(struct fixture *fixture, size_t frame_count)
{
    size_t parts = 1;
    while (recogniser_work(fixture->recogniser, frame_count)) {
        parts++;
    }
    return parts;
}

/* Done ahead, done ahead in part, or for another stretch first: what is heard is the same to the last bit. */
static void working_ahead_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    speak(fixture, "May I have an iced mocha with milk?");
    size_t counted = fixture->frame_count - RECOGNISER_RATE_HZ / 10;
    feed_all(fixture);
    assert_int_equal(recogniser_end(fixture->recogniser, counted, &fixture->heard), 0);
    assert_true(seen(&fixture->heard, "mocha") > 0.8F);
    assert_int_equal(fixture->heard.speech_ms, counted / 16);
    for (size_t parts = 0; parts <= 2; parts++) {
        feed_all(fixture);
        for (size_t i = 0; i < parts; i++) {
            assert_true(recogniser_work(fixture->recogniser, counted / 2));
        }
        assert_int_equal(work_ahead(fixture, counted), 3);
        assert_false(recogniser_work(fixture->recogniser, counted));
        assert_int_equal(recogniser_end(fixture->recogniser, counted, &fixture->again), 0);
        assert_memory_equal(&fixture->heard, &fixture->again, sizeof(fixture->heard));
        feed_all(fixture);
        for (size_t i = 0; i < parts; i++) {
            assert_true(recogniser_work(fixture->recogniser, counted));
        }
        assert_int_equal(recogniser_end(fixture->recogniser, counted, &fixture->again), 0);
        assert_memory_equal(&fixture->heard, &fixture->again, sizeof(fixture->heard));
    }
    feed_all(fixture);
    work_ahead(fixture, fixture->frame_count / 3);
    assert_false(recogniser_work(fixture->recogniser, 0));
    assert_int_equal(recogniser_end(fixture->recogniser, counted, &fixture->again), 0);
    assert_memory_equal(&fixture->heard, &fixture->again, sizeof(fixture->heard));
}

static void work_that_is_abandoned_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    speak(fixture, "I would like a latte please.");
    feed_all(fixture);
    for (int i = 0; i < 2; i++) {
        assert_true(recogniser_work(fixture->recogniser, fixture->frame_count));
    }
    recogniser_abandon(fixture->recogniser);
    assert_int_equal(recogniser_start(fixture->recogniser), 0);
    assert_false(recogniser_work(fixture->recogniser, RECOGNISER_RATE_HZ)); /* nothing was fed */
    assert_int_equal(recogniser_end(fixture->recogniser, SIZE_MAX, &fixture->heard), 0);
    assert_int_equal(fixture->heard.seen_count, 0);
}

static void silence_is_not_a_question(void **state)
{
    struct fixture *fixture = *state;
    memset(fixture->frames, 0, sizeof(fixture->frames));
    fixture->frame_count = 2 * RECOGNISER_RATE_HZ;
    utterance(fixture, &fixture->heard);
    assert_true(seen(&fixture->heard, "mocha") < 0.2F);
    assert_true(seen(&fixture->heard, "latte") < 0.2F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hears_what_is_asked),
        cmocka_unit_test(other_talk_has_no_keyword),
        cmocka_unit_test(a_word_that_no_dictionary_has_is_heard),
        cmocka_unit_test(no_utterance_colours_the_next),
        cmocka_unit_test(an_abandoned_utterance_leaves_nothing),
        cmocka_unit_test(working_ahead_changes_nothing),
        cmocka_unit_test(work_that_is_abandoned_leaves_nothing),
        cmocka_unit_test(silence_is_not_a_question),
    };
    return cmocka_run_group_tests(tests, fixture_make, fixture_drop);
}
