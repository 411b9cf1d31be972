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

#include "docent/lexicon.h"
#include "docent/phones.h"
#include "docent/synth.h"

/* A pronunciation in memory of its own, as the content has it. */
#define SAID(written, sounds)                                                                                          \
    {                                                                                                                  \
        .word = (char[]){written}, .sounds_like = (char[])                                                             \
        {                                                                                                              \
            sounds                                                                                                     \
        }                                                                                                              \
    }

static const char small_dictionary[] = "'em AH M\n"
                                       "er ER\n"
                                       "eye AY\n"
                                       "ma M AA\n"
                                       "one W AH N\n"
                                       "one's W AH N Z\n"
                                       "one(2) HH W AH N\n"
                                       "one(3) W AH N\n"
                                       "odd  AA\tD\r\n"
                                       "broken XX YY\n"
                                       "empty\n"
                                       "\n"
                                       "tee T IY\n"
                                       "last L AE S T";

struct fixture {
    char path[64];
    char out_path[64];
    struct synth *synth;
    struct lexicon *lexicon;
    struct text_list variants;
    struct text_list missing;
};

static void temporary_file(char *path, size_t size, const char *text)
{
    assert_true(snprintf(path, size, "/tmp/docent-lexicon-XXXXXX") < (int)size);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(close(fd), 0);
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    temporary_file(fixture->path, sizeof fixture->path, small_dictionary);
    temporary_file(fixture->out_path, sizeof fixture->out_path, "");
    assert_int_equal(lexicon_create(&fixture->lexicon, fixture->path, NULL), 0);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    unlink(fixture->path);
    unlink(fixture->out_path);
    lexicon_destroy(fixture->lexicon);
    synth_destroy(fixture->synth);
    text_list_finish(&fixture->variants);
    text_list_finish(&fixture->missing);
    free(fixture);
    return 0;
}

/* Expect exactly these variants of `word`, separated by slashes. */
static void assert_variants(struct fixture *fixture, const char *word, const char *expected)
{
    char *joined;
    text_list_finish(&fixture->variants);
    assert_int_equal(lexicon_pronounce(fixture->lexicon, word, &fixture->variants), 0);
    assert_int_equal(text_list_join(&fixture->variants, "/", &joined), 0);
    assert_string_equal(joined, expected);
    free(joined);
}

static void test_dictionary_words_have_all_their_variants(void **state)
{
    struct fixture *fixture = *state;
    assert_variants(fixture, "one", "W AH N/HH W AH N"); /* the third is a double */
    assert_variants(fixture, "one's", "W AH N Z");
    assert_variants(fixture, "odd", "AA D");
    assert_variants(fixture, "last", "L AE S T");
    assert_variants(fixture, "'em", "AH M");
}

static void test_unknown_and_broken_words_are_told(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(lexicon_pronounce(fixture->lexicon, "two", &fixture->variants), -ENOENT);
    assert_int_equal(lexicon_pronounce(fixture->lexicon, "broken", &fixture->variants), -ENOENT);
    assert_int_equal(lexicon_pronounce(fixture->lexicon, "empty", &fixture->variants), -ENOENT);
    assert_int_equal(lexicon_pronounce(fixture->lexicon, "", &fixture->variants), -EINVAL);
    assert_int_equal(lexicon_pronounce(fixture->lexicon, "one(2)", &fixture->variants), -EINVAL);
    assert_int_equal(lexicon_pronounce(fixture->lexicon, "one eye", &fixture->variants), -EINVAL);
    char long_word[200];
    memset(long_word, 'a', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    assert_int_equal(lexicon_pronounce(fixture->lexicon, long_word, &fixture->variants), -EINVAL);
    assert_int_equal(fixture->variants.count, 0);
}

static void test_the_contents_pronunciations_come_first(void **state)
{
    struct fixture *fixture = *state;
    const struct pronunciation exhibit[] = {SAID("ERMA", "er ma"), SAID("One", "eye"), SAID("ODD", "nosuchword")};
    const struct pronunciation phrasebook[] = {SAID("one", "tee")};
    assert_int_equal(lexicon_add_pronunciations(fixture->lexicon, exhibit, 3), 0);
    assert_int_equal(lexicon_add_pronunciations(fixture->lexicon, NULL, 0), 0);
    assert_int_equal(lexicon_add_pronunciations(fixture->lexicon, phrasebook, 1), 0);
    assert_variants(fixture, "erma", "ER M AA");
    assert_variants(fixture, "one", "T IY/AY/W AH N/HH W AH N");
    assert_variants(fixture, "odd", "AA D"); /* one that nobody can say is passed over */
}

static void test_words_are_written_sorted_and_once(void **state)
{
    struct fixture *fixture = *state;
    static const char *const words[] = {"tee", "one", "nosuch", "one", "last", "a b"};
    struct text_list list = {0};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_int_equal(text_list_append(&list, words[i], strlen(words[i])), 0);
    }
    assert_int_equal(lexicon_write(fixture->lexicon, &list, fixture->out_path, &fixture->missing), 0);
    char text[256] = "";
    FILE *file = fopen(fixture->out_path, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    fclose(file);
    assert_string_equal(text, "last L AE S T\none W AH N\none(2) HH W AH N\ntee T IY\n");
    assert_int_equal(fixture->missing.count, 2);
    assert_string_equal(fixture->missing.items[0], "a b");
    assert_string_equal(fixture->missing.items[1], "nosuch");
    assert_int_equal(lexicon_write(fixture->lexicon, &list, "/nonexistent/a.dict", &fixture->missing), -ENOENT);
    assert_int_equal(lexicon_write(fixture->lexicon, &(struct text_list){0}, fixture->out_path, &fixture->missing), 0);
    text_list_finish(&list);
}

static void test_a_full_disk_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct text_list list = {0};
    assert_int_equal(text_list_append(&list, "one", 3), 0);
    assert_int_equal(lexicon_write(fixture->lexicon, &list, "/dev/full", &fixture->missing), -ENOSPC);
    text_list_finish(&list);
}

static void test_a_bad_dictionary_is_told(void **state)
{
    (void)state;
    struct lexicon *lexicon;
    assert_int_equal(lexicon_create(&lexicon, "/nonexistent", NULL), -ENOENT);
    assert_null(lexicon);
    assert_int_equal(lexicon_create(&lexicon, "/tmp", NULL), -EISDIR);
    assert_int_equal(lexicon_create(&lexicon, "/dev/zero", NULL), -EINVAL);
    assert_int_equal(lexicon_create(&lexicon, "/dev/null", NULL), -EINVAL);
    lexicon_destroy(NULL);
}

static void test_an_empty_dictionary_has_no_words(void **state)
{
    struct fixture *fixture = *state;
    struct lexicon *lexicon;
    assert_int_equal(lexicon_create(&lexicon, fixture->out_path, NULL), 0);
    assert_int_equal(lexicon_pronounce(lexicon, "one", &fixture->variants), -ENOENT);
    lexicon_destroy(lexicon);
}

static void test_no_word_is_beyond_the_synth(void **state)
{
    struct fixture *fixture = *state;
    lexicon_destroy(fixture->lexicon);
    assert_int_equal(synth_create_espeak(&fixture->synth), 0);
    assert_int_equal(lexicon_create(&fixture->lexicon, fixture->path, fixture->synth), 0);
    assert_variants(fixture, "rare", "R EH R");
    assert_variants(fixture, "rawmaterials", "R AO M AH T IH R IY AH L Z");
    const struct pronunciation exhibit[] = {SAID("ERMA", "er rare"), SAID("InnoEnergy", "one rare")};
    assert_int_equal(lexicon_add_pronunciations(fixture->lexicon, exhibit, 2), 0);
    assert_variants(fixture, "erma", "ER R EH R");
    assert_variants(fixture, "innoenergy", "W AH N R EH R");
    assert_int_equal(lexicon_pronounce(fixture->lexicon, "\xc3\xa9t\xc3\xa9", &fixture->variants), -ENOENT);
}

static void test_debians_dictionary_is_read(void **state)
{
    struct fixture *fixture = *state;
    lexicon_destroy(fixture->lexicon);
    assert_int_equal(lexicon_create(&fixture->lexicon, NULL, NULL), 0);
    assert_variants(fixture, "rare", "R EH R");
    assert_variants(fixture, "one", "W AH N/HH W AH N");
    assert_variants(fixture, "zyuganov's", "Z Y UW G AA N AA V Z/Z UW G AA N AA V Z");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_dictionary_words_have_all_their_variants, setup, teardown),
        cmocka_unit_test_setup_teardown(test_unknown_and_broken_words_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_contents_pronunciations_come_first, setup, teardown),
        cmocka_unit_test_setup_teardown(test_words_are_written_sorted_and_once, setup, teardown),
        cmocka_unit_test_setup_teardown(test_a_full_disk_is_told, setup, teardown),
        cmocka_unit_test(test_a_bad_dictionary_is_told),
        cmocka_unit_test_setup_teardown(test_an_empty_dictionary_has_no_words, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_word_is_beyond_the_synth, setup, teardown),
        cmocka_unit_test_setup_teardown(test_debians_dictionary_is_read, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
