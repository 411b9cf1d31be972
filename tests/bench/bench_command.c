/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How well spoken commands are understood, and how often talk is taken for one. tests/bench/command makes the clips.
 *
 * usage: bench_command [--show HALF] <LIST
 *   LIST   lines `SOUND-FILE<TAB>COMMAND<TAB>HALF<TAB>WORDS`; COMMAND `-` where no command must be heard
 *   HALF   print also what became of each clip of that half that was not understood
 *
 * Prints a Markdown row for each half and each way of listening: words typed (what the matcher makes of them when all
 * are heard right), the talk button, the open microphone with a quiet room before and after the clip.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/exhibition.h"
#include "docent/recording.h"
#include "docent/sound_file.h"

enum { ROOM_FRAMES = RECOGNISER_RATE_HZ * 3 / 2, ROOM_LEVEL = 6, HALVES_MAX = 4, HALF_BYTES = 12, LINE_BYTES = 1024 };

enum way { WAY_TYPED, WAY_BUTTON, WAY_OPEN, WAY_COUNT };

static const char *const way_names[WAY_COUNT] = {"typed", "button", "open microphone"};

struct counts {
    unsigned asked, right, other_command, topic;
};

struct half {
    char name[HALF_BYTES];
    struct counts counts[WAY_COUNT];
};

struct bench {
    struct exhibition *exhibition;
    struct ear_options options;
    struct half halves[HALVES_MAX];
    size_t half_count;
    const char *shown_half;
    struct ear_result result;
};

/* One line of the list. */
struct clip {
    char *path, *command, *half, *words;
};

static struct half *find_half(struct bench *bench, const char *name)
{
    for (size_t i = 0; i < bench->half_count; i++) {
        if (strcmp(bench->halves[i].name, name) == 0) {
            return &bench->halves[i];
        }
    }
    if (bench->half_count == HALVES_MAX || strlen(name) >= HALF_BYTES) {
        fprintf(stderr, "bench_command: %s: too many halves, or too long a name\n", name);
        exit(1);
    }
    strcpy(bench->halves[bench->half_count].name, name);
    return &bench->halves[bench->half_count++];
}

static void count(struct bench *bench, const struct clip *clip, enum way way, const char *command, const char *topic)
{
    struct counts *counts = &find_half(bench, clip->half)->counts[way];
    bool is_right = topic == NULL && strcmp(command == NULL ? "-" : command, clip->command) == 0;

    counts->asked++;
    counts->right += is_right;
    counts->other_command += command != NULL && !is_right;
    counts->topic += topic != NULL;
    if (!is_right && bench->shown_half != NULL && strcmp(bench->shown_half, clip->half) == 0) {
        printf("%s\t%s\t%s\t%s\t%s\n", way_names[way], clip->command,
               command != NULL ? command
               : topic != NULL ? topic
                               : "-",
               clip->words, strrchr(clip->path, '/') + 1);
    }
}

static void count_match(struct bench *bench, const struct clip *clip, enum way way, const struct match *match)
{
    bool is_one = match->kind == MATCH_ONE;
    const char *id = is_one ? match->candidates[0].topic->id : NULL;

    count(bench, clip, way, match->is_command ? id : NULL, match->is_command ? NULL : id);
}

/* An open ear hears the clip between two stretches of a quiet room; the best of what it takes it for counts. */
static void hear_open(struct bench *bench, const struct clip *clip, const int16_t *frames, size_t frame_count)
{
    size_t total = frame_count + (size_t)2 * ROOM_FRAMES;
    int16_t *sound = calloc(total, sizeof(*sound));
    struct judgement judgement;
    struct ear *ear = NULL;
    unsigned noise = 1;

    if (sound == NULL || ear_create(&ear, bench->exhibition->recogniser, bench->exhibition->matcher, &bench->options)) {
        exit(1);
    }
    memcpy(sound + ROOM_FRAMES, frames, frame_count * sizeof(*frames));
    for (size_t i = 0; i < total; i++) {
        noise = noise * 1103515245U + 12345U;
        int value = sound[i] + (int)(noise >> 16) % (2 * ROOM_LEVEL + 1) - ROOM_LEVEL;
        sound[i] = (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
    }
    judgement_init(&judgement);
    ear_set_mode(ear, EAR_OPEN);
    for (size_t at = 0, used = 0; at < total; at += used) {
        enum ear_event_kind event = EAR_NOTHING;
        size_t piece = total - at < RECORDING_PIECE_FRAMES ? total - at : RECORDING_PIECE_FRAMES;
        if (ear_feed(ear, sound + at, piece, &used, &event, &bench->result) == 0 && event == EAR_HEARD) {
            judgement_add(&judgement, &bench->result.match, bench->result.heard.word_count);
        }
    }
    count(bench, clip, WAY_OPEN, judgement.command == NULL ? NULL : judgement.command->id,
          judgement.topic == NULL ? NULL : judgement.topic->id);
    ear_destroy(ear);
    free(sound);
}

static void judge(struct bench *bench, const struct clip *clip)
{
    struct judgement judgement;
    struct match match;
    int16_t *frames = NULL;
    size_t frame_count = 0;

    if (clip->words[0] != '\0') {
        matcher_match_text(bench->exhibition->matcher, &bench->options.push_to_talk, clip->words, &match);
        count_match(bench, clip, WAY_TYPED, &match);
    }
    int result = sound_file_read(clip->path, RECOGNISER_RATE_HZ, &frames, &frame_count);
    if (result == 0) {
        result = recording_judge(bench->exhibition, frames, frame_count, &judgement);
    }
    if (result < 0) {
        fprintf(stderr, "bench_command: %s: %s\n", clip->path, recording_wrong(result));
        exit(1);
    }
    count(bench, clip, WAY_BUTTON, judgement.command == NULL ? NULL : judgement.command->id,
          judgement.topic == NULL ? NULL : judgement.topic->id);
    hear_open(bench, clip, frames, frame_count);
    free(frames);
}

static bool clip_read(char *line, struct clip *ret_clip)
{
    line[strcspn(line, "\n")] = '\0';
    char *fields[4] = {line};
    for (int i = 1; i < 4; i++) {
        fields[i] = strchr(fields[i - 1], '\t');
        if (fields[i] == NULL) {
            return false;
        }
        *fields[i]++ = '\0';
    }
    *ret_clip = (struct clip){fields[0], fields[1], fields[2], fields[3]};
    return strchr(fields[0], '/') != NULL;
}

static void print_row(const struct half *half, enum way way)
{
    const struct counts *counts = &half->counts[way];
    double asked = counts->asked;

    if (counts->asked > 0) {
        printf("| %s | %s | %u | %.1f | %.1f | %.1f | %.1f |\n", half->name, way_names[way], counts->asked,
               100 * counts->right / asked, 100 * counts->other_command / asked, 100 * counts->topic / asked,
               100 * (counts->asked - counts->right - counts->other_command - counts->topic) / asked);
    }
}

int main(int argc, char **argv)
{
    const struct tool_options options = {.content = DOCENT_SOURCE_DIR "/content/erma"};
    struct bench *bench = calloc(1, sizeof(*bench));
    struct synth *synth = NULL;
    struct clip clip;
    char line[LINE_BYTES];

    if (bench == NULL || tool_exhibition_open(&options, &bench->exhibition, &synth) != 0) {
        return 1;
    }
    bench->shown_half = argc == 3 && strcmp(argv[1], "--show") == 0 ? argv[2] : NULL;
    exhibition_ear_options(&bench->exhibition->content.settings, &bench->options);
    while (fgets(line, sizeof(line), stdin) != NULL) {
        if (clip_read(line, &clip)) {
            judge(bench, &clip);
        }
    }
    printf("| half | listening | clips | right %% | other command %% | a topic %% | nothing %% |\n"
           "|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < bench->half_count; i++) {
        for (int way = 0; way < WAY_COUNT; way++) {
            print_row(&bench->halves[i], (enum way)way);
        }
    }
    exhibition_destroy(bench->exhibition);
    synth_destroy(synth);
    free(bench);
    return 0;
}
