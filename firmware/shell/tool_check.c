/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "docent/complain.h"
#include "docent/exhibit_load.h"
#include "docent/exhibit_rivals.h"
#include "docent/tool.h"
#include "docent/wording.h"
#include "docent/words.h"

static const struct tool_usage usage = {
    .command = "check",
    .arguments = "[OPTION...] [DIR]",
    .help = "Looks through docent.conf, the exhibit in DIR (else the configured one), and prompts and\n"
            "commands, and prints every mistake, one a line: file:line: what is wrong: what to do.\n"
            "Exits with 1 when there is any; otherwise says what there is.\n",
};

/* How many words there are to say in a list of texts. */
static int add_words(const struct text_list *texts, size_t *count)
{
    for (size_t i = 0; i < texts->count; i++) {
        struct text_list words = {0};
        int result = words_normalise(texts->items[i], NULL, &words);
        *count += words.count;
        text_list_finish(&words);
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* Says what there is, and whose answer is the longest: the one that a curator may want to cut. */
static int print_summary(const struct tool_content *content)
{
    const struct exhibit *exhibit = &content->exhibit;
    size_t wordings = 0;
    size_t words = 0;
    size_t longest_words = 0;
    const struct topic *longest = &exhibit->topics[0];
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        const struct topic *topic = &exhibit->topics[i];
        size_t answer_words = 0;
        if (add_words(&topic->answer, &answer_words) < 0 || add_words(&topic->more, &words) < 0) {
            return complain("out of memory: stop other programs, or use a machine with more");
        }
        wordings += topic->asked_as.count;
        words += answer_words;
        if (answer_words > longest_words) {
            longest_words = answer_words;
            longest = topic;
        }
    }
    unsigned seconds = (unsigned)longest_words * 60 / (unsigned)content->settings.rate_wpm;
    printf("%s: %zu topics, %zu wordings, %zu words to say; longest answer: %s, %zu words, about %u s\n",
           content->folder, exhibit->topic_count, wordings, words, longest->id, longest_words, seconds);
    return 0;
}

static int print_problems(const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        char *line = problem_line(&problems->items[i]);
        if (line == NULL) {
            return complain("out of memory: stop other programs, or use a machine with more");
        }
        puts(line);
        free(line);
    }
    size_t count = problems->count + problems->unlisted_count;
    if (problems->unlisted_count > 0) {
        printf("... and %zu more\n", problems->unlisted_count);
    }
    return complain("%zu mistake%s found: mend %s and check again", count, count == 1 ? "" : "s",
                    count == 1 ? "it" : "them");
}

/* What docent itself has to say, for each occasion, must be there. */
static int check_phrases(const struct tool_content *content, struct problems *problems)
{
    for (size_t i = 0; wording_phrase(i) != NULL; i++) {
        int index = exhibit_find(&content->phrasebook, wording_phrase(i));
        if (index >= 0 && content->phrasebook.topics[index].answer.count > 0) {
            continue;
        }
        char *file;
        if (asprintf(&file, "%s/%s.md", content->phrasebook_folder, wording_phrase(i)) < 0) {
            return -ENOMEM;
        }
        problems_add(problems, file, 0, "this phrase is missing: write a title, and below it what docent is to say");
        free(file);
    }
    return 0;
}

/* Everything that can be looked at in spite of what was found before it. */
static int find_problems(struct tool_content *content, struct problems *problems)
{
    int exhibit_result = exhibit_load(content->folder, EXHIBIT_TOPICS, &content->exhibit, problems);
    int phrasebook_result = exhibit_load(content->phrasebook_folder, EXHIBIT_PHRASEBOOK, &content->phrasebook,
                                         problems);
    if (exhibit_result == -ENOMEM || phrasebook_result == -ENOMEM) {
        return -ENOMEM;
    }
    int result = phrasebook_result < 0 ? 0 : check_phrases(content, problems);
    if (result == 0 && exhibit_result == 0 && phrasebook_result == 0) {
        result = exhibit_rivals_check(content->folder, &content->exhibit, &content->phrasebook, problems);
    }
    return result;
}

static int check(struct tool_content *content, struct problems *problems)
{
    if (find_problems(content, problems) == -ENOMEM) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    return problems_are_none(problems) ? print_summary(content) : print_problems(problems);
}

int tool_check(int argc, char **argv)
{
    struct tool_options options;
    int result = tool_options_read(&usage, argc, argv, &options);
    if (result >= 0) {
        return result;
    }
    if (argc > optind + 1) {
        return complain_usage(usage.command, "`%s` is one argument too many", argv[optind + 1]);
    }
    if (optind < argc) {
        options.content = argv[optind];
    }
    struct tool_content content;
    struct problems problems = {0};
    result = tool_content_find(&options, &content, &problems);
    if (result != 0) {
        return result;
    }
    result = check(&content, &problems);
    problems_finish(&problems);
    tool_content_finish(&content);
    return result;
}
