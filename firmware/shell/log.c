/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages name no source line: where in the code they came from tells an operator nothing. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include "docent/log.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

/* systemd.exec(5), JOURNAL_STREAM: device and inode of the stream that stderr is connected to. */
static bool stderr_is_journal(void)
{
    const char *stream = getenv("JOURNAL_STREAM");
    struct stat status;
    char own[64];

    if (stream == NULL || fstat(STDERR_FILENO, &status) < 0) {
        return false;
    }
    snprintf(own, sizeof(own), "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
    for (size_t i = 0; own[i] != '\0' || stream[i] != '\0'; i++) {
        if (own[i] != stream[i]) {
            return false;
        }
    }
    return true;
}

void log_line(int level, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (stderr_is_journal()) {
        sd_journal_printv(level, format, arguments);
    } else {
        char text[1024];
        vsnprintf(text, sizeof(text), format, arguments);
        fprintf(stderr, "docentd: %s\n", text);
    }
    va_end(arguments);
}

/* An entry of the journal being put together. */
enum { FIELDS_MAX = 6, FIELD_BYTES = 128 };

struct fields {
    char text[FIELDS_MAX][FIELD_BYTES];
    struct iovec list[FIELDS_MAX];
    int count;
};

__attribute__((format(printf, 2, 3))) static void field_add(struct fields *fields, const char *format, ...)
{
    va_list arguments;

    assert(fields->count < FIELDS_MAX);
    va_start(arguments, format);
    int length = vsnprintf(fields->text[fields->count], FIELD_BYTES, format, arguments);
    va_end(arguments);
    if (length > 0) {
        size_t kept = length < FIELD_BYTES ? (size_t)length : FIELD_BYTES - 1;
        fields->list[fields->count] = (struct iovec){fields->text[fields->count], kept};
        fields->count++;
    }
}

void log_heard(const char *topic, float score, uint32_t decode_ms, uint32_t speech_ms)
{
    struct fields fields = {0};

    if (!stderr_is_journal()) {
        fprintf(stderr, "docentd: heard %s, score %.2f, %" PRIu32 " ms of speech, decoded in %" PRIu32 " ms\n", topic,
                (double)score, speech_ms, decode_ms);
        return;
    }
    field_add(&fields, "MESSAGE=heard %s, score %.2f", topic, (double)score);
    field_add(&fields, "PRIORITY=%d", LOG_INFO);
    field_add(&fields, "DOCENT_TOPIC=%s", topic);
    field_add(&fields, "DOCENT_SCORE=%.3f", (double)score);
    field_add(&fields, "DOCENT_DECODE_MS=%" PRIu32, decode_ms);
    field_add(&fields, "DOCENT_SPEECH_MS=%" PRIu32, speech_ms);
    sd_journal_sendv(fields.list, fields.count);
}

void log_answered(const char *topic, float score, uint32_t latency_ms)
{
    struct fields fields = {0};

    if (!stderr_is_journal()) {
        fprintf(stderr, "docentd: answers %s, score %.2f, first sound after %" PRIu32 " ms\n", topic, (double)score,
                latency_ms);
        return;
    }
    field_add(&fields, "MESSAGE=answers %s, first sound after %" PRIu32 " ms", topic, latency_ms);
    field_add(&fields, "PRIORITY=%d", LOG_INFO);
    field_add(&fields, "DOCENT_TOPIC=%s", topic);
    field_add(&fields, "DOCENT_SCORE=%.3f", (double)score);
    field_add(&fields, "DOCENT_LATENCY_MS=%" PRIu32, latency_ms);
    sd_journal_sendv(fields.list, fields.count);
}
