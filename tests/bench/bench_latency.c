/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How long a question waits for recognition once its end has been told, with a head start (docent/head_start.h) and
 * without one.
 *
 * usage: bench_latency MANIFEST.tsv [--content DIR] [SLOWER...]
 *   SLOWER   times that the processor is slower than this one, such as 6; default: 1
 *
 * Each recording, between two stretches of a quiet room, comes to an ear in pieces of 20 ms, by a clock that is counted
 * and not read: a piece is there when it has been spoken, and every piece of work takes the CPU time that it took,
 * times SLOWER. So what else the machine does matters little, and a slower one can be told from a quicker one.
 *
 * Prints a Markdown row for each way of listening, SLOWER, and with or without a head start: questions that ended; ms
 * from the end being told to its being understood, in the middle, of nine in ten, and at most; how many were ready at
 * the end; CPU time of recognition, against that without a head start; how many were heard the same as without.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/exhibition.h"
#include "docent/manifest.h"
#include "docent/recording.h"
#include "docent/sound_file.h"

enum {
    ROOM_FRAMES = RECOGNISER_RATE_HZ * 3,
    ROOM_LEVEL = 6,
    PRESSED_FRAMES = ROOM_FRAMES - RECOGNISER_RATE_HZ / 2, /* the button goes down half a second before the recording */
    QUESTIONS_MAX = 4000,
};

struct tally {
    double waits_ms[QUESTIONS_MAX];
    struct heard heard[QUESTIONS_MAX];
    size_t count, ready, same;
    double cpu_s;
};

struct bench {
    struct exhibition *exhibition;
    struct manifest manifest;
    struct ear_options options;
    struct ear_result result;
};

/* The counted clock of one listening. */
struct clock {
    double now_s, slower;
    uint64_t began_ns;
};

static void work_begin(struct clock *clock)
{
    clock->began_ns = recording_cpu_ns();
}

static void work_end(struct clock *clock, struct tally *tally)
{
    double spent_s = (double)(recording_cpu_ns() - clock->began_ns) / 1e9;
    tally->cpu_s += spent_s;
    clock->now_s += spent_s * clock->slower;
}

static void note(struct bench *bench, double wait_s, const struct tally *model, struct tally *tally)
{
    if (tally->count == QUESTIONS_MAX) {
        return;
    }
    size_t n = tally->count++;
    tally->waits_ms[n] = wait_s * 1000;
    tally->heard[n] = bench->result.heard;
    tally->ready += bench->result.was_ready;
    tally->same += n < model->count && memcmp(&model->heard[n], &tally->heard[n], sizeof(tally->heard[n])) == 0;
}

/* The frames arrive, whatever the ear does; when it has none it may work. */
static void listen(struct bench *bench, struct ear *ear, enum ear_mode mode, const int16_t *frames, size_t count,
                   double slower, const struct tally *model, struct tally *tally)
{
    struct clock clock = {.slower = slower};
    ear_set_mode(ear, mode == EAR_OPEN ? EAR_OPEN : EAR_CLOSED);
    for (size_t at = 0; at + RECORDING_PIECE_FRAMES <= count; at += RECORDING_PIECE_FRAMES) {
        if (at == PRESSED_FRAMES && mode != EAR_OPEN) {
            ear_set_mode(ear, mode);
        }
        double arrival_s = (double)(at + RECORDING_PIECE_FRAMES) / RECOGNISER_RATE_HZ;
        for (bool is_more = model != tally; is_more && clock.now_s < arrival_s;) {
            work_begin(&clock);
            is_more = ear_work(ear);
            work_end(&clock, tally);
        }
        clock.now_s = clock.now_s > arrival_s ? clock.now_s : arrival_s;
        for (size_t used = 0, done = 0; done < RECORDING_PIECE_FRAMES; done += used) {
            enum ear_event_kind event = EAR_NOTHING;
            work_begin(&clock);
            int result = ear_feed(ear, frames + at + done, RECORDING_PIECE_FRAMES - done, &used, &event,
                                  &bench->result);
            work_end(&clock, tally);
            if (result == 0 && event == EAR_HEARD) {
                note(bench, clock.now_s - arrival_s, model, tally);
            }
        }
    }
}

static int16_t *in_a_room(const int16_t *frames, size_t count, size_t *ret_count)
{
    *ret_count = count + (size_t)2 * ROOM_FRAMES;
    int16_t *sound = calloc(*ret_count, sizeof(*sound));
    unsigned noise = 1;
    if (sound == NULL) {
        exit(1);
    }
    memcpy(sound + ROOM_FRAMES, frames, count * sizeof(*frames));
    for (size_t i = 0; i < *ret_count; i++) {
        noise = noise * 1103515245U + 12345U;
        int value = sound[i] + (int)(noise >> 16) % (2 * ROOM_LEVEL + 1) - ROOM_LEVEL;
        sound[i] = (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
    }
    return sound;
}

static void ask(struct bench *bench, size_t index, enum ear_mode mode, double slower, const struct tally *model,
                struct tally *tally)
{
    const char *path = bench->manifest.entries[index].path;
    int16_t *frames = NULL;
    size_t count = 0;
    struct ear *ear = NULL;
    int result = sound_file_read(path, RECOGNISER_RATE_HZ, &frames, &count);
    if (result < 0 || ear_create(&ear, bench->exhibition->recogniser, bench->exhibition->matcher, &bench->options)) {
        fprintf(stderr, "bench_latency: %s: %s\n", path, recording_wrong(result));
        exit(1);
    }
    int16_t *sound = in_a_room(frames, count, &count);
    listen(bench, ear, mode, sound, count, slower, model, tally);
    ear_destroy(ear);
    free(sound);
    free(frames);
}

static int compare(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static void print_row(const char *way, double slower, const struct tally *model, struct tally *tally)
{
    qsort(tally->waits_ms, tally->count, sizeof(*tally->waits_ms), compare);
    const double *waits = tally->waits_ms;
    size_t n = tally->count;
    if (n == 0) {
        return;
    }
    printf("| %s | %g | %s | %zu | %.0f | %.0f | %.0f | %.0f %% | %.2f |", way, slower, tally == model ? "no" : "yes",
           n, waits[n / 2], waits[n * 9 / 10], waits[n - 1], 100.0 * (double)tally->ready / (double)n,
           tally->cpu_s / model->cpu_s);
    if (tally == model) {
        printf(" - |\n");
    } else {
        printf(" %zu of %zu |\n", tally->same, model->count);
    }
    fflush(stdout);
}

static void measure(struct bench *bench, enum ear_mode mode, double slower)
{
    const char *way = mode == EAR_OPEN ? "open microphone" : "button";
    struct tally *late = calloc(1, sizeof(*late)), *early = calloc(1, sizeof(*early));
    if (late == NULL || early == NULL) {
        exit(1);
    }
    for (size_t i = 0; i < bench->manifest.count; i++) {
        ask(bench, i, mode, slower, late, late);
        ask(bench, i, mode, slower, late, early);
    }
    print_row(way, slower, late, late);
    print_row(way, slower, late, early);
    free(late);
    free(early);
}

int main(int argc, char **argv)
{
    static const struct tool_usage usage = {
        .command = "bench_latency", .arguments = "MANIFEST", .help = "Measures how long questions wait.\n"};
    static struct bench bench;
    struct tool_options options;
    struct synth *synth = NULL;
    struct problems problems = {0};
    int result = tool_options_read(&usage, argc, argv, &options);
    if (result >= 0) {
        return result;
    }
    if (optind >= argc || tool_exhibition_open(&options, &bench.exhibition, &synth) != 0 ||
        manifest_load(argv[optind], &bench.exhibition->content.exhibit, &bench.manifest, &problems) < 0) {
        fprintf(stderr, "bench_latency: name one manifest of recordings, and the content with --content\n");
        return 2;
    }
    exhibition_ear_options(&bench.exhibition->content.settings, &bench.options);
    printf("| listening | times slower | head start | questions | middle ms | 9 of 10 ms | most ms | ready | CPU "
           "| same |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (int i = optind + 1; i == optind + 1 || i < argc; i++) {
        double slower = i < argc ? atof(argv[i]) : 1;
        measure(&bench, EAR_PUSH_TO_TALK, slower);
        measure(&bench, EAR_OPEN, slower);
    }
    manifest_finish(&bench.manifest);
    problems_finish(&problems);
    exhibition_destroy(bench.exhibition);
    synth_destroy(synth);
    return 0;
}
