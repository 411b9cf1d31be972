/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <pocketsphinx.h>
#include <ps_lattice.h>
#include <sphinxbase/err.h>

#include "docent/acoustic_model.h"
#include "docent/front.h"
#include "docent/language_model.h"
#include "docent/lexicon.h"
#include "docent/recogniser.h"
#include "docent/sentence_bank.h"
#include "recogniser_kind.h"

#define SPHINX_ACOUSTIC_MODEL "/usr/share/pocketsphinx/model/en-us/en-us"

enum {
    UTTERANCE_FRAMES_MAX = 20 * RECOGNISER_RATE_HZ, /* the endpointer ends it long before */
    FRAMES_PER_SECOND = 100,                        /* of cepstra: PocketSphinx's -frate */
    TIMES_MAX = 20 * FRAMES_PER_SECOND + 8,
};

/* Paths with less than this share of a lattice tell nothing. */
static const double POSTERIOR_LEAST = 0.001;

/* What is written for PocketSphinx to read. */
enum { SCRATCH_LANGUAGE, SCRATCH_DICTIONARY, SCRATCH_MEANS, SCRATCH_VARIANCES, SCRATCH_WEIGHTS, SCRATCHES };

struct scratch {
    FILE *stream;
    char path[32];
};

enum stage {
    STAGE_NOTHING,  /* has been done */
    STAGE_ENHANCED, /* the rows are there, and the decoder waits for them */
    STAGE_SEARCHED, /* the decoder's second pass and its lattice are left */
    STAGE_DONE,     /* `heard` is filled, or `error` says why it is not */
};

/* Recognition of the first `frame_count` frames of the utterance under way. */
struct attempt {
    enum stage stage;
    size_t frame_count;
    float **rows; /* the front's */
    size_t row_count;
    int error;
    struct heard heard;
};

struct sphinx {
    struct recogniser base;
    ps_decoder_t *decoder;
    struct front *front;
    int16_t *frames; /* the utterance under way */
    size_t frame_count;
    struct attempt attempt;
    float *shares; /* by word of the lattice and time: scratch */
};

/* An anonymous file that PocketSphinx can open by name: nothing is ever written to a disk. */
static int scratch_open(struct scratch *scratch)
{
    int fd = memfd_create("for PocketSphinx", MFD_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    scratch->stream = fdopen(fd, "w");
    if (scratch->stream == NULL) {
        close(fd);
        return -ENOMEM;
    }
    snprintf(scratch->path, sizeof(scratch->path), "/proc/self/fd/%d", fd);
    return 0;
}

/* The word without its marks, "milk" for "milk~(2)". */
static bool word_plain(const char *word, char *ret_text, bool *ret_is_talk)
{
    size_t length = strcspn(word, "( ");
    *ret_is_talk = length > 1 && word[length - 1] == SENTENCE_TALK_MARK[0];
    if (length > 1 && (*ret_is_talk || word[length - 1] == SENTENCE_POINT_MARK[0])) {
        length--;
    }
    if (length == 0 || length >= HEARD_WORD_BYTES || word[0] == '<' || word[0] == '[' || word[0] == '+') {
        return false; /* silence and noises */
    }
    memcpy(ret_text, word, length);
    ret_text[length] = '\0';
    return true;
}

static int dictionary_write(FILE *stream, struct lexicon *lexicon, const struct vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->count; i++) {
        const char *word = vocabulary->words[i];
        char text[HEARD_WORD_BYTES];
        bool is_talk = false;
        if (!word_plain(word, text, &is_talk)) {
            continue;
        }
        struct text_list variants = {0};
        int result = lexicon_pronounce(lexicon, text, &variants);
        for (size_t v = 0; result == 0 && v < variants.count; v++) {
            if (v == 0) {
                fprintf(stream, "%s %s\n", word, variants.items[v]);
            } else {
                fprintf(stream, "%s(%zu) %s\n", word, v + 1, variants.items[v]);
            }
        }
        text_list_finish(&variants);
        if (result == -ENOMEM) {
            return result;
        }
    }
    return fflush(stream) != 0 || ferror(stream) ? -EIO : 0;
}

static int lexicon_open(struct lexicon **ret_lexicon, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                        struct synth *synth)
{
    int result = lexicon_create(ret_lexicon, NULL, synth);
    if (result == 0 && phrasebook != NULL) {
        result = lexicon_add_pronunciations(*ret_lexicon, phrasebook->pronunciations, phrasebook->pronunciation_count);
    }
    if (result == 0) {
        result = lexicon_add_pronunciations(*ret_lexicon, exhibit->pronunciations, exhibit->pronunciation_count);
    }
    return result;
}

static int files_write(FILE *model, FILE *dictionary, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                       const struct english *english, struct synth *synth)
{
    const struct sentence_weights weights = {.key = 1.0F, .frame = 1.0F, .command = 1.0F};
    struct language_model_options options;
    language_model_options_default(&options);
    struct sentence_bank bank;
    struct lexicon *lexicon = NULL;
    int result = sentence_bank_build(&bank, exhibit, phrasebook, english, &weights);
    if (result == 0) {
        result = language_model_write(model, &bank, english, &options);
    }
    if (result == 0) {
        result = lexicon_open(&lexicon, exhibit, phrasebook, synth);
    }
    if (result == 0) {
        result = dictionary_write(dictionary, lexicon, &bank.vocabulary);
    }
    lexicon_destroy(lexicon);
    sentence_bank_finish(&bank);
    return result;
}

/* The acoustic model is named file by file: named as a folder, its own feat.params would be read too, and would win
 * over what is said here of -feat and -cmn. The settings were measured with tests/bench/accuracy, -ascale (how much
 * posteriors are blurred) with bench_match, -ds (only every second frame looks for the nearest Gaussians, the other
 * keeps those) with docent evaluate, -maxhmmpf (so that noise costs no more than speech does) and -fwdflat... (at how
 * many frames a word must have been able to end in the first pass, and how many frames off, to be looked for in the
 * second) with bench_match: the figures are in tests/bench/HEARING.md. Those not named are PocketSphinx's own; -ncep is
 * for a front end that it makes, asks for its width and never uses. */
static ps_decoder_t *decoder_open(const struct scratch scratches[])
{
    cmd_ln_t *config = cmd_ln_init(
        NULL, ps_args(), TRUE, "-mdef", SPHINX_ACOUSTIC_MODEL "/mdef", "-tmat",
        SPHINX_ACOUSTIC_MODEL "/transition_matrices", "-fdict", SPHINX_ACOUSTIC_MODEL "/noisedict", "-mean",
        scratches[SCRATCH_MEANS].path, "-var", scratches[SCRATCH_VARIANCES].path, "-sendump",
        scratches[SCRATCH_WEIGHTS].path, "-feat", ACOUSTIC_MODEL_STREAMS, "-ceplen", ACOUSTIC_MODEL_VALUES, "-ncep",
        ACOUSTIC_MODEL_VALUES, "-cmn", "none", "-lm", scratches[SCRATCH_LANGUAGE].path, "-dict",
        scratches[SCRATCH_DICTIONARY].path, "-remove_silence", "no", "-ascale", "12", "-ds", "2", "-maxhmmpf", "1500",
        "-fwdflatefwid", "6", "-fwdflatsfwin", "15", NULL);
    if (config == NULL) {
        return NULL;
    }
    ps_decoder_t *decoder = ps_init(config);
    cmd_ln_free_r(config);
    return decoder;
}

static void best_read(ps_decoder_t *decoder, struct heard *heard)
{
    logmath_t *log_math = ps_get_logmath(decoder);
    for (ps_seg_t *segment = ps_seg_iter(decoder); segment != NULL; segment = ps_seg_next(segment)) {
        if (heard->word_count == HEARD_WORDS_MAX) {
            ps_seg_free(segment);
            return;
        }
        struct heard_word *word = &heard->words[heard->word_count];
        if (!word_plain(ps_seg_word(segment), word->text, &word->is_talk)) {
            continue;
        }
        int start = 0;
        int end = 0;
        ps_seg_frames(segment, &start, &end);
        word->start_ms = start * 1000 / FRAMES_PER_SECOND;
        word->end_ms = (end + 1) * 1000 / FRAMES_PER_SECOND;
        word->posterior = (float)fmin(1.0, logmath_exp(log_math, ps_seg_prob(segment, NULL, NULL, NULL)));
        heard->word_count++;
    }
}

static struct heard_word *seen_find(struct heard *heard, const char *text, bool is_talk)
{
    for (size_t i = 0; i < heard->seen_count; i++) {
        if (heard->seen[i].is_talk == is_talk && strcmp(heard->seen[i].text, text) == 0) {
            return &heard->seen[i];
        }
    }
    if (heard->seen_count == HEARD_SEEN_MAX) {
        return NULL;
    }
    struct heard_word *word = &heard->seen[heard->seen_count++];
    *word = (struct heard_word){.is_talk = is_talk};
    memcpy(word->text, text, strlen(text) + 1);
    return word;
}

/* Add one link of the lattice: a word over a span of time, and its share of all paths. Links of one word over the same
 * time add up; what counts in the end is the word's likeliest moment. */
static void link_add(struct sphinx *sphinx, struct heard *heard, const char *text, bool is_talk, int start, int end,
                     double share)
{
    struct heard_word *word = seen_find(heard, text, is_talk);
    if (word == NULL) {
        return;
    }
    float *shares = sphinx->shares + (size_t)(word - heard->seen) * TIMES_MAX;
    if (word->end_ms == 0) {
        memset(shares, 0, TIMES_MAX * sizeof(*shares));
    }
    for (int time = start < 0 ? 0 : start; time <= end && time < TIMES_MAX; time++) {
        shares[time] += (float)share;
        if (shares[time] > word->posterior) {
            word->posterior = shares[time] < 1.0F ? shares[time] : 1.0F;
            word->start_ms = start * 1000 / FRAMES_PER_SECOND;
        }
    }
    word->end_ms = (end + 1) * 1000 / FRAMES_PER_SECOND;
}

static void node_read(struct sphinx *sphinx, ps_lattice_t *lattice, ps_latnode_t *node, struct heard *heard)
{
    char text[HEARD_WORD_BYTES];
    bool is_talk = false;
    if (!word_plain(ps_latnode_baseword(lattice, node), text, &is_talk)) {
        return;
    }
    logmath_t *log_math = ps_lattice_get_logmath(lattice);
    for (ps_latlink_iter_t *links = ps_latnode_exits(node); links != NULL; links = ps_latlink_iter_next(links)) {
        ps_latlink_t *link = ps_latlink_iter_link(links);
        int16 start = 0;
        int end = ps_latlink_times(link, &start);
        double share = logmath_exp(log_math, ps_latlink_prob(lattice, link, NULL));
        if (share >= POSTERIOR_LEAST) {
            link_add(sphinx, heard, text, is_talk, start, end, share);
        }
    }
}

static void lattice_read(struct sphinx *sphinx, struct heard *heard)
{
    ps_lattice_t *lattice = ps_get_lattice(sphinx->decoder);
    if (lattice == NULL) {
        return;
    }
    for (ps_latnode_iter_t *nodes = ps_latnode_iter(lattice); nodes != NULL; nodes = ps_latnode_iter_next(nodes)) {
        node_read(sphinx, lattice, ps_latnode_iter_node(nodes), heard);
    }
}

/* --- an attempt --------------------------------------------------------------------------------------------------- */

/* The whole utterance is needed before any of it can be searched, for its mean is taken off from the first word on.
 * Measured on 172 questions in kitchen noise at 6 dB: 77 % right so, 72 % when decoded as it arrives. */
static int attempt_enhance(struct sphinx *sphinx)
{
    struct attempt *attempt = &sphinx->attempt;
    int result = front_process(sphinx->front, sphinx->frames, attempt->frame_count, &attempt->rows,
                               &attempt->row_count);
    if (result < 0 || ps_start_stream(sphinx->decoder) < 0 || ps_start_utt(sphinx->decoder) < 0) {
        return -EIO;
    }
    attempt->stage = STAGE_ENHANCED;
    return 0;
}

/* In one call: PocketSphinx hears something else in rows that are given to it piece by piece. */
static int attempt_search(struct sphinx *sphinx)
{
    struct attempt *attempt = &sphinx->attempt;
    attempt->stage = STAGE_SEARCHED;
    return ps_process_cep(sphinx->decoder, attempt->rows, (int)attempt->row_count, FALSE, TRUE) < 0 ? -EIO : 0;
}

static int attempt_finish(struct sphinx *sphinx)
{
    struct attempt *attempt = &sphinx->attempt;
    attempt->stage = STAGE_DONE;
    if (ps_end_utt(sphinx->decoder) < 0) {
        return -EIO;
    }
    int32 score = 0;
    if (ps_get_hyp(sphinx->decoder, &score) != NULL) {
        ps_get_prob(sphinx->decoder); /* computes the posteriors that the two read */
        best_read(sphinx->decoder, &attempt->heard);
        lattice_read(sphinx, &attempt->heard);
    }
    return 0;
}

/* The decoder must be told of an end before it can begin again. */
static void attempt_drop(struct sphinx *sphinx)
{
    if (sphinx->attempt.stage == STAGE_ENHANCED || sphinx->attempt.stage == STAGE_SEARCHED) {
        ps_end_utt(sphinx->decoder);
    }
    sphinx->attempt = (struct attempt){.stage = STAGE_NOTHING};
}

static void attempt_aim(struct sphinx *sphinx, size_t frame_count)
{
    size_t count = frame_count < sphinx->frame_count ? frame_count : sphinx->frame_count;
    if (sphinx->attempt.frame_count != count) {
        attempt_drop(sphinx);
        sphinx->attempt.frame_count = count;
        sphinx->attempt.heard.speech_ms = (uint32_t)(count * 1000 / RECOGNISER_RATE_HZ);
    }
    if (count == 0) {
        sphinx->attempt.stage = STAGE_DONE;
    }
}

static void attempt_go_on(struct sphinx *sphinx)
{
    struct attempt *attempt = &sphinx->attempt;
    int result = 0;
    switch (attempt->stage) {
    case STAGE_NOTHING:
        result = attempt_enhance(sphinx);
        break;
    case STAGE_ENHANCED:
        result = attempt_search(sphinx);
        break;
    case STAGE_SEARCHED:
        result = attempt_finish(sphinx);
        break;
    case STAGE_DONE:
        break;
    }
    if (result < 0) {
        size_t frame_count = attempt->frame_count;
        attempt_drop(sphinx);
        *attempt = (struct attempt){.stage = STAGE_DONE, .frame_count = frame_count, .error = result};
    }
}

/* --- an utterance ------------------------------------------------------------------------------------------------- */

static int sphinx_start(struct recogniser *recogniser)
{
    struct sphinx *sphinx = (struct sphinx *)recogniser;
    attempt_drop(sphinx);
    sphinx->frame_count = 0;
    return 0;
}

static int sphinx_feed(struct recogniser *recogniser, const int16_t *frames, size_t count)
{
    struct sphinx *sphinx = (struct sphinx *)recogniser;
    size_t room = UTTERANCE_FRAMES_MAX - sphinx->frame_count;
    count = count < room ? count : room;
    memcpy(sphinx->frames + sphinx->frame_count, frames, count * sizeof(*frames));
    sphinx->frame_count += count;
    return 0;
}

static void sphinx_abandon(struct recogniser *recogniser)
{
    struct sphinx *sphinx = (struct sphinx *)recogniser;
    attempt_drop(sphinx);
    sphinx->frame_count = 0;
}

static bool sphinx_work(struct recogniser *recogniser, size_t frame_count)
{
    struct sphinx *sphinx = (struct sphinx *)recogniser;
    attempt_aim(sphinx, frame_count);
    attempt_go_on(sphinx);
    return sphinx->attempt.stage != STAGE_DONE;
}

static int sphinx_end(struct recogniser *recogniser, size_t frame_count, struct heard *ret_heard)
{
    struct sphinx *sphinx = (struct sphinx *)recogniser;
    attempt_aim(sphinx, frame_count);
    while (sphinx->attempt.stage != STAGE_DONE) {
        attempt_go_on(sphinx);
    }
    *ret_heard = sphinx->attempt.heard;
    int error = sphinx->attempt.error;
    attempt_drop(sphinx);
    sphinx->frame_count = 0;
    return error;
}

static void sphinx_destroy(struct recogniser *recogniser)
{
    struct sphinx *sphinx = (struct sphinx *)recogniser;
    ps_free(sphinx->decoder);
    front_destroy(sphinx->front);
    free(sphinx->frames);
    free(sphinx->shares);
    free(sphinx);
}

static const struct recogniser_kind sphinx_kind = {
    .start = sphinx_start,
    .feed = sphinx_feed,
    .work = sphinx_work,
    .end = sphinx_end,
    .abandon = sphinx_abandon,
    .destroy = sphinx_destroy,
};

static int sphinx_open(struct sphinx *sphinx, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                       const struct english *english, struct synth *synth)
{
    struct scratch scratches[SCRATCHES] = {0};
    int result = 0;
    for (size_t i = 0; result == 0 && i < SCRATCHES; i++) {
        result = scratch_open(&scratches[i]);
    }
    if (result == 0) {
        result = files_write(scratches[SCRATCH_LANGUAGE].stream, scratches[SCRATCH_DICTIONARY].stream, exhibit,
                             phrasebook, english, synth);
    }
    if (result == 0) {
        result = acoustic_model_write(SPHINX_ACOUSTIC_MODEL, scratches[SCRATCH_MEANS].stream,
                                      scratches[SCRATCH_VARIANCES].stream, scratches[SCRATCH_WEIGHTS].stream);
    }
    if (result == 0) {
        sphinx->decoder = decoder_open(scratches);
        result = sphinx->decoder == NULL ? -EIO : 0;
    }
    for (size_t i = 0; i < SCRATCHES; i++) {
        if (scratches[i].stream != NULL) {
            fclose(scratches[i].stream);
        }
    }
    return result;
}

int recogniser_create_sphinx(struct recogniser **ret_recogniser, const struct exhibit *exhibit,
                             const struct exhibit *phrasebook, const struct english *english, struct synth *synth,
                             const char *models_folder)
{
    *ret_recogniser = NULL;
    char weights_path[PATH_MAX];
    snprintf(weights_path, sizeof(weights_path), "%s/enhancer.weights", models_folder);
    if (access(SPHINX_ACOUSTIC_MODEL "/mdef", R_OK) < 0 || access(LEXICON_DICTIONARY, R_OK) < 0) {
        return -ENOENT;
    }
    err_set_logfp(NULL);
    struct sphinx *sphinx = calloc(1, sizeof(*sphinx));
    if (sphinx == NULL) {
        return -ENOMEM;
    }
    sphinx->base.kind = &sphinx_kind;
    sphinx->frames = calloc(UTTERANCE_FRAMES_MAX, sizeof(*sphinx->frames));
    sphinx->shares = calloc((size_t)HEARD_SEEN_MAX * TIMES_MAX, sizeof(*sphinx->shares));
    int result = sphinx->frames == NULL || sphinx->shares == NULL
                     ? -ENOMEM
                     : front_create(&sphinx->front, weights_path, UTTERANCE_FRAMES_MAX);
    if (result == 0) {
        result = sphinx_open(sphinx, exhibit, phrasebook, english, synth);
    }
    if (result < 0) {
        sphinx_destroy(&sphinx->base);
        return result;
    }
    *ret_recogniser = &sphinx->base;
    return 0;
}
