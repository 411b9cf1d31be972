/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * usage: bench_match [--content DIR] HEARD...
 *
 * Judges what bench_heard wrote down, again and again with other weights of the matcher, for tests/bench/fit. Each line
 * of the standard input is a try: names and values, as in "doubt 2.5 accept 0.4"; what is not named stays as it is
 * standard after the talk button. For each try a line comes out: of each file of words heard right, wrong, none, talk
 * answered, talk in all, and the log loss summed over the recordings (how surprising the truth is to one who believes
 * the scores).
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/recording.h"
#include "docent/tool.h"

enum { UTTERANCES_MAX = 20000, FILES_MAX = 32, LINE_BYTES = 1024 };

/* No recording says more than this of how good the weights are. */
static const double LOSS_SHARE_LEAST = 0.01;

struct utterance {
    const struct topic *topic; /* asked for in the recording; NULL: talk */
    size_t recording;
    struct heard heard;
};

struct bench {
    struct tool_content content;
    struct english *english;
    struct utterance *utterances[UTTERANCES_MAX];
    size_t count, recording_count;
    size_t file_ends[FILES_MAX]; /* in utterances */
    size_t file_count;
};

struct counts {
    size_t right, wrong, none, answered, talk;
    double loss;
};

static const struct topic *topic_find(const struct exhibit *exhibit, const char *id)
{
    for (size_t i = 0; i < exhibit->topic_count; i++) {
        if (strcmp(exhibit->topics[i].id, id) == 0) {
            return &exhibit->topics[i];
        }
    }
    return NULL;
}

static void word_read(struct heard_word *words, size_t *count, size_t most, const char *const fields[4])
{
    if (*count < most) {
        struct heard_word *word = &words[(*count)++];
        snprintf(word->text, sizeof(word->text), "%s", fields[1]);
        word->posterior = strtof(fields[2], NULL);
        word->is_talk = fields[3][0] == '1';
    }
}

static int line_read(struct bench *bench, const struct topic **topic, char *line)
{
    const char *fields[4] = {"", "", "", ""};
    char *save = NULL;
    size_t count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *field = strtok_r(line, "\t", &save); field != NULL && count < 4; field = strtok_r(NULL, "\t", &save)) {
        fields[count++] = field;
    }
    struct utterance *last = bench->count > 0 ? bench->utterances[bench->count - 1] : NULL;
    if (strcmp(fields[0], "recording") == 0) {
        *topic = topic_find(&bench->content.exhibit, fields[2]);
        bench->recording_count++;
    } else if (strcmp(fields[0], "utterance") == 0 && bench->count < UTTERANCES_MAX) {
        struct utterance *utterance = calloc(1, sizeof(*utterance));
        if (utterance == NULL) {
            return -1;
        }
        utterance->topic = *topic;
        utterance->recording = bench->recording_count;
        bench->utterances[bench->count++] = utterance;
    } else if (strcmp(fields[0], "word") == 0 && last != NULL) {
        word_read(last->heard.words, &last->heard.word_count, HEARD_WORDS_MAX, fields);
    } else if (strcmp(fields[0], "seen") == 0 && last != NULL) {
        word_read(last->heard.seen, &last->heard.seen_count, HEARD_SEEN_MAX, fields);
    } else {
        return -1;
    }
    return 0;
}

static int file_read(struct bench *bench, const char *path)
{
    char line[LINE_BYTES];
    const struct topic *topic = NULL;
    FILE *stream = fopen(path, "re");
    int result = stream == NULL || bench->file_count == FILES_MAX ? -1 : 0;
    while (result == 0 && fgets(line, sizeof(line), stream) != NULL) {
        result = line_read(bench, &topic, line);
    }
    if (stream != NULL) {
        fclose(stream);
    }
    if (result < 0) {
        fprintf(stderr, "bench_match: %s: this is not what bench_heard writes: make it again\n", path);
        return result;
    }
    bench->file_ends[bench->file_count++] = bench->count;
    return 0;
}

static float *weight_find(struct matcher_weights *weights, struct matcher_limits *limits, const char *name)
{
    struct {
        const char *name;
        float *value;
    } const table[] = {
        {"in_keyword", &weights->in_keyword},
        {"in_answer", &weights->in_answer},
        {"wordings_most", &weights->wordings_most},
        {"smoothing", &weights->smoothing},
        {"against_most", &weights->against_most},
        {"talk_worth", &weights->talk_worth},
        {"phrase_worth", &weights->phrase_worth},
        {"scattered_worth", &weights->scattered_worth},
        {"stem_worth", &weights->stem_worth},
        {"like_worth", &weights->like_worth},
        {"like_least", &weights->like_least},
        {"shared_most", &weights->shared_most},
        {"shared_ramp", &weights->shared_ramp},
        {"unknown_worth", &weights->unknown_worth},
        {"doubt", &weights->doubt},
        {"talk_doubt", &weights->talk_doubt},
        {"accept", &limits->accept},
        {"meant_relief", &limits->meant_relief},
        {"meant_least", &limits->meant_least},
        {"close_margin", &limits->close_margin},
        {"near", &limits->near},
        {"clear_least", &limits->clear_least},
        {"unclear_cost", &limits->unclear_cost},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strcmp(table[i].name, name) == 0) {
            return table[i].value;
        }
    }
    return NULL;
}

static int try_read(char *line, struct matcher_weights *weights, struct matcher_limits *limits)
{
    char *save = NULL;
    for (char *name = strtok_r(line, " \n", &save); name != NULL; name = strtok_r(NULL, " \n", &save)) {
        float *weight = weight_find(weights, limits, name);
        const char *value = strtok_r(NULL, " \n", &save);
        if (weight == NULL || value == NULL) {
            fprintf(stderr, "bench_match: %s: no such weight, or no value after it\n", name);
            return -1;
        }
        *weight = strtof(value, NULL);
    }
    return 0;
}

/* The score of the topic asked for; of talk, of whatever came first, unless it is a command. */
static double share_of(const struct topic *topic, const struct match *match)
{
    double share = 0.0;
    for (size_t i = 0; i < match->candidate_count && !match->is_command; i++) {
        if (topic == NULL || match->candidates[i].topic == topic) {
            share = fmax(share, (double)match->candidates[i].score);
        }
    }
    return share;
}

static void recording_count(struct counts *counts, const struct topic *topic, const struct judgement *judgement,
                            double share)
{
    counts->loss -= log(fmax(LOSS_SHARE_LEAST, topic == NULL ? 1.0 - share : share));
    if (topic == NULL) {
        counts->talk++;
        counts->answered += judgement->topic != NULL;
    } else if (judgement->topic == NULL) {
        counts->none++;
    } else if (judgement->topic == topic) {
        counts->right++;
    } else {
        counts->wrong++;
    }
}

static void file_judge(const struct bench *bench, const struct matcher *matcher, const struct matcher_limits *limits,
                       size_t start, size_t end)
{
    struct counts counts = {0};
    size_t next = 0;
    for (size_t i = start; i < end; i = next) {
        struct judgement judgement;
        const struct topic *topic = bench->utterances[i]->topic;
        double share = 0.0;
        judgement_init(&judgement);
        for (next = i; next < end && bench->utterances[next]->recording == bench->utterances[i]->recording; next++) {
            struct match match;
            matcher_match(matcher, limits, &bench->utterances[next]->heard, &match);
            judgement_add(&judgement, &match, bench->utterances[next]->heard.word_count);
            share = fmax(share, share_of(topic, &match));
        }
        recording_count(&counts, topic, &judgement, share);
    }
    printf("%zu %zu %zu %zu %zu %.3f ", counts.right, counts.wrong, counts.none, counts.answered, counts.talk,
           counts.loss);
}

static int tries_judge(const struct bench *bench)
{
    char line[LINE_BYTES];
    while (fgets(line, sizeof(line), stdin) != NULL) {
        struct matcher_weights weights;
        struct ear_options options;
        exhibition_ear_options(&bench->content.settings, &options);
        struct matcher_limits limits = options.push_to_talk;
        struct matcher *matcher = NULL;
        matcher_weights_default(&weights);
        if (try_read(line, &weights, &limits) < 0 ||
            matcher_create(&matcher, &bench->content.exhibit, &bench->content.phrasebook, bench->english, &weights) <
                0) {
            return -1;
        }
        for (size_t i = 0; i < bench->file_count; i++) {
            file_judge(bench, matcher, &limits, i == 0 ? 0 : bench->file_ends[i - 1], bench->file_ends[i]);
        }
        putchar('\n');
        fflush(stdout);
        matcher_destroy(matcher);
    }
    return 0;
}

int main(int argc, char **argv)
{
    static const struct tool_usage usage = {
        .command = "bench_match", .arguments = "HEARD...", .help = "Judges words heard with other weights.\n"};
    struct tool_options options;
    int result = tool_options_read(&usage, argc, argv, &options);
    if (result >= 0) {
        return result;
    }
    struct bench *bench = calloc(1, sizeof(*bench));
    if (bench == NULL || tool_content_load(&options, &bench->content) != 0 ||
        english_load(&bench->english, DOCENT_SOURCE_DIR "/models/english.tsv") < 0) {
        free(bench);
        return 1;
    }
    result = 0;
    for (int i = optind; i < argc && result == 0; i++) {
        result = file_read(bench, argv[i]);
    }
    if (result == 0) {
        result = tries_judge(bench);
    }
    for (size_t i = 0; i < bench->count; i++) {
        free(bench->utterances[i]);
    }
    english_destroy(bench->english);
    tool_content_finish(&bench->content);
    free(bench);
    return result < 0;
}
