/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "docent/complain.h"
#include "docent/exhibition.h"
#include "docent/synth.h"
#include "docent/tool.h"

static int open_synth(struct synth **ret_synth)
{
    int result = synth_create_espeak(ret_synth);
    if (result == -ENOENT) {
        return complain("the voices are not installed: install the package espeak-ng-data");
    }
    return result < 0 ? complain("the voice cannot be used (%s): try again", strerror(-result)) : 0;
}

int tool_exhibition_open(const struct tool_options *options, struct exhibition **ret_exhibition,
                         struct synth **ret_synth)
{
    *ret_exhibition = NULL;
    *ret_synth = NULL;
    struct tool_content *content = calloc(1, sizeof(*content));
    if (content == NULL) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    int result = tool_content_load(options, content);
    if (result == 0) {
        result = open_synth(ret_synth);
        if (result != 0) {
            tool_content_finish(content);
        }
    }
    if (result == 0) {
        char wrong[EXHIBITION_WRONG_BYTES];
        result = exhibition_create(ret_exhibition, content, *ret_synth, wrong) < 0 ? complain("%s", wrong) : 0;
    }
    free(content);
    if (result != 0) {
        synth_destroy(*ret_synth);
        *ret_synth = NULL;
    }
    return result;
}
