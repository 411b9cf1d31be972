/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct example {
    const char *written;
    const char *spoken;
};

static void check_with(const struct text_list *whole, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text_list words = {0};
        char *spoken;
        assert_int_equal(words_normalise(examples[i].written, whole, &words), 0);
        assert_int_equal(text_list_join(&words, " ", &spoken), 0);
        assert_string_equal(spoken, examples[i].spoken);
        free(spoken);
        text_list_finish(&words);
    }
}

#define CHECK(whole, ...)                                                                                              \
    do {                                                                                                               \
        static const struct example examples[] = {__VA_ARGS__};                                                        \
        check_with(whole, examples, sizeof(examples) / sizeof(examples[0]));                                           \
    } while (0)

static void test_letters_and_punctuation(void **state)
{
    (void)state;
    CHECK(NULL, {"Why are rare earths so important?", "why are rare earths so important"},
          {"Don't \xe2\x80\x98"
           "quote\xe2\x80\x99 me \xe2\x80\x94 or don\xe2\x80\x99t",
           "don't quote me or don't"},
          {"'visitors' and visitors'", "visitors and visitors"}, {"deep-sea/mining (new)", "deep sea mining new"},
          {"It costs, and... ends!", "it costs and ends"}, {"O'Brien's", "o'brien's"}, {"", ""}, {" -- ' \" . ", ""},
          {"\xe6\x97\xa5\xe6\x9c\xac", ""}, {"a\xff\xfe b\xc3", "a b"},
          {"R&D + you @ 5=five", "r and d plus you at five equals five"});
}

static void test_accents(void **state)
{
    (void)state;
    CHECK(NULL,
          {"Fianc\xc3\xa9"
           "e at the Caf\xc3\xa9, Stra\xc3\x9f"
           "e",
           "fiancee at the cafe strasse"},
          {"cafe\xcc\x81", "cafe"},
          {"\xc5\x81\xc3\xb3"
           "d\xc5\xba \xc5\x93uvre Bra\xc8\x99ov",
           "lodz oeuvre brasov"},
          {"\xef\xac\x81nance co\xc2\xad"
           "operation zero\xe2\x80\x8bwidth",
           "finance cooperation zerowidth"},
          {"two\xc2\xa0words", "two words"});
}

static void test_acronyms(void **state)
{
    (void)state;
    CHECK(NULL, {"What's the EU's plan?", "what's the e u's plan"}, {"NGOs and an NGO", "n g o's and an n g o"},
          {"the U.S. and e.g. Chile", "the u s and e g chile"}, {"3TG", "three t g"},
          {"CO\xe2\x82\x82 and 5G", "c o two and five g"}, {"I am A", "i am a"},
          {"This is VERY IMPORTANT", "this is v e r y important"},
          {"RawMaterials, InnoEnergy", "raw materials inno energy"},
          {"Mr McDonald, Dr. MacLeod", "mister mcdonald doctor macleod"}, {"WHAT IS THE EU", "what is the eu"},
          {"EU NGO", "e u n g o"}, {"The end. A new", "the end a new"}, {"As it is", "as it is"},
          {"NGO'19", "n g o nineteen"});
}

static void test_whole_words(void **state)
{
    (void)state;
    struct text_list whole = {0};
    assert_int_equal(text_list_append(&whole, "ERMA", 4), 0);
    assert_int_equal(text_list_append(&whole, "COP26", 5), 0);
    assert_int_equal(text_list_append(&whole, "3TG", 3), 0);
    assert_int_equal(text_list_append(&whole, "InnoEnergy", 10), 0);
    CHECK(&whole, {"What is ERMA's job at COP26?", "what is erma job at cop26"},
          {"erma, Erma, ERMAS", "erma erma e r m a s"}, {"3TG", "3tg"}, {"InnoEnergy", "innoenergy"},
          {"a thermal ERM", "a thermal e r m"});
    text_list_finish(&whole);
}

static void test_cardinals(void **state)
{
    (void)state;
    CHECK(NULL, {"0 7 17 40 99", "zero seven seventeen forty ninety nine"},
          {"100 and 110", "one hundred and one hundred and ten"}, {"234", "two hundred and thirty four"},
          {"1000", "one thousand"}, {"1,500", "one thousand five hundred"}, {"1,005", "one thousand and five"},
          {"1,000,000", "one million"}, {"2,000,017", "two million and seventeen"},
          {"12,345,678", "twelve million three hundred and forty five thousand six hundred and seventy eight"},
          {"007", "zero zero seven"},
          {"1234567890123456", "one two three four five six seven eight nine zero one two three four five six"},
          {"3.50", "three point five zero"}, {"3.2.1", "three point two point one"},
          {"1,2 1,23", "one two one twenty three"}, {"98%", "ninety eight percent"}, {"10:30", "ten thirty"},
          {"10-20", "ten twenty"}, {"1234,567", "twelve thirty four five hundred and sixty seven"});
}

static void test_years(void **state)
{
    (void)state;
    CHECK(NULL, {"2021", "twenty twenty one"}, {"1999", "nineteen ninety nine"}, {"1905", "nineteen oh five"},
          {"1900", "nineteen hundred"}, {"2005", "two thousand and five"}, {"2000", "two thousand"},
          {"2010", "twenty ten"}, {"4500", "four thousand five hundred"},
          {"the 1990s and 1800's", "the nineteen nineties and eighteen hundreds"},
          {"1500%", "one thousand five hundred percent"});
}

static void test_ordinals(void **state)
{
    (void)state;
    CHECK(NULL, {"1st 2nd 3rd 4th 5th", "first second third fourth fifth"}, {"8th 9th 12th", "eighth ninth twelfth"},
          {"20th", "twentieth"}, {"21st", "twenty first"}, {"100TH", "one hundredth"}, {"1stone", "one stone"},
          {"2021st", "two thousand and twenty first"});
}

static void test_money(void **state)
{
    (void)state;
    CHECK(NULL,
          {"\xe2\x82\xac"
           "5 million for it",
           "five million euros for it"},
          {"$1", "one dollar"},
          {"\xc2\xa3"
           "1.50",
           "one point five zero pounds"},
          {"\xe2\x82\xac 2bn", "two billion euros"}, {"5 \xe2\x82\xac and $", "five euros and dollars"},
          {"$1500", "one thousand five hundred dollars"}, {"1\xc2\xbd", "one half"},
          {"20\xc2\xb0"
           "C",
           "twenty degrees c"});
}

static void test_long_word_is_cut(void **state)
{
    (void)state;
    struct text_list words = {0};
    char text[200];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    assert_int_equal(words_normalise(text, NULL, &words), 0);
    assert_int_equal(words.count, 1);
    assert_int_equal(strlen(words.items[0]), WORDS_WORD_BYTES - 1);
    text_list_finish(&words);
}

static void test_appends(void **state)
{
    (void)state;
    struct text_list words = {0};
    assert_int_equal(words_normalise("one", NULL, &words), 0);
    assert_int_equal(words_normalise("two", NULL, &words), 0);
    assert_int_equal(words.count, 2);
    assert_string_equal(words.items[1], "two");
    text_list_finish(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters_and_punctuation),
        cmocka_unit_test(test_accents),
        cmocka_unit_test(test_acronyms),
        cmocka_unit_test(test_whole_words),
        cmocka_unit_test(test_cardinals),
        cmocka_unit_test(test_years),
        cmocka_unit_test(test_ordinals),
        cmocka_unit_test(test_money),
        cmocka_unit_test(test_long_word_is_cut),
        cmocka_unit_test(test_appends),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
