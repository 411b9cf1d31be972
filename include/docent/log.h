/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_LOG_H
#define DOCENT_LOG_H

/*
 * Where the daemon's messages go: to the journal with fields when stderr is the journal's (as under systemd), else to
 * stderr, a line each. Never a sound, and never the words of a visitor that were no question.
 *
 * Any thread but a sound thread. Levels are those of syslog.h.
 */

#include <stddef.h>
#include <stdint.h>
#include <syslog.h>

/* One line, without a newline at its end. */
void log_line(int level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An utterance was judged: to the journal with DOCENT_TOPIC, DOCENT_SCORE, DOCENT_DECODE_MS, DOCENT_SPEECH_MS. */
void log_heard(const char *topic, float score, uint32_t decode_ms, uint32_t speech_ms);

/* The first words in reply to it went to the loudspeaker, `latency_ms` after the end of what was said had been found:
 * to the journal with DOCENT_TOPIC, DOCENT_SCORE, DOCENT_LATENCY_MS. */
void log_answered(const char *topic, float score, uint32_t latency_ms);

#endif
