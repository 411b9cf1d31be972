/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <espeak-ng/speak_lib.h>

#include "docent/spoken_text.h"
#include "docent/synth.h"

/* A pronunciation in memory of its own, as the content has it. */
#define SAID(written, sounds)                                                                                          \
    {                                                                                                                  \
        .word = (char[]){written}, .sounds_like = (char[])                                                             \
        {                                                                                                              \
            sounds                                                                                                     \
        }                                                                                                              \
    }

/* libespeak-ng never forgets what it said (docent/synth.h, "Sameness"), so everything here that speaks does it in a
 * child of a process that has never spoken. */

enum { FRAMES_MAX = 22050 * 60, WORDS_MAX = 64, REPORTS_MAX = 16 };

/* All that a child found out; lives in its memory and goes through a pipe. */
struct take {
    int results[REPORTS_MAX];
    size_t result_count;
    size_t chunks, chunk_max_frames;
    size_t chunks_wanted;               /* end the utterance after so many; 0: never */
    struct synth_word words[WORDS_MAX]; /* the first ones */
    size_t word_count;
    struct synth_word last_word;
    size_t frame_count; /* of the last utterance */
    int16_t frames[FRAMES_MAX];
};

typedef void scenario_function(struct take *take);

static int listen(void *user, const struct synth_chunk *chunk)
{
    struct take *take = user;
    take->chunks++;
    if (chunk->count > take->chunk_max_frames) {
        take->chunk_max_frames = chunk->count;
    }
    for (size_t i = 0; i < chunk->word_count && take->word_count < WORDS_MAX; i++) {
        take->words[take->word_count++] = chunk->words[i];
    }
    if (chunk->word_count > 0) {
        take->last_word = chunk->words[chunk->word_count - 1];
    }
    if (take->frame_count + chunk->count <= FRAMES_MAX) {
        memcpy(take->frames + take->frame_count, chunk->frames, chunk->count * sizeof chunk->frames[0]);
        take->frame_count += chunk->count;
    }
    return take->chunks == take->chunks_wanted;
}

static void report(struct take *take, int result)
{
    if (take->result_count < REPORTS_MAX) {
        take->results[take->result_count++] = result;
    }
}

static void speak(struct take *take, struct synth *synth, const char *text, unsigned rate_wpm, const char *voice)
{
    const struct synth_style style = {.rate_wpm = rate_wpm, .voice = voice};
    take->chunks = take->word_count = take->frame_count = 0;
    report(take, synth_speak(synth, text, &style, listen, take));
}

static void write_all(int fd, const void *bytes, size_t count)
{
    for (const char *at = bytes; count > 0;) {
        ssize_t written = write(fd, at, count);
        if (written <= 0) {
            _exit(3);
        }
        at += written;
        count -= (size_t)written;
    }
}

/* Play a scenario in a fresh process; the caller frees what comes back. */
static struct take *play(scenario_function *scenario)
{
    struct take *take = calloc(1, sizeof *take);
    int ends[2];
    assert_non_null(take);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        scenario(take);
        write_all(ends[1], take, sizeof *take);
        _exit(0);
    }
    close(ends[1]);
    size_t done = 0;
    for (ssize_t got; (got = read(ends[0], (char *)take + done, sizeof *take - done)) > 0;) {
        done += (size_t)got;
    }
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(done, sizeof *take);
    return take;
}

static void assert_results(const struct take *take, const int *expected, size_t count)
{
    assert_int_equal(take->result_count, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(take->results[i], expected[i]);
    }
}
#define ASSERT_RESULTS(take, ...)                                                                                      \
    assert_results(take, (const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

/* The same sound: equal where both have frames, and what only one has is silence. */
static void assert_same_sound(const struct take *a, const struct take *b)
{
    const struct take *longer = a->frame_count > b->frame_count ? a : b;
    size_t common = longer == a ? b->frame_count : a->frame_count;
    assert_true(common > 0);
    assert_memory_equal(a->frames, b->frames, common * sizeof a->frames[0]);
    for (size_t i = common; i < longer->frame_count; i++) {
        assert_int_equal(longer->frames[i], 0);
    }
}

static bool is_same_sound(const struct take *a, const struct take *b)
{
    return a->frame_count == b->frame_count && memcmp(a->frames, b->frames, a->frame_count * sizeof a->frames[0]) == 0;
}

static const char sentence[] = "The European Raw Materials Alliance is here. It is new, they say.";
static const char other[] = "Something else entirely.";

/* libespeak-ng as its own program drives it. */
static int espeak_listen(short *frames, int count, espeak_EVENT *events)
{
    struct take *take = events->user_data;
    if (frames != NULL && take->frame_count + (size_t)count <= FRAMES_MAX) {
        memcpy(take->frames + take->frame_count, frames, (size_t)count * sizeof *frames);
        take->frame_count += (size_t)count;
    }
    return 0;
}

static void play_espeak_itself(struct take *take)
{
    espeak_VOICE voice = {.languages = "en-gb"};
    espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, 0);
    espeak_SetSynthCallback(espeak_listen);
    espeak_SetVoiceByProperties(&voice);
    espeak_SetParameter(espeakRATE, 160, 0);
    espeak_Synth(sentence, sizeof sentence, 0, POS_CHARACTER, 0, espeakCHARS_UTF8 | espeakENDPAUSE, NULL, take);
}

static void play_sentence(struct take *take)
{
    struct synth *synth;
    report(take, synth_create_espeak(&synth));
    speak(take, synth, sentence, 160, NULL);
    synth_destroy(synth);
}

static void test_the_sound_is_espeaks_own(void **state)
{
    (void)state;
    struct take *ours = play(play_sentence), *theirs = play(play_espeak_itself);
    ASSERT_RESULTS(ours, 0, 0);
    assert_same_sound(ours, theirs);
    free(ours);
    free(theirs);
}

static void test_chunks_are_small_and_many(void **state)
{
    (void)state;
    struct take *take = play(play_sentence);
    assert_true(take->chunk_max_frames * 1000 <= (size_t)SYNTH_CHUNK_MAX_MS * 22050);
    assert_true(take->chunks > 50);
    free(take);
}

static void play_after_other(struct take *take)
{
    struct synth *synth;
    report(take, synth_create_espeak(&synth));
    speak(take, synth, other, 160, NULL);
    speak(take, synth, sentence, 160, NULL);
    synth_destroy(synth);
}

/* The same with everything in between that must not matter. */
static void play_after_other_disturbed(struct take *take)
{
    struct synth *synth, *second;
    char phones[64];
    report(take, synth_create_espeak(&synth));
    report(take, synth_create_espeak(&second));
    report(take, synth_phones(synth, "alliance", phones, sizeof phones));
    speak(take, synth, other, 160, "en-gb");
    report(take, synth_phones(synth, "rare", phones, sizeof phones));
    speak(take, synth, "x", 1000, NULL);
    speak(take, synth, "x", 160, "no such voice");
    speak(take, synth, "", 450, "en-us");
    synth_destroy(synth);
    report(take, synth_create_espeak(&synth));
    speak(take, synth, sentence, 160, NULL);
    synth_destroy(synth);
}

static void test_only_what_was_said_before_matters(void **state)
{
    (void)state;
    struct take *plain = play(play_after_other), *disturbed = play(play_after_other_disturbed);
    ASSERT_RESULTS(plain, 0, 0, 0);
    ASSERT_RESULTS(disturbed, 0, -EBUSY, 0, 0, 0, -EINVAL, -ENOENT, 0, 0, 0);
    assert_true(is_same_sound(plain, disturbed));
    /* The one thing that does; if this fails, libespeak-ng has been mended and docent/synth.h can promise more. */
    struct take *first = play(play_sentence);
    assert_false(is_same_sound(plain, first));
    free(plain);
    free(disturbed);
    free(first);
}

static void play_cancelled(struct take *take)
{
    struct synth *synth;
    report(take, synth_create_espeak(&synth));
    take->chunks_wanted = 3;
    speak(take, synth, sentence, 160, NULL);
    report(take, (int)take->chunks);
    take->chunks_wanted = 0;
    speak(take, synth, "Now.", 160, NULL);
    synth_destroy(synth);
}

static void play_now(struct take *take)
{
    struct synth *synth;
    report(take, synth_create_espeak(&synth));
    speak(take, synth, "Now.", 160, NULL);
    synth_destroy(synth);
}

static void test_the_sink_ends_it_at_once(void **state)
{
    (void)state;
    struct take *take = play(play_cancelled), *alone = play(play_now);
    ASSERT_RESULTS(take, 0, -ECANCELED, 3, 0);
    /* Nothing of the first comes out with the second: it is as long as alone, but for the wavering of a pitch period.
     */
    assert_in_range(take->frame_count, alone->frame_count - 400, alone->frame_count + 400);
    free(take);
    free(alone);
}

static void play_rates(struct take *take)
{
    struct synth *synth;
    report(take, synth_create_espeak(&synth));
    /* The least, what visitors hear, and on to the most. */
    const unsigned rates_wpm[] = {SYNTH_RATE_MIN_WPM, 160, 240, 320, 400, SYNTH_RATE_MAX_WPM};
    for (size_t i = 0; i < sizeof rates_wpm / sizeof rates_wpm[0]; i++) {
        speak(take, synth, sentence, rates_wpm[i], NULL);
        report(take, (int)take->frame_count);
    }
    synth_destroy(synth);
}

static void test_faster_is_shorter(void **state)
{
    (void)state;
    struct take *take = play(play_rates);
    assert_int_equal(take->result_count, 13);
    for (size_t i = 3; i + 1 < take->result_count; i += 2) {
        assert_int_equal(take->results[i], 0);
        assert_true(take->results[i + 1] < take->results[i - 1]);
    }
    /* By its name, 450 takes 160/450 of the time that 160 takes; in frames, between a quarter and the half of it. */
    double share = (double)take->results[12] / take->results[4];
    print_message("a sentence at %d words a minute takes %.3f of the time at 160\n", SYNTH_RATE_MAX_WPM, share);
    assert_true(share > 0.25 && share < 0.5);
    free(take);
}

static const char worded[] = "Na\xc3\xafve  ERMA\xe2\x80\x99s caf\xc3\xa9s,\n\xe2\x80\x9cwon't\xe2\x80\x9d cost "
                             "1,234.5 \xe2\x82\xac <b> more. Yes, (really) 2020!";

static void play_words(struct take *take)
{
    struct synth *synth;
    const struct pronunciation list[] = {SAID("ERMA", "er ma of some length")};
    report(take, synth_create_espeak(&synth));
    report(take, synth_set_pronunciations(synth, list, 1));
    speak(take, synth, worded, 160, NULL);
    synth_destroy(synth);
}

static void test_words_refer_to_the_text_as_passed(void **state)
{
    (void)state;
    static const char *const expected[] = {"Na\xc3\xafve", "ERMA\xe2\x80\x99s",
                                           "caf\xc3\xa9s", "won't",
                                           "cost",         "1,234.5",
                                           "\xe2\x82\xac", "b",
                                           "more",         "Yes",
                                           "really",       "2020"};
    struct take *take = play(play_words);
    ASSERT_RESULTS(take, 0, 0, 0);
    for (size_t i = 0; i < take->word_count && i < 12; i++) {
        assert_int_equal(take->words[i].length, strlen(expected[i]));
        assert_memory_equal(worded + take->words[i].offset, expected[i], take->words[i].length);
        assert_true(i == 0 || take->words[i].frame > take->words[i - 1].frame);
        assert_true(take->words[i].frame < take->frame_count);
    }
    assert_int_equal(take->word_count, 12);
    free(take);
}

static void play_pronounced(struct take *take)
{
    struct synth *synth;
    const struct pronunciation list[] = {SAID("XYZ", "rare earths")};
    report(take, synth_create_espeak(&synth));
    report(take, synth_set_pronunciations(synth, list, 1));
    speak(take, synth, "All XYZ.", 160, NULL);
    synth_destroy(synth);
}

static void play_sounding_like(struct take *take)
{
    struct synth *synth;
    report(take, synth_create_espeak(&synth));
    speak(take, synth, "All rare earths.", 160, NULL);
    synth_destroy(synth);
}

static void test_words_are_said_as_they_sound(void **state)
{
    (void)state;
    struct take *a = play(play_pronounced), *b = play(play_sounding_like);
    assert_true(is_same_sound(a, b));
    free(a);
    free(b);
}

static void play_markup(struct take *take)
{
    struct synth *synth;
    report(take, synth_create_espeak(&synth));
    speak(take, synth,
          "<mark name=\"x\"/><voice name=\"de\"> [[h@l'oU]] \x01"
          "50S &lt; {a} \xd4\xb0\xd5\x97 \xf0\x9f\x98\x80",
          160, NULL);
    synth_destroy(synth);
}

static void test_markup_is_text(void **state)
{
    (void)state;
    struct take *take = play(play_markup);
    ASSERT_RESULTS(take, 0, 0);
    /* "mark" is a word to say, not an order. */
    assert_true(take->word_count > 5);
    assert_int_equal(take->words[0].offset, 1);
    free(take);
}

/* Each of these brought libespeak-ng 1.51 down when given to it as it is. */
static void play_harm(struct take *take)
{
    struct synth *synth;
    static char endless[200] = "\xd0\x90.";
    for (size_t length = strlen(endless); length + 4 < sizeof endless; length += 3) {
        memcpy(endless + length, "the", 3);
    }
    report(take, synth_create_espeak(&synth));
    speak(take, synth, "1'\xe0\xa4\xa8 0\xe2\x80\x99\xea\xb0\x80 1'\xe0\xa4\xa8", 160, NULL);
    speak(take, synth, endless, 160, NULL);
    synth_destroy(synth);
}

static void test_harmful_texts_are_defused(void **state)
{
    (void)state;
    struct take *take = play(play_harm);
    ASSERT_RESULTS(take, 0, 0, 0);
    free(take);
}

static void play_much(struct take *take)
{
    struct synth *synth;
    static char text[SPOKEN_TEXT_SOURCE_BYTES_MAX + 2];
    memset(text, 'a', sizeof text - 1);
    report(take, synth_create_espeak(&synth));
    speak(take, synth, text, 450, NULL);
    text[SPOKEN_TEXT_SOURCE_BYTES_MAX] = '\0';
    take->chunks_wanted = 20;
    speak(take, synth, text, 450, NULL);
    synth_destroy(synth);
}

static void test_long_texts_are_refused_only_beyond_the_limit(void **state)
{
    (void)state;
    struct take *take = play(play_much);
    ASSERT_RESULTS(take, 0, -E2BIG, -ECANCELED);
    free(take);
}

/* Many sentences, a word of its own in each. */
static void write_counting(char *text, size_t size)
{
    size_t length = 0;
    for (int i = 0; length + 40 < size; i++) {
        length += (size_t)snprintf(text + length, size - length, "Caf\xc3\xa9 number %d. ", i);
    }
}

static void play_counting(struct take *take)
{
    struct synth *synth;
    static char text[8000];
    write_counting(text, sizeof text);
    report(take, synth_create_espeak(&synth));
    speak(take, synth, text, 450, NULL);
    synth_destroy(synth);
}

static void test_words_do_not_drift_in_a_long_text(void **state)
{
    (void)state;
    static char text[8000];
    write_counting(text, sizeof text);
    struct take *take = play(play_counting);
    ASSERT_RESULTS(take, 0, 0);
    assert_int_equal(take->last_word.offset + take->last_word.length + strlen(". "), strlen(text));
    assert_true(text[take->last_word.offset - 1] == ' ');
    free(take);
}

static void test_phones_come_from_the_american_voice(void **state)
{
    (void)state;
    struct synth *synth;
    char phones[64], small[4];
    assert_int_equal(synth_create_espeak(&synth), 0);
    assert_int_equal(synth_phones(synth, "rare", phones, sizeof phones), 0);
    assert_string_equal(phones, "R EH R");
    assert_int_equal(synth_phones(synth, "Computer", phones, sizeof phones), 0);
    assert_string_equal(phones, "K AH M P Y UW T ER");
    assert_int_equal(synth_phones(synth, "don't", phones, sizeof phones), 0);
    assert_string_equal(phones, "D OW N T");
    assert_int_equal(synth_phones(synth, "rare", small, sizeof small), -ENOBUFS);
    assert_int_equal(synth_phones(synth, "", phones, sizeof phones), -EINVAL);
    assert_int_equal(synth_phones(synth, "two words", phones, sizeof phones), -EINVAL);
    assert_int_equal(synth_phones(synth, "caf\xc3\xa9", phones, sizeof phones), -EINVAL);
    assert_int_equal(synth_phones(synth, "[[a]]", phones, sizeof phones), -EINVAL);
    assert_int_equal(synth_phones(synth, "-", phones, sizeof phones), -EINVAL);
    assert_null(synth_record_said(synth));
    synth_destroy(synth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_sound_is_espeaks_own),
        cmocka_unit_test(test_chunks_are_small_and_many),
        cmocka_unit_test(test_only_what_was_said_before_matters),
        cmocka_unit_test(test_the_sink_ends_it_at_once),
        cmocka_unit_test(test_faster_is_shorter),
        cmocka_unit_test(test_words_refer_to_the_text_as_passed),
        cmocka_unit_test(test_words_are_said_as_they_sound),
        cmocka_unit_test(test_markup_is_text),
        cmocka_unit_test(test_harmful_texts_are_defused),
        cmocka_unit_test(test_long_texts_are_refused_only_beyond_the_limit),
        cmocka_unit_test(test_words_do_not_drift_in_a_long_text),
        cmocka_unit_test(test_phones_come_from_the_american_voice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
