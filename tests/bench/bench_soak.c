/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hours of sound through docent, faster than real time; run by tests/bench/soak.
 *
 *   bench_soak [--content DIR] [--config FILE] --hours N --lap MINUTES MANIFEST
 *
 * The way of the sound is the daemon's: a microphone of libasound (the file plug-in, which here reads a named pipe),
 * capture, ring, listener, ear with PocketSphinx, matcher, conversation, speaker with espeak-ng, playback. Only two
 * things differ. The loudspeaker is "null:", so that an answer takes as long as its synthesis. And the conversation's
 * clock is the sound itself: it has heard as many milliseconds as there were, and stands still while docent speaks.
 * Sound is given in steps, each when the last one has been heard and all that followed from it is over; so a run gives
 * the same figures on any machine, however busy.
 *
 * The recordings of MANIFEST (docent/manifest.h) are played in turn with a quiet room after each, and now and then a
 * minute of a quiet room, of digital silence, or of loud noise. After MINUTES the lap is over and the next one begins,
 * with the same first recording and the same noise, after a rest in which every visitor would have gone: all laps hear
 * the same in the same state, so their figures must be the same.
 */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "docent/complain.h"
#include "docent/conversation.h"
#include "docent/exhibition.h"
#include "docent/manifest.h"
#include "docent/recording.h"
#include "docent/sound_file.h"
#include "docent/tool.h"

enum {
    STEP_FRAMES = CAPTURE_RATE_HZ / 10,
    FRAMES_PER_MS = CAPTURE_RATE_HZ / 1000,
    GAP_FRAMES = CAPTURE_RATE_HZ * 5 / 2, /* long enough for the end of an utterance to be told */
    STRETCH_FRAMES = 60 * CAPTURE_RATE_HZ,
    STRETCH_EVERY = 10, /* recordings */
    REST_FRAMES = 3 * STRETCH_FRAMES,
    ROOM_AMPLITUDE = 6,   /* of 32768: a quiet room */
    LOUD_AMPLITUDE = 900, /* a machine beside the box */
    STUCK_WAITS = 300000, /* a millisecond each, in which nothing happens */
    GROWTH_MAX_KIB = 1024,
    LAPS_MAX = 10000,
};

/* What one lap came to. */
struct lap {
    unsigned asked, right, wrong, unasked, false_answers;
    size_t resident_kib, heap_kib; /* at its end */
    uint64_t frames, cpu_ms;
};

struct soak {
    struct exhibition *exhibition;
    struct synth *synth;
    struct queue queue;
    bool has_queue;
    struct capture *capture;
    struct playback *playback;
    struct listener *listener;
    struct speaker *speaker;
    struct conversation conversation;
    struct manifest manifest;
    char pipe_folder[40], pipe_path[60];
    int pipe_fd;
    uint64_t fed_frames;
    int64_t ahead_ms; /* the clock has been put forward so far in all, for deadlines nobody hears the time of */
    uint32_t seed;
    const struct manifest_entry *entry; /* that is, or has just been, played; NULL: a stretch */
    bool is_right, is_answered;         /* the entry */
    struct lap *lap;
    unsigned ear_failures;
};

static uint64_t cpu_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* --- what is heard ------------------------------------------------------------------------------------------------ */

static void on_heard(void *user, const char *topic, float score)
{
    struct soak *soak = user;

    (void)score;
    if (exhibit_find(&soak->exhibition->content.exhibit, topic) < 0) {
        return; /* nothing, or a command */
    }
    soak->is_answered = true;
    if (soak->entry != NULL && soak->entry->topic != NULL && strcmp(soak->entry->topic->id, topic) == 0) {
        soak->is_right = true;
    }
}

static void count_entry(struct soak *soak)
{
    if (soak->entry != NULL && soak->entry->topic != NULL) {
        soak->lap->asked++;
        soak->lap->right += soak->is_right;
        soak->lap->wrong += soak->is_answered && !soak->is_right;
    } else {
        soak->lap->unasked++;
        soak->lap->false_answers += soak->is_answered;
    }
    soak->is_right = false;
    soak->is_answered = false;
}

/* --- the loop ----------------------------------------------------------------------------------------------------- */

static int64_t now_ms(const struct soak *soak)
{
    return (int64_t)(listener_consumed_frames(soak->listener) / FRAMES_PER_MS) + soak->ahead_ms;
}

static bool take_reports(struct soak *soak)
{
    struct report report;
    bool any = false;

    while (queue_pop(&soak->queue, &report)) {
        soak->ear_failures += report.kind == REPORT_EAR_FAILED;
        conversation_report(&soak->conversation, &report, now_ms(soak));
        any = true;
    }
    return any;
}

static bool is_due(const struct soak *soak)
{
    int64_t deadline_ms = soak->conversation.deadline_ms;

    return deadline_ms != DIALOGUE_NO_DEADLINE && deadline_ms <= now_ms(soak);
}

/* An ear that is closed hears no time pass; what it waits for is a deadline, then. */
static void wait_or_move_on(struct soak *soak)
{
    const struct dialogue *dialogue = &soak->conversation.dialogue;
    struct pollfd reports = {.fd = soak->queue.fd, .events = POLLIN};
    int64_t deadline_ms = soak->conversation.deadline_ms;

    if (poll(&reports, 1, 1) == 0 && dialogue->ear == DIALOGUE_EAR_CLOSED && !dialogue->speaking &&
        deadline_ms > now_ms(soak)) {
        soak->ahead_ms += deadline_ms - now_ms(soak);
    }
}

/* Until all sound has been heard and docent is quiet. Returns 0, or -ETIME: it is stuck, which is to say deaf. */
static int settle(struct soak *soak)
{
    unsigned waits = 0;

    while (waits < STUCK_WAITS) {
        bool has_heard = listener_consumed_frames(soak->listener) == soak->fed_frames;
        bool any = take_reports(soak);
        if (is_due(soak)) {
            conversation_time(&soak->conversation, now_ms(soak));
            any = true;
        }
        if (any) {
            waits = 0;
        } else if (has_heard && !soak->conversation.dialogue.speaking) {
            return 0;
        } else {
            wait_or_move_on(soak);
            waits++;
        }
    }
    fprintf(stderr, "bench_soak: stuck after %.2f h of sound: state %s, %s, %llu of %llu frames heard\n",
            (double)soak->fed_frames / CAPTURE_RATE_HZ / 3600, dialogue_state_name(soak->conversation.dialogue.state),
            soak->conversation.dialogue.speaking ? "speaking" : "quiet",
            (unsigned long long)listener_consumed_frames(soak->listener), (unsigned long long)soak->fed_frames);
    return -ETIME;
}

static int feed(struct soak *soak, const int16_t *frames, size_t count)
{
    int16_t step[STEP_FRAMES] = {0};

    for (size_t at = 0; at < count; at += STEP_FRAMES) {
        size_t piece = count - at < STEP_FRAMES ? count - at : STEP_FRAMES;
        memcpy(step, frames + at, piece * sizeof(*step));
        memset(step + piece, 0, (STEP_FRAMES - piece) * sizeof(*step));
        if (write(soak->pipe_fd, step, sizeof(step)) != (ssize_t)sizeof(step)) {
            return -EIO;
        }
        soak->fed_frames += STEP_FRAMES;
        int result = settle(soak);
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* White noise of this amplitude. */
static int feed_noise(struct soak *soak, size_t count, int amplitude)
{
    int16_t step[STEP_FRAMES];

    for (size_t at = 0; at < count; at += STEP_FRAMES) {
        for (size_t i = 0; i < STEP_FRAMES; i++) {
            soak->seed = soak->seed * 1664525U + 1013904223U;
            step[i] = (int16_t)((int)(soak->seed >> 16) % (2 * amplitude + 1) - amplitude);
        }
        int result = feed(soak, step, STEP_FRAMES);
        if (result < 0) {
            return result;
        }
    }
    return 0;
}

/* --- a lap -------------------------------------------------------------------------------------------------------- */

static int play_entry(struct soak *soak, const struct manifest_entry *entry)
{
    int16_t *frames = NULL;
    size_t count = 0;
    int result = sound_file_read(entry->path, CAPTURE_RATE_HZ, &frames, &count);

    if (result < 0) {
        fprintf(stderr, "bench_soak: %s: %s\n", entry->shown, recording_wrong(result));
        return result;
    }
    soak->entry = entry;
    result = feed(soak, frames, count);
    free(frames);
    if (result == 0) {
        result = feed_noise(soak, GAP_FRAMES, ROOM_AMPLITUDE);
    }
    count_entry(soak);
    return result;
}

static int play_stretch(struct soak *soak, size_t number)
{
    static const int amplitudes[] = {ROOM_AMPLITUDE, 0, LOUD_AMPLITUDE};

    soak->entry = NULL;
    int result = feed_noise(soak, STRETCH_FRAMES, amplitudes[number % 3]);
    count_entry(soak);
    return result;
}

static size_t resident_kib(void)
{
    unsigned long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");

    if (file != NULL) {
        if (fscanf(file, "%lu %lu", &pages, &resident) != 2) {
            resident = 0;
        }
        fclose(file);
    }
    return resident * (size_t)sysconf(_SC_PAGESIZE) / 1024;
}

static int play_lap(struct soak *soak, struct lap *lap, uint64_t lap_frames)
{
    uint64_t first_frame = soak->fed_frames;
    uint64_t cpu_ms = cpu_now_ms();
    int result = 0;

    soak->lap = lap;
    soak->seed = 1;
    for (size_t i = 0; result == 0 && soak->fed_frames - first_frame < lap_frames; i++) {
        result = play_entry(soak, &soak->manifest.entries[i % soak->manifest.count]);
        if (result == 0 && i % STRETCH_EVERY == STRETCH_EVERY - 1) {
            result = play_stretch(soak, i / STRETCH_EVERY);
        }
    }
    result = result == 0 ? feed_noise(soak, REST_FRAMES, ROOM_AMPLITUDE) : result;
    struct mallinfo2 heap = mallinfo2();
    lap->heap_kib = (heap.uordblks + heap.hblkhd) / 1024;
    lap->resident_kib = resident_kib();
    lap->frames = soak->fed_frames - first_frame;
    lap->cpu_ms = cpu_now_ms() - cpu_ms;
    return result;
}

static void print_lap(const struct lap *lap, size_t number)
{
    double audio_ms = (double)lap->frames / FRAMES_PER_MS;

    if (number == 0) {
        puts("| lap | hours of sound | questions | right | wrong | none | other sounds | answered | memory, KiB | "
             "heap, KiB "
             "| CPU to sound |");
        puts("|---|---|---|---|---|---|---|---|---|---|---|");
    }
    printf("| %zu | %.2f | %u | %u | %u | %u | %u | %u | %zu | %zu | %.3f |\n", number + 1, audio_ms / 3600000,
           lap->asked, lap->right, lap->wrong, lap->asked - lap->right - lap->wrong, lap->unasked, lap->false_answers,
           lap->resident_kib, lap->heap_kib, (double)lap->cpu_ms / audio_ms);
    fflush(stdout);
}

/* --- opening and closing ------------------------------------------------------------------------------------------ */

static int open_pipe(struct soak *soak)
{
    strcpy(soak->pipe_folder, "/tmp/docent-soak-XXXXXX");
    if (mkdtemp(soak->pipe_folder) == NULL) {
        return -errno;
    }
    snprintf(soak->pipe_path, sizeof(soak->pipe_path), "%s/microphone", soak->pipe_folder);
    if (mkfifo(soak->pipe_path, 0600) < 0) {
        return -errno;
    }
    soak->pipe_fd = open(soak->pipe_path, O_RDWR | O_CLOEXEC); /* never waits, and the pipe never ends */
    setenv("TESTCARD_MICROPHONE", soak->pipe_path, 1);
    setenv("ALSA_CONFIG_PATH", DOCENT_BUILD_DIR "/tests/asound.conf", 1);
    return soak->pipe_fd < 0 ? -errno : 0;
}

static int open_sound(struct soak *soak)
{
    const struct capture_options capture = {.device = "file_microphone"};
    const struct playback_options playback = {.device = "null:", .rate_hz = synth_rate_hz(soak->synth)};
    int result = queue_init(&soak->queue);

    soak->has_queue = result == 0;
    if (result == 0) {
        result = playback_create(&soak->playback, &playback);
    }
    if (result == 0) {
        result = capture_create(&soak->capture, &capture);
    }
    if (result == 0) {
        const struct listener_options options = {
            .capture = soak->capture, .ear = soak->exhibition->ear, .queue = &soak->queue, .source_waits = true};
        result = listener_create(&soak->listener, &options);
    }
    if (result == 0) {
        const struct speaker_options options = {
            .playback = soak->playback, .synth = soak->synth, .queue = &soak->queue};
        result = speaker_create(&soak->speaker, &options);
    }
    return result;
}

static void start_conversation(struct soak *soak)
{
    const struct tool_content *content = &soak->exhibition->content;
    const struct dialogue_event started = {.kind = DIALOGUE_EVENT_STARTED};
    const struct conversation_options options = {.exhibit = &content->exhibit,
                                                 .phrasebook = &content->phrasebook,
                                                 .settings = &content->settings,
                                                 .listener = soak->listener,
                                                 .speaker = soak->speaker,
                                                 .playback = soak->playback,
                                                 .watcher = {.heard = on_heard, .user = soak}};

    conversation_init(&soak->conversation, &options);
    conversation_event(&soak->conversation, &started, now_ms(soak));
}

static int soak_open(struct soak *soak, const struct tool_options *options, const char *manifest)
{
    struct problems problems = {0};
    int code = tool_exhibition_open(options, &soak->exhibition, &soak->synth);

    if (code != 0) {
        return code;
    }
    int result = manifest_load(manifest, &soak->exhibition->content.exhibit, &soak->manifest, &problems);
    problems_finish(&problems);
    if (result < 0 || soak->manifest.count == 0) {
        return complain("%s is no list of recordings of this exhibit: docent evaluate says why", manifest);
    }
    result = open_pipe(soak);
    if (result == 0) {
        result = open_sound(soak);
    }
    if (result < 0) {
        return complain("sound cannot be started (%s): build the tests first", strerror(-result));
    }
    start_conversation(soak);
    return 0;
}

/* Threads first; the end of the pipe lets go of the one that reads it. */
static void soak_close(struct soak *soak)
{
    if (soak->pipe_fd >= 0) {
        close(soak->pipe_fd);
        unlink(soak->pipe_path);
        rmdir(soak->pipe_folder);
    }
    listener_destroy(soak->listener);
    speaker_destroy(soak->speaker);
    capture_destroy(soak->capture);
    playback_destroy(soak->playback);
    exhibition_destroy(soak->exhibition);
    synth_destroy(soak->synth);
    manifest_finish(&soak->manifest);
    if (soak->has_queue) {
        queue_finish(&soak->queue);
    }
}

/* --- the verdict -------------------------------------------------------------------------------------------------- */

static bool judge(const char *what, bool good)
{
    printf("%s: %s\n", good ? "passed" : "FAILED", what);
    return good;
}

static bool judge_laps(const struct soak *soak, const struct lap *laps, size_t count)
{
    const struct lap *first = &laps[0], *last = &laps[count - 1];
    char text[200];
    struct capture_report capture;

    capture_report(soak->capture, &capture);
    long heap = (long)last->heap_kib - (long)first->heap_kib;
    long resident = (long)last->resident_kib - (long)first->resident_kib;
    snprintf(text, sizeof(text), "memory after the first lap: heap %+ld KiB, resident %+ld KiB, at most %d", heap,
             resident, (int)GROWTH_MAX_KIB);
    bool good = judge(text, heap <= GROWTH_MAX_KIB && resident <= GROWTH_MAX_KIB);
    snprintf(text, sizeof(text), "right of %u questions: first lap %u, last lap %u", last->asked, first->right,
             last->right);
    good = judge(text, last->asked == first->asked && last->right == first->right && first->right > 0) && good;
    snprintf(text, sizeof(text), "faults: %u of the ear, %llu overruns, %llu losses, dialogue's 0x%x",
             soak->ear_failures, (unsigned long long)capture.overruns, (unsigned long long)capture.losses,
             soak->conversation.dialogue.faults);
    return judge(text, soak->ear_failures == 0 && capture.overruns == 0 && capture.losses == 0 &&
                           soak->conversation.dialogue.faults == 0) &&
           good;
}

static int run(struct soak *soak, double hours, double lap_minutes)
{
    size_t count = (size_t)(hours * 60 / lap_minutes + 0.5);
    struct lap *laps = count < 2 || count > LAPS_MAX ? NULL : calloc(count, sizeof(*laps));

    if (laps == NULL) {
        return complain("%.2f hours in laps of %.2f minutes: two laps are the least", hours, lap_minutes);
    }
    int result = settle(soak); /* it says that it is ready */
    result = result == 0 ? feed_noise(soak, REST_FRAMES, ROOM_AMPLITUDE) : result;
    for (size_t i = 0; i < count && result == 0; i++) {
        result = play_lap(soak, &laps[i], (uint64_t)(lap_minutes * 60 * CAPTURE_RATE_HZ));
        print_lap(&laps[i], i);
    }
    bool good = judge("all of it was heard", result == 0) && judge_laps(soak, laps, count);
    free(laps);
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    static const struct option long_options[] = {
        {"hours", required_argument, NULL, 'h'}, {"lap", required_argument, NULL, 'l'}, TOOL_OPTIONS};
    static const struct tool_usage usage = {"bench_soak", "--hours N --lap MINUTES MANIFEST",
                                            "Sound for hours, faster than real time. See tests/bench/soak.\n"};
    struct soak *soak = calloc(1, sizeof(*soak));
    struct tool_options options = {0};
    double hours = 0, lap_minutes = 0;
    int value, code = soak == NULL ? 1 : -1;

    while (code < 0 && (value = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        if (value == 'h') {
            hours = strtod(optarg, NULL);
        } else if (value == 'l') {
            lap_minutes = strtod(optarg, NULL);
        } else {
            code = tool_option(&usage, value, argv, &options);
        }
    }
    if (code < 0 && (optind + 1 != argc || !(hours > 0) || !(lap_minutes > 0))) {
        code = complain_usage(usage.command, "hours, a lap and a manifest are needed");
    }
    if (code < 0) {
        soak->pipe_fd = -1;
        code = soak_open(soak, &options, argv[optind]);
        code = code == 0 ? run(soak, hours, lap_minutes) : code;
        soak_close(soak);
    }
    free(soak);
    return code;
}
