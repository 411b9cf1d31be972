/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/tool.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "docent/complain.h"
#include "docent/exhibit_load.h"

static const char common_help[] = "\nOptions of every command:\n"
                                  "  --content DIR   folder of the exhibit, instead of the configured one\n"
                                  "  --config FILE   docent.conf to read, instead of the installed one\n"
                                  "  --help          print this and exit\n";

int tool_option(const struct tool_usage *usage, int value, char **argv, struct tool_options *options)
{
    switch (value) {
    case TOOL_CONTENT:
        options->content = optarg;
        return -1;
    case TOOL_CONFIG:
        options->config = optarg;
        return -1;
    case TOOL_HELP:
        printf("usage: docent %s %s\n%s%s", usage->command, usage->arguments, usage->help, common_help);
        return 0;
    case ':':
        return complain_usage(usage->command, "%s needs a value", argv[optind - 1]);
    default:
        if (optopt > 0 && optopt < TOOL_CONTENT && strncmp(argv[optind - 1], "--", 2) != 0) {
            return complain_usage(usage->command, "there is no option -%c", optopt);
        }
        return complain_usage(usage->command, "there is no option %s", argv[optind - 1]);
    }
}

int tool_options_read(const struct tool_usage *usage, int argc, char **argv, struct tool_options *ret_options)
{
    static const struct option options[] = {TOOL_OPTIONS};
    *ret_options = (struct tool_options){0};
    int value;
    while ((value = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        int result = tool_option(usage, value, argv, ret_options);
        if (result >= 0) {
            return result;
        }
    }
    return -1;
}

/* `ret_problems` as for tool_content_find. */
static int read_settings(const struct tool_options *options, struct tool_content *content,
                         struct problems *ret_problems)
{
    const char *path = options->config != NULL ? options->config : content->paths.config;
    struct problems problems = {0};
    settings_default(&content->settings);
    if (path[0] == '\0') {
        return 0;
    }
    int result = settings_load(path, &content->settings, ret_problems == NULL ? &problems : ret_problems);
    if (result == -ENOENT) {
        result = options->config == NULL ? 0 : complain("%s: there is no such file: check its name", path);
    } else if (result < 0) {
        result = ret_problems == NULL ? complain_problems(&problems) : 0;
    }
    problems_finish(&problems);
    return result;
}

static int find_folders(const struct tool_options *options, struct tool_content *content)
{
    const struct settings *settings = &content->settings;
    if (options->content != NULL) {
        int length = snprintf(content->folder, sizeof(content->folder), "%s", options->content);
        if (length >= (int)sizeof(content->folder)) {
            return complain("the name of the content's folder is too long: move it, or go there and use a shorter one");
        }
    } else if (docent_paths_exhibit(&content->paths, settings->exhibit_name, content->folder) < 0) {
        return complain("[exhibit] name = %s is no folder's name: write one without a slash", settings->exhibit_name);
    }
    if (docent_paths_phrasebook(&content->paths, settings->language, content->phrasebook_folder) < 0) {
        return complain("[exhibit] language = %s is no folder's name: write one without a slash", settings->language);
    }
    return 0;
}

int tool_content_find(const struct tool_options *options, struct tool_content *ret_content, struct problems *problems)
{
    *ret_content = (struct tool_content){0};
    if (docent_paths_find(&ret_content->paths) < 0) {
        return complain("the path of this program is too long: move it to a shorter one");
    }
    int result = read_settings(options, ret_content, problems);
    return result != 0 ? result : find_folders(options, ret_content);
}

static int load(const char *folder, enum exhibit_kind kind, struct exhibit *ret_exhibit)
{
    struct problems problems = {0};
    int result = exhibit_load(folder, kind, ret_exhibit, &problems);
    result = result < 0 ? complain_problems(&problems) : 0;
    problems_finish(&problems);
    return result;
}

int tool_content_load(const struct tool_options *options, struct tool_content *ret_content)
{
    int result = tool_content_find(options, ret_content, NULL);
    if (result == 0) {
        result = load(ret_content->folder, EXHIBIT_TOPICS, &ret_content->exhibit);
    }
    if (result == 0) {
        result = load(ret_content->phrasebook_folder, EXHIBIT_PHRASEBOOK, &ret_content->phrasebook);
    }
    if (result != 0) {
        tool_content_finish(ret_content);
    }
    return result;
}

void tool_content_finish(struct tool_content *content)
{
    if (content == NULL) {
        return;
    }
    exhibit_finish(&content->exhibit);
    exhibit_finish(&content->phrasebook);
}
