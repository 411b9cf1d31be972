/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How well the endpointer finds speech; run by tests/bench/endpoint, which makes the mixes.
 *
 *   bench_endpoint speech CLEAN_DIR NOISY_DIR NAMES [option=value ...]
 *   bench_endpoint pressed CLEAN_DIR NOISY_DIR NAMES [option=value ...]   (the button goes down as the file begins)
 *   bench_endpoint noise FILE [option=value ...]
 *
 * NAMES lists the sound files that both folders hold. No one marked where the speech is, so the clean recording's
 * energy tells: a 10 ms step is speech when it is within 30 dB of the loud ones (95th percentile) and 8 dB above the
 * quiet ones (5th percentile), gaps under 200 ms belong to it, and what is shorter than 60 ms does not count.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sndfile.h>

#include "docent/endpoint.h"

enum { STEP = ENDPOINT_STEP_FRAMES, UTTERANCES_MAX = 256, PATH_BYTES = 1024 };

struct sound {
    int16_t *frames;
    size_t count;
};

struct utterance {
    size_t first, last; /* frames, half open */
    bool ended;         /* by silence, not by the end of the file or by the limit */
};

struct found {
    struct utterance list[UTTERANCES_MAX];
    size_t count;
};

struct totals {
    unsigned clips, missed, cut, unended, extra;
    size_t speech, lost_begin, lost_middle, lost_end; /* steps */
    double delay_ms[4096];
    size_t delays;
};

static bool read_sound(const char *path, struct sound *ret_sound)
{
    SF_INFO info = {0};
    SNDFILE *file = sf_open(path, SFM_READ, &info);
    if (!file || info.channels != 1 || info.samplerate != ENDPOINT_RATE_HZ) {
        fprintf(stderr, "bench_endpoint: %s: not a 16 kHz mono sound file\n", path);
        sf_close(file);
        return false;
    }
    ret_sound->count = (size_t)info.frames;
    ret_sound->frames = calloc(ret_sound->count + STEP, sizeof *ret_sound->frames);
    if (ret_sound->frames)
        ret_sound->count = (size_t)sf_read_short(file, ret_sound->frames, info.frames);
    sf_close(file);
    return ret_sound->frames != NULL;
}

static int compare_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Speech by step, from the clean recording. The caller frees it. */
static bool *find_truth(const struct sound *clean, size_t *ret_steps)
{
    size_t steps = clean->count / STEP, audible = 0;
    bool *truth = calloc(steps + 1, sizeof *truth);
    double *level = calloc(steps + 1, sizeof *level), *sorted = calloc(steps + 1, sizeof *sorted);
    if (!truth || !level || !sorted)
        exit(1);
    for (size_t s = 0; s < steps; s++) {
        /* The first difference takes rumble and offset away. */
        double sum = 0;
        for (size_t i = s * STEP + (s == 0); i < (s + 1) * STEP; i++) {
            double d = (double)clean->frames[i] - clean->frames[i - 1];
            sum += d * d;
        }
        level[s] = 10 * log10(sum / STEP + 1e-3);
        if (level[s] > -10)
            sorted[audible++] = level[s];
    }
    qsort(sorted, audible, sizeof *sorted, compare_double);
    double least = audible ? fmax(sorted[audible * 95 / 100] - 30, sorted[audible / 20] + 8) : 1e9;
    for (size_t s = 0; s < steps; s++)
        truth[s] = level[s] > least;
    for (size_t s = 0, last = 0; s < steps; s++) {
        if (!truth[s])
            continue;
        if (last && s - last < 20)
            memset(truth + last, true, s - last);
        last = s + 1;
    }
    for (size_t s = 0; s < steps;) {
        size_t run = 0;
        while (s + run < steps && truth[s + run])
            run++;
        if (run && run < 6)
            memset(truth + s, false, run);
        s += run ? run : 1;
    }
    free(level);
    free(sorted);
    *ret_steps = steps;
    return truth;
}

static void find_utterances(const struct sound *sound, enum endpoint_regime regime,
                            const struct endpoint_options *options, struct found *found)
{
    struct endpoint *endpoint = malloc(sizeof *endpoint);
    if (!endpoint || endpoint_init(endpoint, options) < 0) {
        fprintf(stderr, "bench_endpoint: an option is out of its range\n");
        exit(2);
    }
    endpoint_set_regime(endpoint, regime);
    found->count = 0;
    for (size_t at = 0; at < sound->count;) {
        struct endpoint_event event;
        at += endpoint_feed(endpoint, sound->frames + at, sound->count - at, &event);
        struct utterance *u = &found->list[found->count];
        if (event.kind == ENDPOINT_BEGAN && found->count + 1 < UTTERANCES_MAX) {
            u[0] = (struct utterance){.first = at - event.back_frames, .last = sound->count};
            found->count++;
        } else if (event.kind == ENDPOINT_ENDED || event.kind == ENDPOINT_TOO_LONG) {
            u[-1].last = at;
            u[-1].ended = event.kind == ENDPOINT_ENDED;
        }
    }
    free(endpoint);
}

static bool inside(const struct utterance *u, size_t step)
{
    return step * STEP + STEP / 2 >= u->first && step * STEP + STEP / 2 < u->last;
}

static void judge(struct totals *t, const bool *truth, size_t steps, const struct found *found, unsigned hangover_ms)
{
    size_t first_given = steps, last_given = 0, last_speech = 0;
    bool given[4096] = {false};
    t->clips++;
    for (size_t s = 0; s < steps && s < 4096; s++) {
        for (size_t i = 0; i < found->count; i++)
            given[s] = given[s] || inside(&found->list[i], s);
        if (!truth[s])
            continue;
        t->speech++;
        last_speech = s;
        if (given[s]) {
            first_given = first_given < s ? first_given : s;
            last_given = s;
        }
    }
    if (first_given == steps) {
        t->missed++;
        for (size_t s = 0; s < steps; s++)
            t->lost_begin += truth[s];
        return;
    }
    for (size_t s = 0; s < steps && s < 4096; s++) {
        if (truth[s] && !given[s])
            ++*(s < first_given ? &t->lost_begin : s > last_given ? &t->lost_end : &t->lost_middle);
    }
    const struct utterance *closing = NULL, *before = NULL;
    for (size_t i = 0; i < found->count; i++) {
        const struct utterance *u = &found->list[i];
        size_t heard = 0, first = steps, gap = 0;
        for (size_t s = u->first / STEP; s < steps && s * STEP < u->last; s++) {
            heard += truth[s];
            if (truth[s] && first == steps)
                first = s;
        }
        t->extra += heard == 0;
        if (heard == 0)
            continue;
        for (gap = 0; gap < first && !truth[first - 1 - gap];)
            gap++;
        if (before && gap * 10 < hangover_ms)
            t->cut++;
        before = closing = u;
    }
    if (!closing->ended)
        t->unended++;
    else if (closing->last > last_speech * STEP && t->delays < 4096)
        t->delay_ms[t->delays++] = ((double)closing->last - (double)(last_speech + 1) * STEP) / 16;
}

static void print_totals(struct totals *t)
{
    double sum = 0, speech = t->speech ? (double)t->speech : 1;
    qsort(t->delay_ms, t->delays, sizeof *t->delay_ms, compare_double);
    for (size_t i = 0; i < t->delays; i++)
        sum += t->delay_ms[i];
    printf("%u\t%u\t%.2f\t%.2f\t%.2f\t%u\t%u\t%u\t%.0f\t%.0f\n", t->clips, t->missed,
           100 * (double)t->lost_begin / speech, 100 * (double)t->lost_middle / speech,
           100 * (double)t->lost_end / speech, t->cut, t->extra, t->unended, t->delays ? sum / (double)t->delays : 0,
           t->delays ? t->delay_ms[t->delays * 9 / 10] : 0);
}

static int run_speech(enum endpoint_regime regime, const char *clean_dir, const char *noisy_dir, const char *names,
                      const struct endpoint_options *options)
{
    static struct totals totals;
    static struct found found;
    char name[256], path[PATH_BYTES];
    FILE *list = fopen(names, "r");
    if (!list) {
        perror(names);
        return 1;
    }
    while (fscanf(list, "%255s", name) == 1) {
        struct sound clean = {0}, noisy = {0};
        snprintf(path, sizeof path, "%s/%s", clean_dir, name);
        bool ok = read_sound(path, &clean);
        snprintf(path, sizeof path, "%s/%s", noisy_dir, name);
        if (ok && read_sound(path, &noisy)) {
            size_t steps;
            bool *truth = find_truth(&clean, &steps);
            find_utterances(&noisy, regime, options, &found);
            if (getenv("BENCH_ENDPOINT_VERBOSE")) {
                size_t a = 0, z = 0;
                for (size_t s = 0; s < steps; s++)
                    z = truth[s] ? s : z;
                while (a < steps && !truth[a])
                    a++;
                printf("%s %.2f-%.2f:", name, (double)a / 100, (double)z / 100);
                for (size_t i = 0; i < found.count; i++)
                    printf(" %.2f-%.2f%s", (double)found.list[i].first / 16000, (double)found.list[i].last / 16000,
                           found.list[i].ended ? "" : "!");
                printf("\n");
            }
            judge(&totals, truth, steps, &found, options->hangover_ms);
            free(truth);
        }
        free(clean.frames);
        free(noisy.frames);
    }
    fclose(list);
    print_totals(&totals);
    return 0;
}

static int run_noise(const char *path, const struct endpoint_options *options)
{
    static struct found found;
    struct sound sound = {0};
    if (!read_sound(path, &sound))
        return 1;
    find_utterances(&sound, ENDPOINT_OPEN, options, &found);
    double minutes = (double)sound.count / ENDPOINT_RATE_HZ / 60, open = 0;
    for (size_t i = 0; i < found.count; i++)
        open += (double)(found.list[i].last - found.list[i].first) / (double)sound.count;
    printf("%.1f\t%zu\t%.2f\t%.0f\n", minutes, found.count, (double)found.count / minutes, 100 * open);
    free(sound.frames);
    return 0;
}

static void set_option(struct endpoint_options *options, const char *text)
{
    const struct {
        const char *name;
        uint32_t *integer;
        float *number;
    } table[] = {
        {"pressed_hangover_ms", &options->pressed_hangover_ms, NULL},
        {"pressed_speech_min_ms", &options->pressed_speech_min_ms, NULL},
        {"preroll_ms", &options->preroll_ms, NULL},
        {"hangover_ms", &options->hangover_ms, NULL},
        {"speech_min_ms", &options->speech_min_ms, NULL},
        {"start_window_ms", &options->start_window_ms, NULL},
        {"utterance_max_ms", &options->utterance_max_ms, NULL},
        {"start_db", NULL, &options->start_db},
        {"hold_db", NULL, &options->hold_db},
        {"periodicity_min", NULL, &options->periodicity_min},
        {"below_voice_db", NULL, &options->below_voice_db},
        {"hold_share", NULL, &options->hold_share},
        {"weakest_db", NULL, &options->weakest_db},
    };
    size_t length = strcspn(text, "=");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strncmp(table[i].name, text, length) || table[i].name[length] || text[length] != '=')
            continue;
        if (table[i].integer)
            *table[i].integer = (uint32_t)strtoul(text + length + 1, NULL, 10);
        else
            *table[i].number = strtof(text + length + 1, NULL);
        return;
    }
    fprintf(stderr, "bench_endpoint: %s: no such option\n", text);
    exit(2);
}

int main(int argc, char **argv)
{
    struct endpoint_options options;
    endpoint_options_default(&options);
    bool pressed = argc >= 5 && !strcmp(argv[1], "pressed"), noise = argc >= 3 && !strcmp(argv[1], "noise");
    bool speech = pressed || (argc >= 5 && !strcmp(argv[1], "speech"));
    if (!speech && !noise) {
        fprintf(stderr, "usage: bench_endpoint speech|pressed CLEAN_DIR NOISY_DIR NAMES [option=value ...]\n"
                        "       bench_endpoint noise FILE [option=value ...]\n");
        return 2;
    }
    for (int i = speech ? 5 : 3; i < argc; i++)
        set_option(&options, argv[i]);
    if (noise)
        return run_noise(argv[2], &options);
    return run_speech(pressed ? ENDPOINT_PUSH_TO_TALK : ENDPOINT_OPEN, argv[2], argv[3], argv[4], &options);
}
