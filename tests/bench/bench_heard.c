/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * usage: bench_heard MANIFEST.tsv [--content DIR] > HEARD
 *
 * Writes down what the recogniser makes of every recording of the manifest, each heard as `docent evaluate` hears it
 * (docent/recording.h), so that bench_match can judge the same words again and again. Parted by tabs: "recording", path
 * and topic (- for none); then of each utterance "utterance" and milliseconds of speech; then of each word of the best
 * sequence "word", and of each seen at all "seen", with text, posterior, and 1 where it was taken for talk.
 */

#include <stdio.h>
#include <stdlib.h>

#include "docent/manifest.h"
#include "docent/recording.h"
#include "docent/sound_file.h"

static void words_print(const char *kind, const struct heard_word *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        printf("%s\t%s\t%.4f\t%d\n", kind, words[i].text, (double)words[i].posterior, words[i].is_talk);
    }
}

static void utterance_print(void *user, const struct ear_result *result)
{
    (void)user;
    printf("utterance\t%u\n", result->speech_ms);
    words_print("word", result->heard.words, result->heard.word_count);
    words_print("seen", result->heard.seen, result->heard.seen_count);
}

static int entry_hear(struct exhibition *exhibition, const struct manifest_entry *entry)
{
    int16_t *frames = NULL;
    size_t count = 0;
    int error = sound_file_read(entry->path, RECOGNISER_RATE_HZ, &frames, &count);
    if (error == 0) {
        printf("recording\t%s\t%s\n", entry->shown, entry->topic == NULL ? "-" : entry->topic->id);
        error = recording_hear(exhibition, frames, count, utterance_print, NULL);
    }
    free(frames);
    return error;
}

static int manifest_hear(struct exhibition *exhibition, const char *path)
{
    struct manifest manifest;
    struct problems problems = {0};
    int error = manifest_load(path, &exhibition->content.exhibit, &manifest, &problems);
    problems_finish(&problems);
    for (size_t i = 0; error == 0 && i < manifest.count; i++) {
        error = entry_hear(exhibition, &manifest.entries[i]);
    }
    manifest_finish(&manifest);
    return error;
}

int main(int argc, char **argv)
{
    static const struct tool_usage usage = {
        .command = "bench_heard", .arguments = "MANIFEST", .help = "Writes down what is heard in recordings.\n"};
    struct tool_options options;
    struct exhibition *exhibition = NULL;
    struct synth *synth = NULL;
    int result = tool_options_read(&usage, argc, argv, &options);
    if (result >= 0) {
        return result;
    }
    if (optind + 1 != argc || tool_exhibition_open(&options, &exhibition, &synth) != 0) {
        fprintf(stderr, "bench_heard: name one manifest of recordings, and the content with --content\n");
        return 2;
    }
    int error = manifest_hear(exhibition, argv[optind]);
    if (error < 0) {
        fprintf(stderr, "bench_heard: a recording or the manifest cannot be used (%d): try docent evaluate\n", error);
    }
    exhibition_destroy(exhibition);
    synth_destroy(synth);
    return error < 0;
}
