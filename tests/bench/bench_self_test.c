/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How much of espeak-ng's own voice the recogniser understands: every wording of an exhibit, as the self-test would ask
 * it (docent/self_test.h). Prints a line each and the sum.
 *
 * usage: bench_self_test [EXHIBIT-FOLDER]
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/exhibition.h"
#include "docent/self_test.h"

/* The exhibit of one topic with one wording, which is what a self-test would begin with. */
static int ask(const struct exhibition *exhibition, struct synth *synth, const struct topic *topic, size_t wording,
               struct ear_result *result)
{
    struct topic only = *topic;
    const struct exhibit exhibit = {.topics = &only, .topic_count = 1};
    struct self_test *test = NULL;

    only.asked_as = (struct text_list){.items = &topic->asked_as.items[wording], .count = 1};
    int r = self_test_create(&test, &exhibit, synth);
    if (r == 0) {
        test->questions[0].topic = topic;
        r = self_test_ask(test, exhibition->ear, result);
    }
    self_test_destroy(test);
    return r;
}

int main(int argc, char **argv)
{
    const struct tool_options options = {.content = argc > 1 ? argv[1] : DOCENT_SOURCE_DIR "/content/erma"};
    struct tool_content *content = calloc(1, sizeof(*content));
    struct ear_result *result = calloc(1, sizeof(*result));
    struct exhibition *exhibition = NULL;
    struct synth *synth = NULL;
    char wrong[EXHIBITION_WRONG_BYTES] = "";

    if (content == NULL || result == NULL || tool_content_load(&options, content) != 0 ||
        synth_create_espeak(&synth) < 0 || exhibition_create(&exhibition, content, synth, wrong) < 0) {
        fprintf(stderr, "bench_self_test: %s\n", wrong);
        return 1;
    }
    size_t asked = 0, understood = 0, firsts = 0;
    for (size_t i = 0; i < exhibition->content.exhibit.topic_count; i++) {
        const struct topic *topic = &exhibition->content.exhibit.topics[i];
        for (size_t k = 0; k < topic->asked_as.count; k++) {
            bool is_right = ask(exhibition, synth, topic, k, result) == 0;
            printf("%s\t%s\t%s\n", is_right ? "right" : "-", topic->id, topic->asked_as.items[k]);
            asked++;
            understood += is_right;
            firsts += is_right && k == 0;
        }
    }
    printf("%zu of %zu wordings understood; of the first ones %zu of %zu\n", understood, asked, firsts,
           exhibition->content.exhibit.topic_count);
    exhibition_destroy(exhibition);
    synth_destroy(synth);
    free(content);
    free(result);
    return 0;
}
