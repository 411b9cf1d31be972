/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "docent/complain.h"
#include "docent/evaluation.h"
#include "docent/tool.h"

static const struct tool_usage usage = {
    .command = "evaluate",
    .arguments = "[OPTION...] MANIFEST",
    .help = "Judges many recordings and counts. A line of the manifest is a path (relative to the manifest),\n"
            "a tab, and the topic that is asked for, or - where nothing must be answered. Prints for each\n"
            "recording: path, topic expected, topic heard (- for none), score from 0 to 1, and the\n"
            "milliseconds of CPU time it took, parted by tabs; then an empty line, and how many were right,\n"
            "wrong and none, how many false answers there were, hours of audio, and the real-time factor.\n"
            "Each recording is one press of the talk button; of several things said in it the best\n"
            "understood one counts.\n"
            "\n"
            "Options:\n"
            "  --commands      print command:ID where a command was heard, instead of -\n"
            "  --jobs N        judge with N processes; what comes out stays the same\n"
            "  --json FILE     also write all of it into this file\n"
            "  --open          judge as an open microphone would: all recordings as one long stream, a second\n"
            "                  of low noise between them; what is heard belongs to the recording it overlaps\n",
};

struct evaluate {
    struct tool_options options;
    const char *manifest_path;
    const char *json_path;
    unsigned jobs;
    bool is_open;
    bool shows_commands;
    struct exhibition *exhibition;
    struct synth *synth;
    struct manifest manifest;
    struct evaluation evaluation;
    struct timespec started;
    bool shows_progress;
    bool has_progress; /* a line of it stands on the terminal */
};

/* --- while it goes on --------------------------------------------------------------------------------------------- */

static void clear_progress(struct evaluate *evaluate)
{
    if (evaluate->has_progress) {
        fputs("\r\033[K", stderr);
        evaluate->has_progress = false;
    }
}

static void show_progress(struct evaluate *evaluate, size_t done)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (evaluate->shows_progress && now.tv_sec - evaluate->started.tv_sec > 2) {
        fprintf(stderr, "\r%zu of %zu", done, evaluate->manifest.count);
        evaluate->has_progress = true;
    }
}

static void print_clip(void *user, size_t index, const struct evaluation_clip *clip)
{
    struct evaluate *evaluate = user;
    const struct manifest_entry *entry = &evaluate->manifest.entries[index];
    clear_progress(evaluate);
    if (clip->error < 0) {
        complain("%s: %s", entry->path, recording_wrong(clip->error));
    } else {
        char heard[PATHS_BYTES];
        evaluation_heard(&clip->judgement, evaluate->shows_commands, heard, sizeof(heard));
        printf("%s\t%s\t%s\t%.3f\t%.0f\n", entry->shown, entry->topic != NULL ? entry->topic->id : "-", heard,
               (double)clip->judgement.score, (double)clip->judgement.cpu_ns / 1e6);
    }
    show_progress(evaluate, index + 1);
}

/* --- at the end --------------------------------------------------------------------------------------------------- */

static long peak_memory_kb(void)
{
    struct rusage own, children;
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return own.ru_maxrss > children.ru_maxrss ? own.ru_maxrss : children.ru_maxrss;
}

static int write_json(const struct evaluate *evaluate, long memory_kb)
{
    char *text = NULL;
    if (evaluation_json(&evaluate->evaluation, evaluate->manifest_path, memory_kb, &text) < 0) {
        return complain("out of memory: stop other programs, or use a machine with more");
    }
    FILE *stream = fopen(evaluate->json_path, "we");
    bool is_written = stream != NULL && fputs(text, stream) >= 0;
    if (stream != NULL && fclose(stream) != 0) {
        is_written = false;
    }
    free(text);
    return is_written
               ? 0
               : complain("%s: this file cannot be written (%s): choose another", evaluate->json_path, strerror(errno));
}

static int report(struct evaluate *evaluate)
{
    struct evaluation_counts counts;
    long memory_kb = peak_memory_kb();
    clear_progress(evaluate);
    evaluation_count(&evaluate->evaluation, &counts);
    putchar('\n');
    evaluation_print(stdout, &counts, memory_kb);
    fflush(stdout);
    int result = evaluate->json_path != NULL ? write_json(evaluate, memory_kb) : 0;
    if (counts.unjudged > 0) {
        return complain("%zu of %zu recordings could not be judged: see the lines above", counts.unjudged,
                        evaluate->manifest.count);
    }
    return result;
}

/* --- from the beginning ------------------------------------------------------------------------------------------- */

static int complain_manifest(const struct problems *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        char *line = problem_line(&problems->items[i]);
        complain("%s", line != NULL ? line : "out of memory: stop other programs, or use a machine with more");
        free(line);
    }
    if (problems->unlisted_count > 0) {
        complain("there are %zu more mistakes: mend these first", problems->unlisted_count);
    }
    return EXIT_WRONG;
}

static int load(struct evaluate *evaluate)
{
    struct problems problems = {0};
    int result = tool_exhibition_open(&evaluate->options, &evaluate->exhibition, &evaluate->synth);
    if (result != 0) {
        return result;
    }
    result = manifest_load(evaluate->manifest_path, &evaluate->exhibition->content.exhibit, &evaluate->manifest,
                           &problems);
    if (result == 0) {
        result = evaluation_init(&evaluate->evaluation, evaluate->exhibition, &evaluate->manifest);
    }
    if (result == -EINVAL) {
        result = complain_manifest(&problems);
    } else if (result < 0) {
        result = complain("out of memory: stop other programs, or use a machine with more");
    }
    problems_finish(&problems);
    return result;
}

static int run(struct evaluate *evaluate)
{
    struct evaluation *evaluation = &evaluate->evaluation;
    evaluation->watcher = print_clip;
    evaluation->watcher_user = evaluate;
    evaluate->shows_progress = isatty(STDERR_FILENO) == 1;
    clock_gettime(CLOCK_MONOTONIC, &evaluate->started);
    int result = evaluate->is_open ? evaluation_run_open(evaluation)
                                   : evaluation_run_pressed(evaluation, evaluate->jobs);
    if (result < 0) {
        clear_progress(evaluate);
        return complain("judging cannot go on (%s): stop other programs, then try again", strerror(-result));
    }
    return report(evaluate);
}

static int read_jobs(const char *text, unsigned *ret_jobs)
{
    char *end = NULL;
    long number = strtol(text, &end, 10);
    if (end == text || *end != '\0' || number < 1 || number > EVALUATION_JOBS_MAX) {
        return complain_usage(usage.command, "--jobs %s is not a number from 1 to %d", text, EVALUATION_JOBS_MAX);
    }
    *ret_jobs = (unsigned)number;
    return -1;
}

static int read_option(struct evaluate *evaluate, int value, char **argv)
{
    switch (value) {
    case 'c':
        evaluate->shows_commands = true;
        return -1;
    case 'j':
        return read_jobs(optarg, &evaluate->jobs);
    case 'f':
        evaluate->json_path = optarg;
        return -1;
    case 'o':
        evaluate->is_open = true;
        return -1;
    default:
        return tool_option(&usage, value, argv, &evaluate->options);
    }
}

static int read_options(struct evaluate *evaluate, int argc, char **argv)
{
    static const struct option long_options[] = {
        {"commands", no_argument, NULL, 'c'},
        {"jobs", required_argument, NULL, 'j'},
        {"json", required_argument, NULL, 'f'},
        {"open", no_argument, NULL, 'o'},
        TOOL_OPTIONS,
    };
    int value;
    while ((value = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        int result = read_option(evaluate, value, argv);
        if (result >= 0) {
            return result;
        }
    }
    if (optind + 1 != argc) {
        return complain_usage(usage.command, "one manifest is wanted");
    }
    if (evaluate->is_open && evaluate->jobs > 1) {
        return complain_usage(usage.command, "--open is one stream, which --jobs cannot share out");
    }
    evaluate->manifest_path = argv[optind];
    return -1;
}

int tool_evaluate(int argc, char **argv)
{
    struct evaluate evaluate = {.jobs = 1};
    int result = read_options(&evaluate, argc, argv);
    if (result >= 0) {
        return result;
    }
    result = load(&evaluate);
    if (result == 0) {
        result = run(&evaluate);
    }
    evaluation_finish(&evaluate.evaluation);
    manifest_finish(&evaluate.manifest);
    exhibition_destroy(evaluate.exhibition);
    synth_destroy(evaluate.synth);
    return result;
}
