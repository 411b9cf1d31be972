/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>

#include "docent/complain.h"
#include "docent/tool.h"

static const struct tool_usage usage = {
    .command = "topics",
    .arguments = "[OPTION...]",
    .help = "Prints the exhibit's topics in the order in which they are listed aloud, one a line:\n"
            "its id, a tab, and its title.\n",
};

int tool_topics(int argc, char **argv)
{
    struct tool_options options;
    int result = tool_options_read(&usage, argc, argv, &options);
    if (result >= 0) {
        return result;
    }
    if (optind < argc) {
        return complain_usage(usage.command, "`%s` is one argument too many", argv[optind]);
    }
    struct tool_content content;
    result = tool_content_load(&options, &content);
    if (result != 0) {
        return result;
    }
    for (size_t i = 0; i < content.exhibit.topic_count; i++) {
        printf("%s\t%s\n", content.exhibit.topics[i].id, content.exhibit.topics[i].title);
    }
    tool_content_finish(&content);
    return 0;
}
