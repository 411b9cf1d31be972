/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_ENDPOINT_H
#define DOCENT_ENDPOINT_H

/*
 * Finds where speech begins and ends in a stream of 16 kHz mono frames.
 *
 * How: every 10 ms the power in seventeen bands is compared with a tracked noise floor (noise_floor.h). Two distances
 * from it are taken in dB, the mean over all bands and that of the voice's bands together, and from each its usual
 * value while nobody speaks is taken away: what is left is the excess. Steady noise and a crowd's own ups and downs
 * cancel out, whatever their colour, and thresholds widen with the spread of the usual.
 *
 * Speech begins when the sound was voiced for some steps within a short while: periodic (spectrum.h), with an excess in
 * the voice's bands. Every spoken phrase has such sounds; running water, a fan that starts, clatter and hiss have not.
 * It goes on while there is excess of either kind, no less than a share of that of the voice's own loud parts, so that
 * neither a reverberant tail nor people further off keep it open. It ends when that has not been so for the hang-over.
 * The floor of a new stream is known after 0.8 s; what of that was speech is told then, and nothing is lost.
 * How well all this works is measured in tests/bench/ENDPOINT.md.
 *
 * Nothing is buffered but what the next step needs: the caller keeps the last ENDPOINT_BACK_FRAMES frames, for BEGAN
 * says how far back the utterance really began. Pure: time is the count of frames. One thread at a time.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "docent/noise_floor.h"
#include "docent/spectrum.h"

enum {
    ENDPOINT_RATE_HZ = 16000,
    ENDPOINT_STEP_FRAMES = 160,   /* 10 ms */
    ENDPOINT_BACK_FRAMES = 24000, /* 1.5 s: no event points further back than this */
    ENDPOINT_RECENT_STEPS = 96,
};

enum endpoint_regime {
    ENDPOINT_CLOSED,       /* no events; the noise floor is kept up to date */
    ENDPOINT_OPEN,         /* open microphone: begins only at what is surely speech */
    ENDPOINT_PUSH_TO_TALK, /* the button says that someone speaks: begins with the next frame */
};

enum endpoint_event_kind {
    ENDPOINT_NOTHING,
    ENDPOINT_BEGAN,    /* an utterance began `back_frames` ago, pre-roll included */
    ENDPOINT_ENDED,    /* it ended: the last speech was `back_frames` ago */
    ENDPOINT_TOO_LONG, /* it reached utterance_max_ms and is over, in the middle of speech */
};

struct endpoint_event {
    enum endpoint_event_kind kind;
    size_t back_frames;
    uint32_t
        speech_ms; /* with ENDED and TOO_LONG: time in which speech was seen; 0: nobody spoke (push-to-talk only) */
};

/* Excesses are in dB as explained above. Zeroes are not defaults: start from endpoint_options_default, whose values
 * stand here first. The ranges in brackets are checked. */
struct endpoint_options {
    uint32_t preroll_ms;  /* 300 (to 500): given to the recogniser before the first sign of speech */
    uint32_t hangover_ms; /* 700 (50 to 5000): silence that ends an utterance at the open microphone */
    uint32_t
        pressed_hangover_ms;  /* 1000 (the same): in push-to-talk, where the end is final and people stop to think */
    uint32_t start_window_ms; /* 500 (10 to 600): within this there must be so much voiced sound to begin: */
    uint32_t speech_min_ms;   /* 80 (10 to start_window_ms): at the open microphone */
    uint32_t pressed_speech_min_ms; /* 120 (the same): to believe, in push-to-talk, that someone has begun to speak */
    uint32_t utterance_max_ms;      /* 15000 (1000 to 60000): pre-roll not counted */
    uint32_t patience_ms;           /* 8000 (500 to 60000): push-to-talk ends after this when nobody has spoken */
    float start_db;                 /* 6: excess in the voice's bands that counts as voiced */
    float periodicity_min;          /* 0.85 (0 to 1): what counts as voiced */
    float hold_db;                  /* 3: mean excess that keeps an utterance open */
    float hold_share;               /* 0.5 (0 to 1): and the share of the voice's own that it takes */
    float below_voice_db;           /* 25: sound so much weaker than the voice does not keep it open */
    float weakest_db;               /* -62: nothing below this level (dBFS) is speech */
};

/* What a distance from the noise floor is like while nobody speaks. */
struct endpoint_usual {
    float mean_db, spread_db; /* spread: mean absolute deviation */
    uint32_t steps;           /* learnt from; the first count more */
};

/* How much further than usual a step is above the floor, and how loud it is. */
struct endpoint_excess {
    float all_db, voice_db, level_db;
};

struct endpoint {
    struct endpoint_options options;
    struct spectrum_plan plan;
    struct noise_floor floor;
    float window[SPECTRUM_WINDOW_FRAMES]; /* a ring: the next sample goes to window_next */
    unsigned window_next;
    unsigned step_fill; /* frames of the step under way */

    enum endpoint_regime regime;
    enum endpoint_regime wanted; /* taken over at the next frame */
    bool speaking;               /* an utterance is under way */

    float power[SPECTRUM_BANDS];      /* lightly smoothed */
    float background[SPECTRUM_BANDS]; /* the floor, kept from rising while someone speaks */
    struct endpoint_usual all;        /* of the mean distance of all bands: what is sound */
    struct endpoint_usual voice;      /* of the power from 200 to 2320 Hz: what may be voiced */
    struct endpoint_excess loud;      /* the voice's loud parts in this utterance */
    bool spoken;                      /* it holds speech for sure (push-to-talk begins without) */
    float level_db, noise_db;

    uint64_t now_frames;    /* since init */
    uint64_t free_frames;   /* frames up to here belong to an utterance that is over */
    uint64_t begun_frames;  /* the utterance's first frame, pre-roll not counted */
    uint64_t speech_frames; /* the last frame of speech seen in it */
    uint32_t speech_steps;
    uint64_t steps;
    float recent_voice_power[ENDPOINT_RECENT_STEPS]; /* by step, modulo: of what is periodic and loud enough, else 0 */
    uint8_t recent_voiced[ENDPOINT_RECENT_STEPS];    /* by step, modulo: counts towards a beginning */
    uint8_t recent_active[ENDPOINT_RECENT_STEPS];    /* by step, modulo: above the lower threshold */
};

void endpoint_options_default(struct endpoint_options *ret_options);

/* Starts closed. Returns 0, -EINVAL (an option out of its range). About 20 KB of memory, all in the struct. */
int endpoint_init(struct endpoint *endpoint, const struct endpoint_options *options);

/* Takes effect with the next frame; an utterance under way is forgotten without an event. Setting the regime that
 * already is also does that: pressing the button again begins anew. */
void endpoint_set_regime(struct endpoint *endpoint, enum endpoint_regime regime);

/* Consumes up to `count` frames and stops early at an event, which concerns the frames up to there: feed the rest in
 * another call. Returns the number consumed, which may be 0 when push-to-talk begins; always fills *ret_event. */
size_t endpoint_feed(struct endpoint *endpoint, const int16_t *frames, size_t count, struct endpoint_event *ret_event);

/* An utterance is under way (between BEGAN and ENDED or TOO_LONG). */
bool endpoint_is_speaking(const struct endpoint *endpoint);

/* Time in which speech was seen, in the utterance under way or, without one, in the last; 0: nobody spoke for sure. */
uint32_t endpoint_speech_ms(const struct endpoint *endpoint);

/* Frames since the last speech, in the utterance under way or, at the event that ends it, in that one; 0 while nobody
 * has spoken for sure. */
size_t endpoint_silent_frames(const struct endpoint *endpoint);

/* For status: the background and the present sound, from 200 to 6400 Hz, dB of a full-scale square wave. */
float endpoint_noise_db(const struct endpoint *endpoint);
float endpoint_level_db(const struct endpoint *endpoint);

#endif
