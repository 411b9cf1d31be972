/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SELF_TEST_H
#define DOCENT_SELF_TEST_H

/*
 * Can docent hear? It asks itself questions of the exhibit in its own voice, in memory, and sees whether the recogniser
 * takes them for what they are. No sound is made and no microphone is used.
 *
 * A test asks up to SELF_TEST_ASKED questions, one after another, until one is understood: that is a pass. One is
 * enough, because a recogniser that is broken understands none, while a sound one does not understand all of a voice
 * that is no human's: measured with tests/bench/bench_self_test on the exhibit here, 39 % of an American voice's
 * questions (the acoustic model is of American speech; 11 of the 14 first wordings) and 18 % of a British one's. A test
 * that failed goes on with other questions the next time; one that passed begins with the question that was understood.
 */

#include <stdint.h>

#include "docent/ear.h"
#include "docent/exhibit.h"
#include "docent/synth.h"

enum {
    SELF_TEST_QUESTIONS_MAX = 18,
    SELF_TEST_ASKED = 6,
    SELF_TEST_QUESTION_MS_MAX = 6000, /* what is longer is cut */
    SELF_TEST_RATE_WPM = 160,
};

#define SELF_TEST_VOICE "en-us"

struct self_test_question {
    const struct topic *topic; /* owned by the exhibit */
    int16_t *frames;           /* 16 kHz */
    size_t count;
};

struct self_test {
    struct self_test_question questions[SELF_TEST_QUESTIONS_MAX];
    size_t count;
    size_t next; /* to be asked */
};

/* Has the voice say the questions, the first wordings of all topics, then the second ones, while there is room; uses
 * the synth during the call. The exhibit must outlive the test. Returns 0, -ENOMEM or what synth_speak says. */
int self_test_create(struct self_test **ret_test, const struct exhibit *exhibit, struct synth *synth);

/* NULL-safe. */
void self_test_destroy(struct self_test *test);

/* Ask the next question. Returns 0 when it was understood, -EBADMSG when not, or what ear_probe says. Takes as long as
 * recognising a question does. One thread at a time. */
int self_test_ask(struct self_test *test, struct ear *ear, struct ear_result *scratch);

#endif
