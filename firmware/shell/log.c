/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages name no source line: where in the code they came from tells an operator nothing. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include "docent/log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
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

void log_heard(const char *topic, float score, uint32_t decode_ms, uint32_t speech_ms)
{
    if (stderr_is_journal()) {
        sd_journal_send("MESSAGE=heard %s, score %.2f", topic, (double)score, "PRIORITY=%d", LOG_INFO,
                        "DOCENT_TOPIC=%s", topic, "DOCENT_SCORE=%.3f", (double)score, "DOCENT_DECODE_MS=%" PRIu32,
                        decode_ms, "DOCENT_SPEECH_MS=%" PRIu32, speech_ms, NULL);
    } else {
        fprintf(stderr, "docentd: heard %s, score %.2f, %" PRIu32 " ms of speech, decoded in %" PRIu32 " ms\n", topic,
                (double)score, speech_ms, decode_ms);
    }
}
