/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "docent/evaluation.h"
#include "docent/json.h"

/* Without the recordings. */
enum { JSON_COUNTS_BYTES = 4096, JSON_CLIP_BYTES = 256 };

void evaluation_heard(const struct judgement *judgement, bool shows_commands, char *ret_heard, size_t size)
{
    if (judgement->command != NULL && shows_commands) {
        snprintf(ret_heard, size, "command:%s", judgement->command->id);
    } else {
        snprintf(ret_heard, size, "%s", judgement->topic != NULL ? judgement->topic->id : "-");
    }
}

static double share_of(size_t count, size_t total)
{
    return total == 0 ? 0 : (double)count / (double)total;
}

static double per_hour(double events, double hours)
{
    return hours > 0 ? events / hours : 0;
}

/* --- to read ------------------------------------------------------------------------------------------------------ */

static void print_share(FILE *stream, const char *name, size_t count, size_t total)
{
    struct tally_range range = tally_share(count, total);
    fprintf(stream, "%-14s %5zu of %zu = %.1f %% (95 %%: %.1f to %.1f)\n", name, count, total,
            100 * share_of(count, total), 100 * range.low, 100 * range.high);
}

static void print_hourly(FILE *stream, const char *name, size_t events, double hours)
{
    struct tally_range range = tally_events(events);
    fprintf(stream, "%-14s %5.1f (95 %%: %.1f to %.1f), %zu in %.3f hours\n", name, per_hour((double)events, hours),
            per_hour(range.low, hours), per_hour(range.high, hours), events, hours);
}

void evaluation_print(FILE *stream, const struct evaluation_counts *counts, long peak_memory_kb)
{
    if (counts->asked > 0) {
        print_share(stream, "right", counts->right, counts->asked);
        print_share(stream, "wrong", counts->wrong, counts->asked);
        print_share(stream, "none", counts->none, counts->asked);
        if (counts->asked_back > 0) {
            fprintf(stream, "%-14s %5zu of none, asking back which of two is meant\n", "almost", counts->asked_back);
        }
    }
    if (counts->talk > 0) {
        print_share(stream, "false answers", counts->answered, counts->talk);
        print_hourly(stream, "an hour", counts->answers, counts->talk_hours);
    }
    if (counts->reprompts > 0) {
        print_hourly(stream, "asked again", counts->reprompts, counts->talk_hours);
    }
    if (counts->commands > 0) {
        fprintf(stream, "%-14s %5zu\n", "commands", counts->commands);
    }
    if (counts->unjudged > 0) {
        fprintf(stream, "%-14s %5zu\n", "not judged", counts->unjudged);
    }
    fprintf(stream, "%-14s %9.3f hours\n", "audio", counts->hours);
    fprintf(stream, "%-14s %9.3f CPU seconds a second\n", "real time", evaluation_real_time_factor(counts));
    fprintf(stream, "%-14s %9.1f MB at most\n", "memory", (double)peak_memory_kb / 1024);
}

/* --- for programs ------------------------------------------------------------------------------------------------- */

static void json_range(struct json *json, const char *key, double value, double low, double high)
{
    json_object_begin(json, key);
    json_decimal(json, "value", value);
    json_decimal(json, "low", low);
    json_decimal(json, "high", high);
    json_object_end(json);
}

static void json_percent(struct json *json, const char *key, size_t count, size_t total)
{
    struct tally_range range = tally_share(count, total);
    json_range(json, key, 100 * share_of(count, total), 100 * range.low, 100 * range.high);
}

static void json_hourly(struct json *json, const char *key, size_t events, double hours)
{
    struct tally_range range = tally_events(events);
    json_range(json, key, per_hour((double)events, hours), per_hour(range.low, hours), per_hour(range.high, hours));
}

static void json_counts(struct json *json, const struct evaluation_counts *counts)
{
    json_object_begin(json, "questions");
    json_whole(json, "count", (long long)counts->asked);
    json_whole(json, "right", (long long)counts->right);
    json_whole(json, "wrong", (long long)counts->wrong);
    json_whole(json, "none", (long long)counts->none);
    json_whole(json, "asked_back", (long long)counts->asked_back);
    json_percent(json, "right_percent", counts->right, counts->asked);
    json_percent(json, "wrong_percent", counts->wrong, counts->asked);
    json_percent(json, "none_percent", counts->none, counts->asked);
    json_object_end(json);

    json_object_begin(json, "talk");
    json_whole(json, "count", (long long)counts->talk);
    json_whole(json, "answered", (long long)counts->answered);
    json_percent(json, "answered_percent", counts->answered, counts->talk);
    json_whole(json, "answers", (long long)counts->answers);
    json_decimal(json, "hours", counts->talk_hours);
    json_hourly(json, "answers_per_hour", counts->answers, counts->talk_hours);
    json_whole(json, "reprompts", (long long)counts->reprompts);
    json_hourly(json, "reprompts_per_hour", counts->reprompts, counts->talk_hours);
    json_object_end(json);
}

static void json_clip(struct json *json, const struct manifest_entry *entry, const struct evaluation_clip *clip)
{
    char heard[JSON_CLIP_BYTES];
    json_object_begin(json, NULL);
    json_text(json, "path", entry->shown);
    json_text(json, "expected", entry->topic != NULL ? entry->topic->id : "-");
    if (clip->error < 0) {
        json_text(json, "error", recording_wrong(clip->error));
    } else {
        evaluation_heard(&clip->judgement, true, heard, sizeof(heard));
        json_text(json, "heard", heard);
        json_decimal(json, "score", (double)clip->judgement.score);
        json_whole(json, "answers", clip->answers);
        json_decimal(json, "cpu_ms", (double)clip->judgement.cpu_ns / 1e6);
        json_decimal(json, "seconds", (double)clip->frame_count / RECOGNISER_RATE_HZ);
    }
    json_object_end(json);
}

static void json_write(struct json *json, const struct evaluation *evaluation, const char *manifest_path,
                       long peak_memory_kb)
{
    struct evaluation_counts counts;
    evaluation_count(evaluation, &counts);
    json_object_begin(json, NULL);
    json_text(json, "manifest", manifest_path);
    json_text(json, "content", evaluation->exhibition->content.folder);
    json_text(json, "listening", evaluation->is_open ? "open" : "button");
    json_counts(json, &counts);
    json_whole(json, "commands", (long long)counts.commands);
    json_whole(json, "not_judged", (long long)counts.unjudged);
    json_decimal(json, "audio_hours", counts.hours);
    json_decimal(json, "cpu_seconds", counts.cpu_s);
    json_decimal(json, "real_time_factor", evaluation_real_time_factor(&counts));
    json_whole(json, "peak_memory_kb", peak_memory_kb);
    json_array_begin(json, "recordings");
    for (size_t i = 0; i < evaluation->manifest->count; i++) {
        json_clip(json, &evaluation->manifest->entries[i], &evaluation->clips[i]);
    }
    json_array_end(json);
    json_object_end(json);
}

/* A character becomes six bytes at most. */
static size_t json_bytes(const struct evaluation *evaluation, const char *manifest_path)
{
    size_t bytes = JSON_COUNTS_BYTES + 6 * (strlen(manifest_path) + PATHS_BYTES);
    for (size_t i = 0; i < evaluation->manifest->count; i++) {
        const struct manifest_entry *entry = &evaluation->manifest->entries[i];
        size_t ids = (entry->topic != NULL ? strlen(entry->topic->id) : 1) + JSON_CLIP_BYTES;
        bytes += JSON_CLIP_BYTES + 6 * (strlen(entry->shown) + ids);
    }
    return bytes;
}

int evaluation_json(const struct evaluation *evaluation, const char *manifest_path, long peak_memory_kb,
                    char **ret_text)
{
    struct json json;
    size_t size = json_bytes(evaluation, manifest_path);
    char *text = malloc(size);
    *ret_text = text;
    if (text == NULL) {
        return -ENOMEM;
    }
    json_init(&json, text, size);
    json_write(&json, evaluation, manifest_path, peak_memory_kb);
    json_finish(&json);
    return 0;
}
