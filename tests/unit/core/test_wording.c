/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/wording.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A writable string, as the loader makes them. */
#define T(text) ((char[]){text})

static char *apple_answer[] = {T("An apple is round. It is sweet."), T("It grows on trees.")};
static char *apple_more[] = {T("There are many sorts.")};
static char *pear_answer[] = {T("A pear is not round.")};
static char *apple_keywords[] = {T("apples")};
static char *greeting[] = {T("Welcome.")};

static struct topic topics[] = {
    {.id = T("apple"),
     .title = T("Apples?"),
     .answer = {apple_answer, 2},
     .more = {apple_more, 1},
     .keywords = {apple_keywords, 1}},
    {.id = T("pear"), .title = T("What is a pear?"), .answer = {pear_answer, 1}},
};
static const struct exhibit exhibit = {.greeting = {greeting, 1}, .topics = topics, .topic_count = 2};

static char *close_answer[] = {T("Is it FIRST, or SECOND, not a THIRD?")};
static char *list_answer[] = {T("COUNT topics: LIST."), T("Say TOPIC.")};
static struct topic phrases[] = {
    {.id = T("close"), .title = T("t"), .answer = {close_answer, 1}},
    {.id = T("list"), .title = T("t"), .answer = {list_answer, 2}},
    {.id = T("mute"), .title = T("t")},
};
static const struct exhibit phrasebook = {.topics = phrases, .topic_count = 3};

static void assert_wording(const struct dialogue_speech *speech, const char *text, size_t sentence_count)
{
    struct wording wording;

    assert_int_equal(wording_make(&wording, speech, &exhibit, &phrasebook, "Free text."), 0);
    assert_string_equal(wording.text, text);
    assert_int_equal(wording.sentence_count, sentence_count);
    wording_finish(&wording);
    assert_null(wording.text);
}

static void an_answer_is_its_paragraphs(void **state)
{
    const struct dialogue_speech answer = {.kind = DIALOGUE_SPEECH_ANSWER, .topics = {0}, .topic_count = 1};
    const struct dialogue_speech more = {.kind = DIALOGUE_SPEECH_MORE, .topics = {0}, .topic_count = 1};

    (void)state;
    assert_wording(&answer, "An apple is round. It is sweet.\n\nIt grows on trees.", 3);
    assert_wording(&more, "There are many sorts.", 1);
}

static void greeting_and_free_text_are_said_as_they_are(void **state)
{
    const struct dialogue_speech greet = {.kind = DIALOGUE_SPEECH_GREETING};
    const struct dialogue_speech text = {.kind = DIALOGUE_SPEECH_TEXT};

    (void)state;
    assert_wording(&greet, "Welcome.", 1);
    assert_wording(&text, "Free text.", 1);
}

static void a_phrase_names_topics(void **state)
{
    const struct dialogue_speech close = {
        .kind = DIALOGUE_SPEECH_PHRASE, .phrase = "close", .topics = {1, 0}, .topic_count = 2};

    (void)state;
    /* A topic without a keyword is named by its title; a name that is not there stays a word. */
    assert_wording(&close, "Is it What is a pear?, or apples, not a THIRD?", 1);
}

static void a_phrase_lists_and_counts(void **state)
{
    const struct dialogue_speech list = {
        .kind = DIALOGUE_SPEECH_PHRASE, .phrase = "list", .topics = {0}, .topic_count = 1, .number = 12};

    (void)state;
    assert_wording(&list, "12 topics: apples, What is a pear?.\n\nSay apples.", 2);
}

static void what_cannot_be_said_is_an_error(void **state)
{
    const struct dialogue_speech unknown = {.kind = DIALOGUE_SPEECH_PHRASE, .phrase = "unknown"};
    const struct dialogue_speech mute = {.kind = DIALOGUE_SPEECH_PHRASE, .phrase = "mute"};
    const struct dialogue_speech no_more = {.kind = DIALOGUE_SPEECH_MORE, .topics = {1}, .topic_count = 1};
    struct wording wording;

    (void)state;
    assert_int_equal(wording_make(&wording, &unknown, &exhibit, &phrasebook, NULL), -ENOENT);
    assert_int_equal(wording_make(&wording, &mute, &exhibit, &phrasebook, NULL), -ENOENT);
    assert_int_equal(wording_make(&wording, &no_more, &exhibit, &phrasebook, NULL), -ENOENT);
    assert_null(wording.text);
    assert_int_equal(wording_make(&wording, &unknown, &exhibit, NULL, NULL), -ENOENT);
    wording_finish(NULL);
}

static void every_phrase_is_listed_once(void **state)
{
    size_t count = 0;

    (void)state;
    for (const char *id = wording_phrase(0); id != NULL; id = wording_phrase(count)) {
        for (size_t i = 0; i < count; i++) {
            assert_string_not_equal(wording_phrase(i), id);
        }
        count++;
    }
    assert_true(count > 20);
    assert_null(wording_phrase(count + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_its_paragraphs),
        cmocka_unit_test(greeting_and_free_text_are_said_as_they_are),
        cmocka_unit_test(a_phrase_names_topics),
        cmocka_unit_test(a_phrase_lists_and_counts),
        cmocka_unit_test(what_cannot_be_said_is_an_error),
        cmocka_unit_test(every_phrase_is_listed_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
