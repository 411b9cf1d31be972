/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How even the loudness of an exhibit's answers is. Prints a line each and the spread.
 *
 * usage: bench_loudness [EXHIBIT-FOLDER]
 *
 * Loudness is that of ITU-R BS.1770 in its way of gating, without its weighting of frequencies (one voice says
 * everything): mean square over blocks of 400 ms that overlap by three quarters; blocks below -70 dB of full scale do
 * not count, nor then those more than 10 dB below the mean of the rest. Pauses therefore do not.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/exhibition.h"
#include "docent/wording.h"

enum { BLOCK_MS = 400, STEP_MS = 100 };

struct sound {
    int16_t *frames;
    size_t count, size;
};

static int keep(void *user, const struct synth_chunk *chunk)
{
    struct sound *sound = user;

    if (sound->count + chunk->count > sound->size) {
        sound->size = (sound->count + chunk->count) * 2;
        sound->frames = realloc(sound->frames, sound->size * sizeof(*sound->frames));
        if (sound->frames == NULL) {
            abort();
        }
    }
    if (chunk->count > 0) {
        memcpy(sound->frames + sound->count, chunk->frames, chunk->count * sizeof(*chunk->frames));
        sound->count += chunk->count;
    }
    return 0;
}

static double block_mean_square(const struct sound *sound, size_t start, size_t count)
{
    double sum = 0;

    for (size_t i = start; i < start + count; i++) {
        double value = sound->frames[i] / 32768.0;
        sum += value * value;
    }
    return sum / (double)count;
}

/* The mean of the blocks above `gate`. */
static double gated_mean(const struct sound *sound, unsigned rate_hz, double gate)
{
    size_t block = (size_t)rate_hz * BLOCK_MS / 1000, step = (size_t)rate_hz * STEP_MS / 1000, counted = 0;
    double sum = 0;

    for (size_t start = 0; start + block <= sound->count; start += step) {
        double mean = block_mean_square(sound, start, block);
        if (mean > gate) {
            sum += mean;
            counted++;
        }
    }
    return counted > 0 ? sum / (double)counted : 0;
}

static double loudness_db(const struct sound *sound, unsigned rate_hz)
{
    double absolute = gated_mean(sound, rate_hz, pow(10, -7));

    return 10 * log10(gated_mean(sound, rate_hz, absolute / 10));
}

int main(int argc, char **argv)
{
    const struct tool_options options = {.content = argc > 1 ? argv[1] : DOCENT_SOURCE_DIR "/content/erma"};
    struct exhibition *exhibition = NULL;
    struct synth *synth = NULL;

    if (tool_exhibition_open(&options, &exhibition, &synth) != 0) {
        return 1;
    }
    const struct tool_content *content = &exhibition->content;
    const struct synth_style style = {.rate_wpm = (unsigned)content->settings.rate_wpm,
                                      .voice = content->settings.voice_name};
    double least_db = INFINITY, most_db = -INFINITY;
    for (size_t i = 0; i < content->exhibit.topic_count; i++) {
        const struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_ANSWER, .topics = {(int)i}, .topic_count = 1};
        struct wording wording = {0};
        struct sound sound = {0};
        if (wording_make(&wording, &speech, &content->exhibit, &content->phrasebook, NULL) < 0 ||
            synth_speak(synth, wording.text, &style, keep, &sound) < 0) {
            return 1;
        }
        double db = loudness_db(&sound, synth_rate_hz(synth));
        least_db = db < least_db ? db : least_db;
        most_db = db > most_db ? db : most_db;
        printf("%6.2f dB  %5.1f s  %s\n", db, (double)sound.count / synth_rate_hz(synth),
               content->exhibit.topics[i].id);
        wording_finish(&wording);
        free(sound.frames);
    }
    printf("spread %.2f dB\n", most_db - least_db);
    exhibition_destroy(exhibition);
    synth_destroy(synth);
    return 0;
}
