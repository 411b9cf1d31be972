/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SYNTH_H
#define DOCENT_SYNTH_H

/*
 * The border to speech synthesis: espeak (libespeak-ng) or record (a test stand-in that writes down what it was asked
 * to say and gives silence of a length proportional to the text).
 *
 * Synthesis runs in the calling thread and is handed out in chunks while it goes on, so that sound can start before the
 * text is finished: libespeak-ng works clause by clause and gives its first chunk within a millisecond (measured; a
 * whole answer takes about 1/1400 of its length on a desktop core). Any thread may use a synth: callers take turns, and
 * who speaks keeps the others waiting until all of it has been taken. Only one espeak synth may exist at a time in a
 * process, because libespeak-ng keeps everything in globals. Creating the
 * first one also sets the process's LC_CTYPE (libespeak-ng calls setlocale) and starts a thread of the library's that
 * only waits; so create it before starting threads. The library stays initialised when the synth is destroyed.
 *
 * Sameness. The samples depend on the text, the style and on what was said before, nothing else: not on the chunk size,
 * not on rates used before, not on synth_phones in between. What was said before matters because libespeak-ng makes the
 * pitch waver by a table of 1.07 s that it steps through while voicing and never rewinds (wavegen.c, Flutter_ix). So
 * the first utterance of a process equals the output of the espeak-ng program sample for sample (but for silence that
 * the program adds at the end), the second that of a process which has said the same first, and so on.
 */

#include <stddef.h>
#include <stdint.h>

#include "docent/exhibit.h"

enum {
    SYNTH_RATE_MIN_WPM = 80,
    SYNTH_RATE_MAX_WPM = 450, /* libespeak-ng speeds up by other means beyond */
    SYNTH_CHUNK_MAX_MS = 50,
    SYNTH_WORD_BYTES = 64, /* a word for synth_phones, with its terminator */
};

struct synth;

/* A word begins at this frame of the utterance. Offset and length are bytes of the text as it was passed in: from white
 * space to white space, without the quotes, brackets and stops around it. Words come in order, each at most once; one
 * that the voice runs together with its neighbour ("of the") may be left out. */
struct synth_word {
    uint64_t frame; /* counted from the start of the utterance */
    size_t offset;
    size_t length;
};

struct synth_chunk {
    const int16_t *frames;          /* mono, synth_rate_hz; valid only during the call */
    size_t count;                   /* at most SYNTH_CHUNK_MAX_MS; may be 0 when there are words */
    const struct synth_word *words; /* that begin in this chunk or at its end */
    size_t word_count;
};

/* Takes a chunk. Return 0 to go on, anything else to end the utterance at once. Must not call the synth. */
typedef int synth_sink(void *user, const struct synth_chunk *chunk);

struct synth_style {
    unsigned rate_wpm; /* SYNTH_RATE_MIN_WPM to SYNTH_RATE_MAX_WPM */
    const char *voice; /* espeak-ng voice or language, as its -v option takes them ("en-gb-x-rp"); NULL: "en-gb" */
};

/* Returns 0, -ENOENT (no voice data), -ENOMEM, -EBUSY (one exists). */
int synth_create_espeak(struct synth **ret_synth);

/* Each word takes a minute divided by the rate. Returns 0, -ENOMEM. */
int synth_create_record(struct synth **ret_synth);

/* NULL-safe. */
void synth_destroy(struct synth *synth);

unsigned synth_rate_hz(const struct synth *synth);

/* The texts a record synth was asked to say, as they were passed in; NULL for another kind. The synth's own. */
const struct text_list *synth_record_said(const struct synth *synth);

/* Words of the list are said as they sound (docent/spoken_text.h says where they are met); replaces what was set
 * before. The list is copied. Word offsets still refer to the text as passed to synth_speak. Returns 0, -ENOMEM, -EBUSY
 * (from inside a sink). */
int synth_set_pronunciations(struct synth *synth, const struct pronunciation *list, size_t count);

/* Speak UTF-8 `text` of at most SPOKEN_TEXT_SOURCE_BYTES_MAX bytes. Nothing in it is a command: markup is read as
 * characters, control characters are spaces. Returns 0 when all was said, -ECANCELED when the sink ended it, -EINVAL
 * (rate, not UTF-8, a voice of another sample rate), -ENOENT (no such voice), -E2BIG, -EBUSY (from inside a sink),
 * -ENOMEM, -EIO when synthesis failed. */
int synth_speak(struct synth *synth, const char *text, const struct synth_style *style, synth_sink *sink, void *user);

/* Phones of one word (letters, apostrophes, hyphens) as docent/phones.h names them ("R EH R"), with the terminator in
 * at most `size` bytes; stress dropped. Takes 0.3 ms the first time after speaking, then 0.02 ms a word. Returns 0,
 * -ENOTSUP (record), -ENOBUFS, -EINVAL (not a word), -ENODATA (no phones in it), -EBUSY, -EIO. Used to let the
 * recogniser hear words its dictionary lacks. */
int synth_phones(struct synth *synth, const char *word, char *ret_phones, size_t size);

#endif
