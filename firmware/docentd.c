/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <getopt.h>
#include <stdio.h>

#include "docent/complain.h"
#include "docent/daemon.h"

enum { OPTION_CHECK = 0x200, OPTION_RECORDING, OPTION_VERSION };

static const char help[] = "usage: docentd [OPTION...]\n"
                           "Listens for questions and answers them aloud, until it is stopped.\n"
                           "\n"
                           "Options:\n"
                           "  --content DIR   folder of the exhibit, instead of the configured one\n"
                           "  --config FILE   docent.conf to read, instead of the installed one\n"
                           "  --check         see whether settings and content are in order, and exit\n"
                           "  --recording     the capture device plays a recording: it waits while docent speaks\n"
                           "  --help          print this and exit\n"
                           "  --version       print the version and exit\n";

int main(int argc, char **argv)
{
    static const struct option long_options[] = {{"check", no_argument, NULL, OPTION_CHECK},
                                                 {"recording", no_argument, NULL, OPTION_RECORDING},
                                                 {"version", no_argument, NULL, OPTION_VERSION},
                                                 TOOL_OPTIONS};
    struct daemon_options options = {0};
    bool only_check = false;
    int value;

    while ((value = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        switch (value) {
        case TOOL_CONTENT:
            options.content.content = optarg;
            break;
        case TOOL_CONFIG:
            options.content.config = optarg;
            break;
        case TOOL_HELP:
            fputs(help, stdout);
            return 0;
        case OPTION_VERSION:
            puts("docentd " DOCENT_VERSION);
            return 0;
        case OPTION_RECORDING:
            options.recording = true;
            break;
        case OPTION_CHECK:
            only_check = true;
            break;
        case ':':
            return complain_usage(NULL, "%s needs a value", argv[optind - 1]);
        default:
            return complain_usage(NULL, "there is no option %s, or it takes no value", argv[optind - 1]);
        }
    }
    if (optind < argc) {
        return complain_usage(NULL, "docentd takes no argument %s", argv[optind]);
    }
    daemon_block_signals(argv);
    return only_check ? daemon_check(&options.content) : daemon_run(&options);
}
