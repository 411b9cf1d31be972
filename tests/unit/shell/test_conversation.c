/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The glue between dialogue and threads: a real speaker with a synth that only takes notes, and reports made by hand.
 */

#include "docent/conversation.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "journal.h"
#include "listening_fixture.h"

enum { NOTES_BYTES = 2000, HEARD_AGO_MS = 60000 };

struct fixture {
    struct settings settings;
    struct listening listening;
    struct queue queue;
    struct capture *capture;
    struct listener *listener;
    struct synth *synth;
    struct playback *playback;
    struct speaker *speaker;
    struct conversation conversation;
    int64_t now_ms;
    char notes[NOTES_BYTES];
    size_t word_count;
    int states;
};

static void note(struct fixture *fixture, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void note(struct fixture *fixture, const char *format, ...)
{
    size_t length = strlen(fixture->notes);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(fixture->notes + length, NOTES_BYTES - length, format, arguments);
    va_end(arguments);
}

static void on_state(void *user)
{
    ((struct fixture *)user)->states++;
}

static void on_heard(void *user, const char *topic, float score)
{
    note(user, "heard %s %.1f; ", topic, (double)score);
}

static void on_saying(void *user, const char *text)
{
    note(user, "saying %s; ", text);
}

static void on_word(void *user, size_t offset, size_t length)
{
    (void)offset;
    assert_true(length > 0);
    ((struct fixture *)user)->word_count++;
}

static void on_said(void *user)
{
    note(user, "said; ");
}

static void on_keep(void *user, int volume_db, unsigned rate_wpm)
{
    note(user, "keep %d %u; ", volume_db, rate_wpm);
}

static int open_threads(struct fixture *fixture)
{
    static char *said[] = {listening_text[APPLES]};
    /* A microphone that never comes: what is heard is made by hand. */
    const struct capture_options capture = {.device = "file:/nowhere/at/all"};

    if (queue_init(&fixture->queue) < 0 || listening_open(&fixture->listening, said, 1) < 0 ||
        capture_create(&fixture->capture, &capture) < 0 || synth_create_record(&fixture->synth) < 0) {
        return -1;
    }
    const struct listener_options listener = {
        .capture = fixture->capture, .ear = fixture->listening.ear, .queue = &fixture->queue};
    const struct playback_options playback = {.device = "null:", .rate_hz = synth_rate_hz(fixture->synth)};
    if (listener_create(&fixture->listener, &listener) < 0 || playback_create(&fixture->playback, &playback) < 0) {
        return -1;
    }
    const struct speaker_options speaker = {
        .playback = fixture->playback, .synth = fixture->synth, .queue = &fixture->queue};
    return speaker_create(&fixture->speaker, &speaker);
}

static void begin(struct fixture *fixture)
{
    const struct conversation_options options = {.exhibit = &listening_exhibit,
                                                 .phrasebook = &listening_phrasebook,
                                                 .settings = &fixture->settings,
                                                 .listener = fixture->listener,
                                                 .speaker = fixture->speaker,
                                                 .playback = fixture->playback,
                                                 .sound_rate_hz = synth_rate_hz(fixture->synth),
                                                 .watcher = {.state = on_state,
                                                             .heard = on_heard,
                                                             .saying = on_saying,
                                                             .word = on_word,
                                                             .said = on_said,
                                                             .keep = on_keep,
                                                             .user = fixture}};

    conversation_init(&fixture->conversation, &options);
}

static int make(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    settings_default(&fixture->settings);
    fixture->now_ms = 1000;
    if (open_threads(fixture) < 0) {
        return -1;
    }
    begin(fixture);
    return 0;
}

static int discard(void **state)
{
    struct fixture *fixture = *state;

    listener_destroy(fixture->listener);
    speaker_destroy(fixture->speaker);
    capture_destroy(fixture->capture);
    playback_destroy(fixture->playback);
    synth_destroy(fixture->synth);
    listening_close(&fixture->listening);
    queue_finish(&fixture->queue);
    free(fixture);
    return 0;
}

static void give(struct fixture *fixture, struct dialogue_event event)
{
    event.source = DIALOGUE_BY_SOCKET;
    conversation_event(&fixture->conversation, &event, fixture->now_ms);
}

/* Let the threads report until nothing is being said. */
static void wait_until_said(struct fixture *fixture)
{
    struct pollfd polled = {.fd = fixture->queue.fd, .events = POLLIN};
    struct report report;

    while (fixture->conversation.dialogue.speaking) {
        assert_int_equal(poll(&polled, 1, -1), 1);
        while (queue_pop(&fixture->queue, &report)) {
            conversation_report(&fixture->conversation, &report, fixture->now_ms);
        }
    }
}

/* Started, and the ear is open. */
static void be_ready(struct fixture *fixture)
{
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_STARTED});
    wait_until_said(fixture);
    fixture->now_ms += 1000;
    conversation_time(&fixture->conversation, fixture->now_ms);
    assert_int_equal(fixture->conversation.dialogue.ear, DIALOGUE_EAR_OPEN);
    fixture->notes[0] = '\0';
}

/* The listener reports an utterance. */
static void hear(struct fixture *fixture, uint32_t generation, struct match match, size_t word_count)
{
    struct report report = {.kind = REPORT_HEARD,
                            .generation = generation,
                            .time_ms = queue_now_ms() - HEARD_AGO_MS,
                            .result = calloc(1, sizeof(struct ear_result))};

    assert_non_null(report.result);
    report.result->match = match;
    report.result->heard.word_count = word_count;
    conversation_report(&fixture->conversation, &report, fixture->now_ms);
    assert_null(report.result);
}

static const struct match apples = {
    .kind = MATCH_ONE, .candidates = {{.topic = &listening_topics[APPLES], .score = 0.9F}}, .candidate_count = 1};
static const struct match louder = {.kind = MATCH_ONE,
                                    .is_command = true,
                                    .candidates = {{.topic = &listening_commands[0], .score = 0.8F}},
                                    .candidate_count = 1};
static const struct match close_ones = {.kind = MATCH_CLOSE,
                                        .candidates = {{.topic = &listening_topics[APPLES], .score = 0.8F},
                                                       {.topic = &listening_topics[PEARS], .score = 0.7F}},
                                        .candidate_count = 2};

static void a_question_is_answered(void **state)
{
    struct fixture *fixture = *state;

    be_ready(fixture);
    hear(fixture, fixture->conversation.generation, apples, 1);
    assert_int_equal(fixture->conversation.dialogue.state, DIALOGUE_ANSWERING);
    wait_until_said(fixture);
    assert_string_equal(fixture->notes, "heard apples 0.9; saying One sentence. Another one.; said; ");
    assert_int_equal(fixture->word_count, 4);
    assert_int_equal(fixture->conversation.dialogue.content_sentence, 1);
    assert_true(fixture->states > 0);
}

/* At an open microphone: what comes near was not understood, the rest are people among themselves. Two commands that
 * might have been meant cannot be offered, but they are near. */
static void only_what_comes_near_is_asked_for_again(void **state)
{
    struct fixture *fixture = *state;
    const struct match none = {.candidates = {{.topic = &listening_topics[APPLES], .score = 0.4F}},
                               .candidate_count = 1};
    struct match commands = louder;

    be_ready(fixture);
    hear(fixture, fixture->conversation.generation, none, 1);
    assert_int_equal(fixture->conversation.dialogue.misses, 0);
    commands.kind = MATCH_CLOSE;
    commands.is_near = true;
    hear(fixture, fixture->conversation.generation, commands, 1);
    assert_int_equal(fixture->conversation.dialogue.misses, 1);
}

static void the_journal_is_told_how_long_an_answer_took(void **state)
{
    struct fixture *fixture = *state;

    be_ready(fixture);
    assert_int_equal(journal_open(), 0);
    hear(fixture, fixture->conversation.generation, apples, 1);
    struct report sounding = {.kind = REPORT_SOUNDING,
                              .token = fixture->conversation.dialogue.token - 1,
                              .time_ms = fixture->conversation.reply.heard_ms + 250};
    conversation_report(&fixture->conversation, &sounding, fixture->now_ms);
    assert_null(strstr(journal, "DOCENT_LATENCY_MS"));
    sounding.token++;
    conversation_report(&fixture->conversation, &sounding, fixture->now_ms);
    assert_non_null(strstr(journal, "DOCENT_TOPIC=apples\nDOCENT_SCORE=0.900\nDOCENT_LATENCY_MS=250\n"));
    journal[0] = '\0';
    wait_until_said(fixture);
    assert_string_equal(journal, ""); /* once for each answer */
    journal_close();
}

/* From the listener's clock to the speaker's; and nothing for what answers no voice. */
static void the_time_is_that_of_the_threads(void **state)
{
    static const char name[] = "DOCENT_LATENCY_MS=";
    struct fixture *fixture = *state;

    be_ready(fixture);
    assert_int_equal(journal_open(), 0);
    int64_t before_ms = queue_now_ms();
    hear(fixture, fixture->conversation.generation, louder, 1);
    wait_until_said(fixture);
    const char *field = strstr(journal, name);
    assert_non_null(field);
    assert_in_range(strtol(field + strlen(name), NULL, 10), HEARD_AGO_MS, HEARD_AGO_MS + queue_now_ms() - before_ms);
    journal[0] = '\0';
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_ASK, .topics = {APPLES}, .topic_count = 1});
    wait_until_said(fixture);
    assert_string_equal(journal, "");
    journal_close();
}

static void what_was_heard_before_the_ear_closed_comes_too_late(void **state)
{
    struct fixture *fixture = *state;

    be_ready(fixture);
    hear(fixture, fixture->conversation.generation - 1, apples, 1);
    assert_string_equal(fixture->notes, "");
    assert_int_equal(fixture->conversation.dialogue.state, DIALOGUE_IDLE);
}

static void a_command_is_obeyed(void **state)
{
    struct fixture *fixture = *state;

    fixture->settings.volume_db = -10;
    begin(fixture);
    be_ready(fixture);
    hear(fixture, fixture->conversation.generation, louder, 2);
    assert_int_equal(fixture->conversation.dialogue.volume_db, -5);
    wait_until_said(fixture);
    assert_string_equal(fixture->notes, "heard louder 0.8; saying One sentence. Another one.; said; ");
}

static void a_single_users_choice_is_kept(void **state)
{
    struct fixture *fixture = *state;

    fixture->settings.volume_db = -10;
    fixture->settings.single_user = true;
    begin(fixture);
    conversation_restore(&fixture->conversation, -20, 300);
    be_ready(fixture);
    hear(fixture, fixture->conversation.generation, louder, 2);
    assert_non_null(strstr(fixture->notes, "keep -15 300; "));
}

static void a_sound_is_played_though_nothing_is_said(void **state)
{
    struct fixture *fixture = *state;
    size_t end_frames = fixture->conversation.earcons[DIALOGUE_SOUND_END].count;

    be_ready(fixture);
    assert_true(end_frames > 0);
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_COMMAND, .command = DIALOGUE_STOP});
    assert_false(fixture->conversation.dialogue.speaking);
    while (playback_played_frames(fixture->playback) != end_frames) {
        sched_yield(); /* without the sound this test never ends */
    }
    assert_string_equal(fixture->notes, "");
}

static void without_sounds_there_are_none(void **state)
{
    struct fixture *fixture = *state;

    fixture->settings.sounds = false;
    begin(fixture);
    for (int i = 0; i < DIALOGUE_SOUND_COUNT; i++) {
        assert_int_equal(fixture->conversation.earcons[i].count, 0);
    }
}

static void two_close_topics_lead_to_a_choice(void **state)
{
    struct fixture *fixture = *state;

    be_ready(fixture);
    hear(fixture, fixture->conversation.generation, close_ones, 2);
    assert_int_equal(fixture->conversation.dialogue.state, DIALOGUE_CHOOSING);
    assert_int_equal(fixture->conversation.dialogue.offered_count, 2);
    assert_int_equal(fixture->conversation.dialogue.offered[1], PEARS);
}

static void a_phrase_that_is_missing_is_passed_over(void **state)
{
    struct fixture *fixture = *state;

    /* The phrasebook of the fixture has no `ready`, no `close`, no `nothing-heard`. */
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_STARTED});
    assert_false(fixture->conversation.dialogue.speaking);
    assert_int_equal(fixture->conversation.dialogue.state, DIALOGUE_IDLE);
    assert_string_equal(fixture->notes, "");
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_COMMAND, .command = DIALOGUE_TOPICS});
    for (int i = 0; i < 100; i++) {
        fixture->now_ms += 1000;
        conversation_time(&fixture->conversation, fixture->now_ms);
    }
    assert_false(fixture->conversation.dialogue.speaking);
}

static void silence_after_the_button_is_told_from_mumbling(void **state)
{
    struct fixture *fixture = *state;
    const struct match none = {.kind = MATCH_NONE};

    be_ready(fixture);
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_TALK_PRESSED});
    hear(fixture, fixture->conversation.generation, none, 0);
    assert_int_equal(fixture->conversation.dialogue.misses, 0);
    be_ready(fixture);
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_TALK_RELEASED});
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_TALK_PRESSED});
    hear(fixture, fixture->conversation.generation, none, 3);
    assert_int_equal(fixture->conversation.dialogue.misses, 1);
}

static void a_text_is_said_and_silenced(void **state)
{
    struct fixture *fixture = *state;
    char long_text[CONVERSATION_TEXT_BYTES + 1];

    be_ready(fixture);
    assert_int_equal(conversation_say(&fixture->conversation, "Hello.", fixture->now_ms), 0);
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_KEY_DOWN});
    assert_string_equal(fixture->notes, "saying Hello.; said; ");
    assert_int_equal(conversation_say(&fixture->conversation, " ...", fixture->now_ms), -EINVAL);
    memset(long_text, 'x', sizeof(long_text));
    long_text[sizeof(long_text) - 1] = '\0';
    assert_int_equal(conversation_say(&fixture->conversation, long_text, fixture->now_ms), -E2BIG);
    assert_string_equal(fixture->notes, "saying Hello.; said; ");
}

static void a_recogniser_that_fails_is_a_fault_until_it_hears_again(void **state)
{
    struct fixture *fixture = *state;
    struct report failed = {.kind = REPORT_EAR_FAILED, .error = -EIO};
    const unsigned bit = 1U << DIALOGUE_FAULT_HEARING;

    be_ready(fixture);
    conversation_report(&fixture->conversation, &failed, fixture->now_ms);
    assert_int_equal(fixture->conversation.dialogue.faults, bit);
    fixture->now_ms += 1000;
    conversation_time(&fixture->conversation, fixture->now_ms);
    hear(fixture, fixture->conversation.generation, apples, 1);
    assert_int_equal(fixture->conversation.dialogue.faults, 0);
    assert_int_equal(fixture->conversation.dialogue.state, DIALOGUE_ANSWERING);
}

static void it_is_over_when_the_input_has_ended_and_all_is_said(void **state)
{
    struct fixture *fixture = *state;
    struct report ended = {.kind = REPORT_INPUT_ENDED};

    be_ready(fixture);
    hear(fixture, fixture->conversation.generation, apples, 1);
    conversation_report(&fixture->conversation, &ended, fixture->now_ms);
    assert_false(conversation_is_over(&fixture->conversation));
    wait_until_said(fixture);
    assert_true(conversation_is_over(&fixture->conversation));
}

static void other_content_takes_over(void **state)
{
    struct fixture *fixture = *state;
    struct topic only[] = {listening_topics[PLUMS]};
    const struct exhibit other = {.topics = only, .topic_count = 1};

    be_ready(fixture);
    hear(fixture, fixture->conversation.generation, close_ones, 2);
    uint32_t before = fixture->conversation.generation;
    conversation_reload(&fixture->conversation, &other, &listening_phrasebook, &fixture->settings);
    assert_int_equal(fixture->conversation.dialogue.state, DIALOGUE_IDLE);
    assert_int_not_equal(fixture->conversation.generation, before);
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_ASK, .topics = {1}, .topic_count = 1});
    assert_int_equal(fixture->conversation.dialogue.state, DIALOGUE_IDLE);
    give(fixture, (struct dialogue_event){.kind = DIALOGUE_EVENT_ASK, .topics = {0}, .topic_count = 1});
    assert_int_equal(fixture->conversation.dialogue.state, DIALOGUE_ANSWERING);
}

static void settings_reach_the_dialogue(void **state)
{
    struct fixture *fixture = *state;
    struct dialogue_settings settings;

    fixture->settings.mode = SETTINGS_BUTTON;
    fixture->settings.volume_db = 6;
    fixture->settings.rate_wpm = 200;
    fixture->settings.quiet_s = 30;
    fixture->settings.goodbye_s = 15;
    fixture->settings.hold_ms = 700;
    conversation_dialogue_settings(&fixture->settings, &settings);
    assert_false(settings.open_microphone);
    assert_int_equal(settings.volume_db, 6);
    assert_true(settings.volume_max_db >= 6);
    assert_int_equal(settings.rate_wpm, 200);
    assert_int_equal(settings.quiet_ms, 30000);
    assert_int_equal(settings.still_there_ms, 15000);
    assert_int_equal(settings.hold_ms, 700);
}

#define test(name) cmocka_unit_test_setup_teardown(name, make, discard)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_question_is_answered),
        test(only_what_comes_near_is_asked_for_again),
        test(the_journal_is_told_how_long_an_answer_took),
        test(the_time_is_that_of_the_threads),
        test(what_was_heard_before_the_ear_closed_comes_too_late),
        test(a_command_is_obeyed),
        test(a_single_users_choice_is_kept),
        test(a_sound_is_played_though_nothing_is_said),
        test(without_sounds_there_are_none),
        test(two_close_topics_lead_to_a_choice),
        test(a_phrase_that_is_missing_is_passed_over),
        test(silence_after_the_button_is_told_from_mumbling),
        test(a_text_is_said_and_silenced),
        test(a_recogniser_that_fails_is_a_fault_until_it_hears_again),
        test(it_is_over_when_the_input_has_ended_and_all_is_said),
        test(other_content_takes_over),
        test(settings_reach_the_dialogue),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
