/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_CONVERSATION_H
#define DOCENT_CONVERSATION_H

/*
 * Between the pure dialogue and the threads: turns what was heard, pressed and played into dialogue events, and carries
 * the dialogue's actions out. Event loop's thread only; time is an argument.
 */

#include <stdbool.h>
#include <stdint.h>

#include "docent/dialogue.h"
#include "docent/earcon.h"
#include "docent/exhibit.h"
#include "docent/listener.h"
#include "docent/playback.h"
#include "docent/queue.h"
#include "docent/settings.h"
#include "docent/speaker.h"

enum { CONVERSATION_TEXT_BYTES = 4096 }; /* longest text that a program may have said */

/* Told what goes on, to show it: any member may be NULL. Strings live for the call only. */
struct conversation_watcher {
    void (*state)(void *user);                                  /* state, ear, volume, rate or faults changed */
    void (*heard)(void *user, const char *topic, float score);  /* topic or command id, or "-" */
    void (*saying)(void *user, const char *text);               /* a text begins */
    void (*word)(void *user, size_t offset, size_t length);     /* ... and this word of it sounds now */
    void (*said)(void *user);                                   /* it has ended, or was cut off */
    void (*keep)(void *user, int volume_db, unsigned rate_wpm); /* a single user's choice is to be kept */
    void *user;
};

struct conversation_options {
    const struct exhibit *exhibit; /* borrowed, like all below */
    const struct exhibit *phrasebook;
    const struct settings *settings;
    struct listener *listener;
    struct speaker *speaker;
    struct playback *playback;
    unsigned sound_rate_hz; /* the playback's, for earcons; 0: none */
    struct conversation_watcher watcher;
};

/* What is being said to an utterance that was heard, until its first words sound. */
struct conversation_reply {
    const char *topic; /* or command, or "-"; NULL: none is waited for */
    float score;
    int64_t heard_ms; /* when the utterance ended */
    uint32_t token;   /* of the speech */
};

struct conversation {
    struct conversation_options options;
    struct dialogue dialogue;
    int64_t deadline_ms; /* when to call conversation_time, or DIALOGUE_NO_DEADLINE */
    uint32_t generation; /* of the ear's mode */
    bool saying;         /* watcher.saying was told, watcher.said not yet */
    bool skipped_speech; /* the phrasebook lacked it */
    bool is_deaf;        /* conversation_hearing said so */
    bool ear_failed;     /* the last utterance could not be judged */
    bool input_ended;    /* the capture was a file, and all of it was judged */
    struct conversation_reply reply;
    const struct earcon *sound; /* to be played before what comes next is said, or alone; or NULL */
    struct earcon earcons[DIALOGUE_SOUND_COUNT];
    char text[CONVERSATION_TEXT_BYTES];
};

/* Settings of the dialogue as docent.conf has them. */
void conversation_dialogue_settings(const struct settings *settings, struct dialogue_settings *ret_settings);

/* Sets the volume; says nothing yet. */
void conversation_init(struct conversation *conversation, const struct conversation_options *options);

/* What a single user had chosen before. */
void conversation_restore(struct conversation *conversation, int volume_db, unsigned rate_wpm);

/* Other content: the caller has silenced the speaker and closed the ear. */
void conversation_reload(struct conversation *conversation, const struct exhibit *exhibit,
                         const struct exhibit *phrasebook, const struct settings *settings);

/* An event of the dialogue, from a button, the socket or the loop itself. */
void conversation_event(struct conversation *conversation, const struct dialogue_event *event, int64_t now_ms);

/* The deadline has passed. */
void conversation_time(struct conversation *conversation, int64_t now_ms);

/* Have a text said. Returns 0, -E2BIG, -EINVAL (nothing in it to say). */
int conversation_say(struct conversation *conversation, const char *text, int64_t now_ms);

/* A thread reported. Frees report->result. */
void conversation_report(struct conversation *conversation, struct report *report, int64_t now_ms);

/* Does docent understand anything at all? The fault is over when it does and the ear has not failed either. */
void conversation_hearing(struct conversation *conversation, bool is_deaf, int64_t now_ms);

/* The input has ended and all that followed from it has been said. */
bool conversation_is_over(const struct conversation *conversation);

#endif
