/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with topics and exhibit.md, and what is said about it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "exhibit_fixture.h"

/* --- what does not: topics ---------------------------------------------------------------------------------------- */

#define BAD_TOPIC(topic, problem)                                                                                      \
    {                                                                                                                  \
        {{"exhibit.md", EXHIBIT}, {"a.md", topic}}, problem                                                            \
    }

static void test_bad_topics(void **state)
{
    (void)state;
    CHECK_BAD(
        EXHIBIT_TOPICS,
        BAD_TOPIC("", "/a.md:1: there is no title: begin the file with `# ` and the question it answers"),
        BAD_TOPIC("A thing.\n" ASKED,
                  "/a.md:1: there is no title: begin the file with `# ` and the question it answers"),
        BAD_TOPIC("\nA thing.\n\n# What is it?\n" ASKED,
                  "/a.md:2: there is text before the title: begin the file with the title"),
        BAD_TOPIC("#\n\nA thing.\n" ASKED, "/a.md:1: the title is empty: write it behind the `# `"),
        BAD_TOPIC("# What?\n\nA thing.\n\n# Why?\n" ASKED,
                  "/a.md:5: a second title, after the one in line 1: make it a `## ` section or plain text"),
        BAD_TOPIC("# What?\n" ASKED, "/a.md:1: the topic has no answer: write it as plain paragraphs below the title"),
        BAD_TOPIC("# What?\n\n***\n<!-- later -->\n" ASKED,
                  "/a.md:1: the topic has no answer: write it as plain paragraphs below the title"),
        BAD_TOPIC("# What?\n\nA thing.\n", "/a.md:1: nobody could ask this: add a line `## Asked as` and below it "
                                           "questions, each beginning with `- `"),
        BAD_TOPIC("# What?\n\nA thing.\n\n## Asked as\n",
                  "/a.md:5: `Asked as` is empty: write at least one line beginning with `- `, or remove it"),
        BAD_TOPIC("# What?\n\nA thing.\n\n## More\n" ASKED, "/a.md:5: `More` is empty: write something, or remove it"));
}

static void test_bad_sections(void **state)
{
    (void)state;
    CHECK_BAD(
        EXHIBIT_TOPICS,
        BAD_TOPIC(TOPIC "\n## Keyword\n- a\n", "/a.md:8: there is no section `Keyword`: did you mean `Keywords`?"),
        BAD_TOPIC(TOPIC "\n## Links\n\n<b>x</b>\n",
                  "/a.md:8: there is no section `Links`: the sections here are More, Asked as, Keywords and Source"),
        BAD_TOPIC(TOPIC "\n## Order\n- a\n", "/a.md:8: `Order` has no place here: move it to exhibit.md"),
        BAD_TOPIC(TOPIC ASKED, "/a.md:8: `Asked as` is here twice, first in line 5: join the two"),
        {{{"exhibit.md", EXHIBIT "\n## Keywords\n- a\n"}, {"a.md", TOPIC}},
         "/exhibit.md:5: `Keywords` has no place here: move it to a topic's own file"},
        {{{"exhibit.md", EXHIBIT "\n## Pronounciation\n- a: b\n"}, {"a.md", TOPIC}},
         "/exhibit.md:5: there is no section `Pronounciation`: did you mean `Pronunciations`?"},
        {{{"exhibit.md", "Ask me.\n"}, {"a.md", TOPIC}},
         "/exhibit.md:1: there is no title: begin the file with `# ` and the name of the exhibit"});
}

static void test_bad_markdown(void **state)
{
    (void)state;
    CHECK_BAD(
        EXHIBIT_TOPICS,
        BAD_TOPIC(TOPIC "and why\n\nBecause.\n", "/a.md:9: this is not an item of the list: begin the line with `- `"),
        BAD_TOPIC(TOPIC "-why\n\n## Keywords\nthing\n",
                  "/a.md:7: this line belongs to the one above: begin an item with `- `, a hyphen and a space\n"
                  "/a.md:9: `Keywords` is empty: write at least one line beginning with `- `, or remove it\n"
                  "/a.md:10: this is not an item of the list: begin the line with `- `"),
        BAD_TOPIC("# What?\n\nA thing.\n\n##Asked as\n- what\n",
                  "/a.md:1: nobody could ask this: add a line `## Asked as` and below it questions, each beginning "
                  "with `- `\n"
                  "/a.md:5: a heading needs a space behind its `#`"),
        BAD_TOPIC("# What?\n\nA thing.\n\n### Sub\n" ASKED,
                  "/a.md:5: headings with more than two `#` are not read: write a plain sentence"),
        BAD_TOPIC("# What?\n\nA thing.\n\n    an indented one\n" ASKED,
                  "/a.md:5: a block of code is not read aloud: remove the spaces, or marks, at the start of its lines"),
        BAD_TOPIC("# What?\n\nA <b>bold</b> thing.\n" ASKED,
                  "/a.md:3: HTML is not read aloud (`<b>`): write plain text"),
        BAD_TOPIC("# What?\n\nA thing.\n\n<div>\nx\n</div>\n" ASKED,
                  "/a.md:5: HTML is not read aloud (`<div>`): write plain text"),
        BAD_TOPIC("# What?\n\nA thing.\n" ASKED "\n<!-- never closed\n",
                  "/a.md:8: HTML is not read aloud (`<!-- never closed`): write plain text"),
        BAD_TOPIC("# What?\n\n| a | b |\n|---|---|\n| 1 | 2 |\n" ASKED,
                  "/a.md:1: the topic has no answer: write it as plain paragraphs below the title\n"
                  "/a.md:3: a table cannot be read aloud: write sentences or a list"));
}

static void test_bad_wordings(void **state)
{
    (void)state;
    CHECK_BAD(EXHIBIT_TOPICS,
              BAD_TOPIC(TOPIC "- ???\n", "/a.md:7: `???` has no word that can be spoken: write it in words"),
              BAD_TOPIC(TOPIC "- a a a a a a a a a a b b b b b b b b b b c c c c c c c c c c d\n",
                        "/a.md:7: this is 31 words long, more than 30: ask it in fewer words"),
              {{{"exhibit.md", EXHIBIT}, {"a.md", TOPIC}, {"b.md", TOPIC}, {"c.md", TOPIC}},
               "/b.md:6: `what is it` is also asked in a.md, line 6: change one of the two\n"
               "/c.md:6: `what is it` is also asked in a.md, line 6: change one of the two"},
              {{{"exhibit.md", EXHIBIT},
                {"a.md", "# A\n\nA.\n\n## Asked as\n- ask a\n\n## Keywords\n- Rare-Earths!\n"},
                {"b.md", "# B\n\nB.\n\n## Asked as\n- ask b\n\n## Keywords\n- other\n- rare earths\n"}},
               "/b.md:10: `rare earths` is also a keyword in a.md, line 9: change one of the two"});
}

static void test_too_many_wordings(void **state)
{
    (void)state;
    struct folder folder;
    char text[EXHIBIT_WORDINGS_MAX * 24];
    size_t length = (size_t)snprintf(text, sizeof(text), "# A\n\nA.\n\n## Asked as\n");
    for (int i = 0; i < EXHIBIT_WORDINGS_MAX + 1; i++) {
        length += (size_t)snprintf(text + length, sizeof(text) - length, "- wording %d\n", i);
    }
    folder_make(&folder);
    folder_write(&folder, "exhibit.md", EXHIBIT);
    folder_write(&folder, "a.md", text);
    check_fails(&folder, EXHIBIT_TOPICS,
                "/a.md:306: there are more than 300 items in `Asked as`: keep the most useful");
    folder_remove(&folder);
}

/* --- what does not: exhibit.md ------------------------------------------------------------------------------------ */

#define BAD_EXHIBIT(sections, problem)                                                                                 \
    {                                                                                                                  \
        {{"exhibit.md", EXHIBIT sections}, {"first-topic.md", TOPIC}}, problem                                         \
    }

static void test_bad_pronunciations(void **state)
{
    (void)state;
    CHECK_BAD(
        EXHIBIT_TOPICS,
        BAD_EXHIBIT("\n## Pronunciations\n- ERMA er ma\n",
                    "/exhibit.md:6: `ERMA er ma` has no colon: write `word: sounds like these words`"),
        BAD_EXHIBIT(
            "\n## Pronunciations\n- ERMA:\n",
            "/exhibit.md:6: `ERMA:` lacks words on one side of the colon: write `word: sounds like these words`"),
        BAD_EXHIBIT(
            "\n## Pronunciations\n- : er ma\n",
            "/exhibit.md:6: `: er ma` lacks words on one side of the colon: write `word: sounds like these words`"),
        BAD_EXHIBIT("\n## Pronunciations\n- ERMA: er ma\n- Erma: irma\n",
                    "/exhibit.md:7: `Erma` has a pronunciation already: keep one"));
}

static void test_bad_order(void **state)
{
    (void)state;
    CHECK_BAD(EXHIBIT_TOPICS,
              BAD_EXHIBIT("\n## Order\n- first-topik\n",
                          "/exhibit.md:6: there is no topic `first-topik`: did you mean `first-topic`?"),
              BAD_EXHIBIT("\n## Order\n- elephants\n",
                          "/exhibit.md:6: there is no topic `elephants`: name a file of this folder, without .md"),
              BAD_EXHIBIT("\n## Order\n- first-topic\n- first-topic\n",
                          "/exhibit.md:7: `first-topic` is in the order already: remove one"));
}

static void test_all_problems_are_found_in_one_go(void **state)
{
    (void)state;
    CHECK_BAD(
        EXHIBIT_TOPICS,
        {{{"exhibit.md", "# A\n\n## Order\n- x\n"}, {"a.md", "# What?\n"}, {"b.md", "#\n\nA.\n" ASKED}},
         "/a.md:1: the topic has no answer: write it as plain paragraphs below the title\n"
         "/a.md:1: nobody could ask this: add a line `## Asked as` and below it questions, each beginning with `- `\n"
         "/b.md:1: the title is empty: write it behind the `# `\n"
         "/exhibit.md:4: there is no topic `x`: did you mean `a`?"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_topics),        cmocka_unit_test(test_bad_sections),
        cmocka_unit_test(test_bad_markdown),      cmocka_unit_test(test_bad_wordings),
        cmocka_unit_test(test_too_many_wordings), cmocka_unit_test(test_bad_pronunciations),
        cmocka_unit_test(test_bad_order),         cmocka_unit_test(test_all_problems_are_found_in_one_go),
    };
    return cmocka_run_group_tests_name("exhibit_load_topics", tests, NULL, NULL);
}
