/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_DIALOGUE_H
#define DOCENT_DIALOGUE_H

/*
 * The conversation as a pure state machine: (state, event, now) -> (actions, next deadline).
 *
 * No clock, no thread, no sound, no words: time is an argument, topics are indices into the exhibit, and what is to be
 * said is named by its phrasebook id (content/common/<language>/<id>.md), never spelt out. The shell feeds events and
 * carries the actions out in order; tests/dialogue/ does the same with text scripts.
 *
 * Rules the machine keeps, whatever comes in:
 *   - Speech never queues behind speech: a DIALOGUE_SAY replaces what is being said, and every SAY, and every press of
 *     any button, is preceded by DIALOGUE_SILENCE when something was being said.
 *   - Half duplex: the ear is closed while docent speaks and for guard_ms afterwards; only a talk button opens it at
 *     once (its press silences the speech).
 *   - Every command works in every state, by voice, button or socket alike.
 *   - Whoever falls silent is asked whether they are still there before anything is taken from them (WCAG 2.2.1).
 *
 * Times are milliseconds of any monotonic clock, never negative. One thread at a time.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "docent/exhibit.h"

enum {
    DIALOGUE_NO_TOPIC = -1,
    DIALOGUE_NO_DEADLINE = -1,
    DIALOGUE_NAMED_MAX = 3,    /* topics that one phrase can name: FIRST, SECOND, THIRD */
    DIALOGUE_ACTIONS_MAX = 16, /* more than any one event can cause */
};

enum dialogue_state {
    DIALOGUE_IDLE,        /* waiting for a question (ear open, or closed until the talk button) */
    DIALOGUE_LISTENING,   /* a talk button is held or was tapped: someone is asking */
    DIALOGUE_ANSWERING,   /* an answer, or any other speech, is being said */
    DIALOGUE_PAUSED,      /* the visitor paused it: go on, or anything else */
    DIALOGUE_CHOOSING,    /* "do you mean A, or B?" was asked, or topics were offered by name */
    DIALOGUE_LISTING,     /* the topics are being read one by one; a tap picks */
    DIALOGUE_BROWSING,    /* next/previous named a topic; it is answered unless another key comes */
    DIALOGUE_STILL_THERE, /* "are you still there?": anything at all means yes */
};

/* What can be commanded, alike by voice (a phrasebook id), by button and by socket. */
enum dialogue_command {
    DIALOGUE_STOP,
    DIALOGUE_PAUSE,
    DIALOGUE_GO_ON,
    DIALOGUE_REPEAT,
    DIALOGUE_LAST_SENTENCE,
    DIALOGUE_MORE,
    DIALOGUE_LOUDER,
    DIALOGUE_QUIETER,
    DIALOGUE_FASTER,
    DIALOGUE_SLOWER,
    DIALOGUE_TOPICS,
    DIALOGUE_NEXT,
    DIALOGUE_PREVIOUS,
    DIALOGUE_HELP,
    DIALOGUE_START_AGAIN,
    DIALOGUE_PLAY,  /* pick what was just named; else go on; else answer the topic we are at */
    DIALOGUE_FIRST, /* number words pick from what was last listed or offered; FIRST + n is item n */
    DIALOGUE_SECOND,
    DIALOGUE_THIRD,
    DIALOGUE_FOURTH,
    DIALOGUE_FIFTH,
    DIALOGUE_SIXTH,
    DIALOGUE_SEVENTH,
    DIALOGUE_EIGHTH,
    DIALOGUE_NINTH,
    DIALOGUE_TENTH,
    DIALOGUE_ELEVENTH,
    DIALOGUE_TWELFTH,
    DIALOGUE_THIRTEENTH,
    DIALOGUE_FOURTEENTH,
    DIALOGUE_FIFTEENTH,
    DIALOGUE_SIXTEENTH,
    DIALOGUE_SEVENTEENTH,
    DIALOGUE_EIGHTEENTH,
    DIALOGUE_NINETEENTH,
    DIALOGUE_TWENTIETH,
    DIALOGUE_YES,
    DIALOGUE_NO,
    DIALOGUE_COMMAND_COUNT
};

enum dialogue_fault {
    DIALOGUE_FAULT_MICROPHONE,          /* "fault-microphone": not there */
    DIALOGUE_FAULT_MICROPHONE_SILENT,   /* "fault-microphone-silent": nothing but zeros, muted */
    DIALOGUE_FAULT_MICROPHONE_CLIPPING, /* "fault-microphone-clipping": turned up too far */
    DIALOGUE_FAULT_SPEAKER,             /* "fault-speaker": shown and logged; said when the speaker is back */
    DIALOGUE_FAULT_BUTTONS,             /* "fault-buttons" */
    DIALOGUE_FAULT_HEARING,             /* "fault-hearing": the recogniser fails */
    DIALOGUE_FAULT_CONTENT,             /* "fault-content": new content was refused, the old stays */
    DIALOGUE_FAULT_COUNT
};

enum dialogue_event_kind {
    DIALOGUE_EVENT_STARTED,       /* all is open: say that docent is ready */
    DIALOGUE_EVENT_HEARD_TOPIC,   /* topics[0] was asked for */
    DIALOGUE_EVENT_HEARD_CLOSE,   /* topics[0] or topics[1] was asked for */
    DIALOGUE_EVENT_HEARD_NONE,    /* speech, not understood; topics are the nearest */
    DIALOGUE_EVENT_HEARD_SILENCE, /* the talk button was used and nobody spoke */
    DIALOGUE_EVENT_SPEECH_BEGAN,  /* someone begins to speak: no time limit runs while they do */
    DIALOGUE_EVENT_COMMAND,       /* command; a voice command counts only while the ear is open */
    DIALOGUE_EVENT_TALK_PRESSED,  /* the talk button went down */
    DIALOGUE_EVENT_TALK_RELEASED, /* ... and up: a tap or a hold, told apart by hold_ms */
    DIALOGUE_EVENT_TAP,           /* the one button was tapped (press and release) */
    DIALOGUE_EVENT_KEY_DOWN,      /* any button went down, meaning not yet known: silence */
    DIALOGUE_EVENT_ASK,           /* topics[0] was chosen by socket */
    DIALOGUE_EVENT_SAY_TEXT,      /* the shell holds a text to be said (socket) */
    DIALOGUE_EVENT_SENTENCE,      /* the speaker begins sentence `sentence` of speech `token` */
    DIALOGUE_EVENT_SPOKEN,        /* speech `token` has been played out */
    DIALOGUE_EVENT_FAULT,         /* fault appeared */
    DIALOGUE_EVENT_MENDED,        /* fault went away */
    DIALOGUE_EVENT_TIME,          /* the deadline has passed (harmless when it has not) */
};

enum dialogue_source { DIALOGUE_BY_VOICE, DIALOGUE_BY_BUTTON, DIALOGUE_BY_SOCKET };

struct dialogue_event {
    enum dialogue_event_kind kind;
    enum dialogue_source source;
    enum dialogue_command command;
    enum dialogue_fault fault;
    int topics[DIALOGUE_NAMED_MAX]; /* indices into the exhibit */
    size_t topic_count;
    bool is_near; /* HEARD_NONE: it was meant for docent, as far as can be told */
    uint32_t token;
    size_t sentence;
};

enum dialogue_ear { DIALOGUE_EAR_CLOSED, DIALOGUE_EAR_OPEN, DIALOGUE_EAR_PUSH_TO_TALK };

enum dialogue_sound {
    DIALOGUE_SOUND_LISTENING,
    DIALOGUE_SOUND_HEARD,
    DIALOGUE_SOUND_NOT_UNDERSTOOD,
    DIALOGUE_SOUND_END,
    DIALOGUE_SOUND_FAULT,
    DIALOGUE_SOUND_COUNT
};

enum dialogue_speech_kind {
    DIALOGUE_SPEECH_NONE,
    DIALOGUE_SPEECH_PHRASE,   /* phrasebook `phrase`, naming topics */
    DIALOGUE_SPEECH_GREETING, /* the exhibit's greeting */
    DIALOGUE_SPEECH_ANSWER,   /* answer of topics[0] */
    DIALOGUE_SPEECH_MORE,     /* `## More` of topics[0] */
    DIALOGUE_SPEECH_TEXT,     /* the text that came with DIALOGUE_EVENT_SAY_TEXT */
};

struct dialogue_speech {
    enum dialogue_speech_kind kind;
    const char *phrase; /* a constant; placeholders FIRST SECOND THIRD or TOPIC are topics[], COUNT is number */
    int topics[DIALOGUE_NAMED_MAX];
    size_t topic_count;
    size_t number;
    size_t from_sentence; /* begin with this sentence */
};

enum dialogue_action_kind {
    DIALOGUE_ACTION_SILENCE,   /* stop the sound now */
    DIALOGUE_ACTION_SAY,       /* say `speech`, reporting SENTENCE and SPOKEN with `token` */
    DIALOGUE_ACTION_EAR,       /* set the ear */
    DIALOGUE_ACTION_EAR_FLUSH, /* the talk button was let go: judge what there is */
    DIALOGUE_ACTION_SOUND,     /* play an earcon */
    DIALOGUE_ACTION_VOLUME,    /* volume_db holds from now on */
    DIALOGUE_ACTION_RATE,      /* rate_wpm holds from the next SAY on */
    DIALOGUE_ACTION_KEEP,      /* write volume and rate to disk (single user) */
};

struct dialogue_action {
    enum dialogue_action_kind kind;
    struct dialogue_speech speech;
    uint32_t token;
    enum dialogue_ear ear;
    enum dialogue_sound sound;
    int volume_db;
    unsigned rate_wpm;
};

struct dialogue_actions {
    struct dialogue_action list[DIALOGUE_ACTIONS_MAX];
    size_t count;
};

struct dialogue_settings {
    bool open_microphone; /* false: the ear opens only for a talk button */
    bool single_user;     /* one person's own unit: nothing falls back, nobody is asked whether they are there */
    int volume_db;        /* default, 0 is full scale */
    int volume_min_db, volume_max_db, volume_step_db;
    unsigned rate_wpm; /* default */
    unsigned rate_min_wpm, rate_max_wpm, rate_step_wpm;
    uint32_t guard_ms;  /* the ear stays closed this long after speech */
    uint32_t hold_ms;   /* a talk button held at least this long is hold-to-talk */
    uint32_t listen_ms; /* after a tap: give up when nobody has spoken */
    uint32_t speech_ms; /* longest utterance with its recognition; limits are put off this long while speech goes on */
    uint32_t choose_ms; /* wait this long for a choice, or for another try after a miss */
    uint32_t list_gap_ms;    /* between topics read aloud: time to tap */
    uint32_t browse_ms;      /* a topic named by next/previous is answered after this */
    uint32_t quiet_ms;       /* visitors: after this much quiet, ask */
    uint32_t still_there_ms; /* ... and after this much more, fall back to the defaults */
};

/* The values docent ships with; the header of each is its reason. */
void dialogue_settings_default(struct dialogue_settings *ret_settings);

/* All members are private but for reading by tests and status reports: state, ear, volume_db, rate_wpm, place, faults.
 */
struct dialogue {
    struct dialogue_settings settings;
    const struct exhibit *exhibit;
    enum dialogue_state state;
    enum dialogue_ear ear;
    int volume_db;
    unsigned rate_wpm;
    int place;       /* the topic last answered or named, or DIALOGUE_NO_TOPIC */
    unsigned faults; /* bit per enum dialogue_fault */

    bool speaking;
    bool speaking_content; /* ... and it is `content` */
    uint32_t token;

    struct dialogue_speech content; /* what "say that again" repeats: the last speech that was no mere confirmation */
    enum dialogue_state content_state;
    size_t content_sentence; /* where it is, or was stopped */
    bool content_unfinished; /* "go on" has something to go on with */

    unsigned misses;                 /* one after another, each while the one before was fresh */
    int64_t miss_until_ms;           /* the last miss is fresh: whoever speaks now may be trying again */
    bool gave_up;                    /* all was said that can be said to somebody not understood: from now on a sound */
    unsigned said_faults;            /* those the visitor was told of */
    unsigned unsaid_faults;          /* to be said as soon as nothing else is being said */
    int offered[EXHIBIT_TOPICS_MAX]; /* what number words, taps and next/previous pick from */
    size_t offered_count;
    size_t item;         /* LISTING and BROWSING: offered[item] was named last; offered_count: none yet */
    bool item_by_itself; /* the list moved on to it by itself, at item_began_ms: a tap may come a moment late */
    int64_t item_began_ms;

    bool stopped_by_key, stopped_content; /* the press of the key whose meaning comes next has silenced speech */
    bool talk_down;
    int64_t talk_down_ms;
    enum dialogue_state key_from; /* the state in which the key whose meaning comes next went down ... */
    int key_picks;                /* ... and the topic that a tap of it picks */
    bool paused_list;             /* PAUSED: it was the list, at offered[item] */
    bool paused_before;           /* STILL_THERE was asked while paused */
    bool visitor;                 /* something happened since the defaults were last in force */

    int64_t guard_until_ms, step_at_ms, quiet_at_ms; /* DIALOGUE_NO_DEADLINE: not running */
};

/* `exhibit` is borrowed and only read; it has at least one topic. volume and rate start at the settings' defaults. */
void dialogue_init(struct dialogue *dialogue, const struct exhibit *exhibit, const struct dialogue_settings *settings);

/* New content took the old one's place (`docent reload`): forget indices, keep volume, rate and faults. The caller
 * first silences what is being said. */
void dialogue_reload(struct dialogue *dialogue, const struct exhibit *exhibit);

/* Kept values of a single user; out of range is pulled into range. */
void dialogue_restore(struct dialogue *dialogue, int volume_db, unsigned rate_wpm);

/* The machine itself: actions are to be carried out in order. Returns when to send DIALOGUE_EVENT_TIME, or
 * DIALOGUE_NO_DEADLINE. An event that makes no sense (a stale token, an unknown topic) changes nothing. */
int64_t dialogue_step(struct dialogue *dialogue, const struct dialogue_event *event, int64_t now_ms,
                      struct dialogue_actions *ret_actions);

/* The phrasebook id of a command ("louder") and back; NULL and -ENOENT where there is none. */
const char *dialogue_command_id(enum dialogue_command command);
int dialogue_command_find(const char *id);

/* Names for status reports and scripts: "idle", "microphone", "heard". */
const char *dialogue_state_name(enum dialogue_state state);
const char *dialogue_fault_name(enum dialogue_fault fault);
const char *dialogue_sound_name(enum dialogue_sound sound);

#endif
