/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "docent/complain.h"
#include "docent/nearest.h"
#include "docent/tool.h"

static const struct tool_usage usage = {
    .command = "answer",
    .arguments = "[OPTION...] TOPIC",
    .help = "Prints the answer of the topic with this id: the exact text that is spoken.\n"
            "\n"
            "Options:\n"
            "  --more          what is spoken for \"tell me more\" instead\n",
};

static int no_such_topic(const struct exhibit *exhibit, const char *id)
{
    const char *ids[EXHIBIT_TOPICS_MAX];
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        ids[i] = exhibit->topics[i].id;
    }
    const char *nearest = nearest_word(id, ids, exhibit->topic_count);
    if (nearest != NULL) {
        return complain("there is no topic %s: did you mean %s?", id, nearest);
    }
    return complain("there is no topic %s: docent topics lists them", id);
}

static int print_answer(const struct exhibit *exhibit, const char *id, bool is_more)
{
    int index = exhibit_find(exhibit, id);
    if (index < 0) {
        return no_such_topic(exhibit, id);
    }
    const struct topic *topic = &exhibit->topics[index];
    const struct text_list *paragraphs = is_more ? &topic->more : &topic->answer;
    if (paragraphs->count == 0) {
        return complain("topic %s has nothing more to say: leave out --more", topic->id);
    }
    char *text;
    if (exhibit_speech(paragraphs, &text) < 0) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    puts(text);
    free(text);
    return 0;
}

int tool_answer(int argc, char **argv)
{
    static const struct option long_options[] = {{"more", no_argument, NULL, 'm'}, TOOL_OPTIONS};
    struct tool_options options = {0};
    bool is_more = false;
    int value;
    while ((value = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        int result = -1;
        if (value == 'm') {
            is_more = true;
        } else {
            result = tool_option(&usage, value, argv, &options);
        }
        if (result >= 0) {
            return result;
        }
    }
    if (optind + 1 != argc) {
        return complain_usage(usage.command, "one topic is wanted");
    }
    struct tool_content content;
    int result = tool_content_load(&options, &content);
    if (result != 0) {
        return result;
    }
    result = print_answer(&content.exhibit, argv[optind], is_more);
    tool_content_finish(&content);
    return result;
}
