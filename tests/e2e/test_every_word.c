/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "docent/exhibit_load.h"
#include "docent/lexicon.h"
#include "docent/phones.h"
#include "docent/synth.h"
#include "docent/words.h"

/* Every word of the content that comes with docent can be pronounced, so that the recogniser can listen for it. */

static void take_words(const struct text_list *texts, const struct text_list *whole, struct text_list *ret_words)
{
    for (size_t i = 0; i < texts->count; i++) {
        assert_int_equal(words_normalise(texts->items[i], whole, ret_words), 0);
    }
}

static void take_exhibit(const struct exhibit *exhibit, struct text_list *ret_words)
{
    struct text_list whole = {0};
    assert_int_equal(exhibit_whole_words(exhibit, &whole), 0);
    take_words(&exhibit->greeting, &whole, ret_words);
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        const struct topic *topic = &exhibit->topics[i];
        assert_int_equal(words_normalise(topic->title, &whole, ret_words), 0);
        take_words(&topic->answer, &whole, ret_words);
        take_words(&topic->more, &whole, ret_words);
        take_words(&topic->asked_as, &whole, ret_words);
        take_words(&topic->keywords, &whole, ret_words);
    }
    text_list_finish(&whole);
}

static void assert_all_pronounced(const char *folder, enum exhibit_kind kind)
{
    struct exhibit exhibit;
    struct problems problems = {0};
    struct text_list words = {0};
    struct synth *synth;
    struct lexicon *lexicon;
    assert_int_equal(exhibit_load(folder, kind, &exhibit, &problems), 0);
    take_exhibit(&exhibit, &words);
    assert_true(words.count > 100);
    assert_int_equal(synth_create_espeak(&synth), 0);
    assert_int_equal(lexicon_create(&lexicon, NULL, synth), 0);
    assert_int_equal(lexicon_add_pronunciations(lexicon, exhibit.pronunciations, exhibit.pronunciation_count), 0);
    for (size_t i = 0; i < words.count; i++) {
        struct text_list variants = {0};
        if (lexicon_pronounce(lexicon, words.items[i], &variants) != 0 || variants.count == 0) {
            fail_msg("%s: \"%s\" cannot be pronounced", folder, words.items[i]);
        }
        for (size_t j = 0; j < variants.count; j++) {
            assert_true(phones_are_valid(variants.items[j]));
        }
        text_list_finish(&variants);
    }
    lexicon_destroy(lexicon);
    synth_destroy(synth);
    text_list_finish(&words);
    exhibit_finish(&exhibit);
    problems_finish(&problems);
}

static void test_every_word_of_the_exhibit(void **state)
{
    (void)state;
    assert_all_pronounced(DOCENT_SOURCE_DIR "/content/erma", EXHIBIT_TOPICS);
}

static void test_every_word_of_the_phrasebook(void **state)
{
    (void)state;
    assert_all_pronounced(DOCENT_SOURCE_DIR "/content/common/en", EXHIBIT_PHRASEBOOK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_of_the_exhibit),
        cmocka_unit_test(test_every_word_of_the_phrasebook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
