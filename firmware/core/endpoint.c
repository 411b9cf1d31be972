/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/endpoint.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* -80 dBFS a band, a converter's own noise. Digital silence is lifted to it, so that its logarithm is harmless and a
 * quiet hiss that follows is not a beginning. */
static const float quietest_power = 1e-8f;

/* Constants without a unit in the interface; all were chosen on one half of the recordings and confirmed on the other,
 * see tests/bench/ENDPOINT.md. */
enum {
    STEP_MS = 10,
    VOICE_BANDS = 12,     /* 200 to 2320 Hz, where vowels are loud */
    KNOWN_STEPS = 80,     /* until then the floor of a stream that begins in the middle of a word cannot be told */
    WALK_BACK_STEPS = 30, /* the longest consonant or weak syllable before the first voiced sound */
    LATELY_STEPS = 64,    /* STILL_SPEAKING_STEPS voiced ones within these: someone is still speaking */
    STILL_SPEAKING_STEPS = 4,
    STRAY_STEPS = 5,      /* less than half of these held is chance */
    PREROLL_MAX_MS = 500, /* these two keep back_frames under ENDPOINT_BACK_FRAMES */
    START_WINDOW_MAX_MS = 600,
    HANGOVER_MIN_MS = 50,
    HANGOVER_MAX_MS = 5000,
};

static const float band_distance_max_db = 24; /* of one band; more is one strong tone, not more speech */
static const float usual_start_db = 3;        /* what steady noise settles at */
static const float usual_start_spread_db = 1;
static const float usual_max_db = 6.5f;  /* a background livelier than this would hide speech */
static const float usual_rate = 0.01f;   /* per step: a time constant of one second */
static const float usual_settling = 20;  /* the first second counts more: steps that the starting values are worth */
static const float start_spreads = 2.5f; /* thresholds in spreads of the background, where it is a lively one */
static const float hold_spreads = 1.5f;
static const float loud_rate = 0.2f; /* per step: a syllable's loud part sets the measure, a click does not */
static const float steady_db = 5;    /* speech dips deeper than this at least once in the floor's window */

void endpoint_options_default(struct endpoint_options *ret_options)
{
    *ret_options = (struct endpoint_options){
        .preroll_ms = 300,
        .hangover_ms = 700,
        .pressed_hangover_ms = 1000,
        .speech_min_ms = 80,
        .pressed_speech_min_ms = 120,
        .start_window_ms = 500,
        .utterance_max_ms = 15000,
        .patience_ms = 8000,
        .start_db = 6,
        .hold_db = 3,
        .periodicity_min = 0.85f,
        .hold_share = 0.5f,
        .below_voice_db = 25,
        .weakest_db = -62,
    };
}

static bool in_range(uint32_t value, uint32_t least, uint32_t most)
{
    return value >= least && value <= most;
}

static bool options_valid(const struct endpoint_options *o)
{
    return o->preroll_ms <= PREROLL_MAX_MS && in_range(o->start_window_ms, STEP_MS, START_WINDOW_MAX_MS) &&
           in_range(o->hangover_ms, HANGOVER_MIN_MS, HANGOVER_MAX_MS) &&
           in_range(o->pressed_hangover_ms, HANGOVER_MIN_MS, HANGOVER_MAX_MS) &&
           in_range(o->speech_min_ms, STEP_MS, o->start_window_ms) &&
           in_range(o->pressed_speech_min_ms, STEP_MS, o->start_window_ms) &&
           in_range(o->utterance_max_ms, 1000, 60000) && in_range(o->patience_ms, 500, 60000) && o->start_db > 0 &&
           o->hold_db > 0 && o->periodicity_min >= 0 && o->periodicity_min <= 1 && o->hold_share >= 0 &&
           o->hold_share < 1 && o->below_voice_db > 0 && o->weakest_db <= 0;
}

int endpoint_init(struct endpoint *endpoint, const struct endpoint_options *options)
{
    if (!options_valid(options))
        return -EINVAL;
    memset(endpoint, 0, sizeof *endpoint);
    endpoint->options = *options;
    spectrum_plan_init(&endpoint->plan);
    noise_floor_init(&endpoint->floor);
    endpoint->all = endpoint->voice = (struct endpoint_usual){usual_start_db, usual_start_spread_db, 0};
    endpoint->level_db = endpoint->noise_db = -100;
    return 0;
}

void endpoint_set_regime(struct endpoint *endpoint, enum endpoint_regime regime)
{
    endpoint->wanted = regime;
    endpoint->regime = ENDPOINT_CLOSED;
    endpoint->speaking = false;
}

bool endpoint_is_speaking(const struct endpoint *endpoint)
{
    return endpoint->speaking;
}

uint32_t endpoint_speech_ms(const struct endpoint *endpoint)
{
    return endpoint->spoken ? endpoint->speech_steps * STEP_MS : 0;
}

size_t endpoint_silent_frames(const struct endpoint *endpoint)
{
    return endpoint->spoken ? (size_t)(endpoint->now_frames - endpoint->speech_frames) : 0;
}

float endpoint_noise_db(const struct endpoint *endpoint)
{
    return endpoint->noise_db;
}

float endpoint_level_db(const struct endpoint *endpoint)
{
    return endpoint->level_db;
}

static float decibel(float power)
{
    return 10 * log10f(power);
}

static unsigned count_recent(const uint8_t *recent, uint64_t steps, unsigned last)
{
    unsigned count = 0;
    for (unsigned i = 1; i <= last && i <= steps; i++)
        count += recent[(steps - i) % ENDPOINT_RECENT_STEPS];
    return count;
}

static bool floor_is_known(const struct endpoint *e)
{
    return e->steps >= KNOWN_STEPS;
}

/* Whether the sound has not dipped in the floor's whole window: a machine's hum or a whistle, not a voice. */
static bool is_steady(const struct endpoint *e)
{
    if (e->now_frames - e->begun_frames < (uint64_t)NOISE_FLOOR_STEPS * ENDPOINT_STEP_FRAMES)
        return false;
    float power = 0;
    for (int b = 0; b < SPECTRUM_BANDS; b++)
        power += fmaxf(e->floor.minimum[b], quietest_power);
    return e->loud.level_db - decibel(power) < steady_db;
}

/* Long sentences fill the gaps in which the floor is measured, and it would rise into the voice. So it may only fall
 * while voiced sounds show that someone is still speaking. A fan switched on meanwhile has none: it becomes background
 * soon after the last word. */
static void follow_floor(struct endpoint *e)
{
    /* Between an utterance cut off for its length and the one that goes on with it lies one step. */
    bool speaking = e->speaking || (e->free_frames > 0 && e->now_frames - e->free_frames <= ENDPOINT_STEP_FRAMES);
    bool held = speaking && floor_is_known(e) &&
                count_recent(e->recent_voiced, e->steps, LATELY_STEPS) >= STILL_SPEAKING_STEPS && !is_steady(e);
    for (int b = 0; b < SPECTRUM_BANDS; b++) {
        float floor = fmaxf(e->floor.minimum[b], quietest_power);
        if (!held || floor < e->background[b])
            e->background[b] = floor;
    }
}

static float voice_power(const float *power)
{
    float sum = 0;
    for (int b = 0; b < VOICE_BANDS; b++)
        sum += power[b];
    return sum;
}

/* How far the sound is above the background. Levels on the way. */
static struct endpoint_excess measure_distance(struct endpoint *e, const float *band_power)
{
    float total = 0, noise = 0, sum = 0;
    for (int b = 0; b < SPECTRUM_BANDS; b++) {
        float power = fmaxf(band_power[b], quietest_power);
        e->power[b] = e->steps ? 0.5f * (e->power[b] + power) : power;
        sum += fminf(fmaxf(decibel(e->power[b] / e->background[b]), 0), band_distance_max_db);
        total += e->power[b];
        noise += e->background[b];
    }
    e->level_db = decibel(total);
    e->noise_db = decibel(noise) + e->all.mean_db;
    return (struct endpoint_excess){
        .all_db = sum / SPECTRUM_BANDS,
        .voice_db = decibel(voice_power(e->power) / voice_power(e->background)),
        .level_db = e->level_db,
    };
}

/* Learns what the distance usually is while nobody speaks. A step counts for no more than the threshold above the
 * usual, so that a word, or a beginning missed, hardly moves it, and a livelier background does in seconds. */
static void learn_usual(struct endpoint_usual *usual, float distance_db, float threshold_db)
{
    float rate = fmaxf(usual_rate, 1.0f / ((float)usual->steps + usual_settling));
    float step = fminf(distance_db - usual->mean_db, threshold_db);
    usual->mean_db = fminf(usual->mean_db + rate * step, usual_max_db);
    usual->spread_db += rate * (fabsf(step) - usual->spread_db);
    usual->steps++;
}

/* How many frames ago the sound began that led to a beginning being recognised: the first voiced step that counted, and
 * before it what was active, a consonant mostly. */
static uint64_t sound_begin(const struct endpoint *e)
{
    unsigned window = e->options.start_window_ms / STEP_MS;
    unsigned back = 0;
    for (unsigned i = 1; i <= window && i <= e->steps; i++) {
        if (e->recent_voiced[(e->steps - i) % ENDPOINT_RECENT_STEPS])
            back = i;
    }
    unsigned limit = back + WALK_BACK_STEPS;
    while (back < limit && back < e->steps && back < ENDPOINT_RECENT_STEPS - 2 &&
           (e->recent_active[(e->steps - back - 1) % ENDPOINT_RECENT_STEPS] ||
            e->recent_active[(e->steps - back - 2) % ENDPOINT_RECENT_STEPS]))
        back++;
    uint64_t frames = (uint64_t)back * ENDPOINT_STEP_FRAMES;
    return frames < e->now_frames ? e->now_frames - frames : 0;
}

static void begin(struct endpoint *e, uint64_t sound_frames, struct endpoint_event *event)
{
    uint64_t preroll = (uint64_t)e->options.preroll_ms * ENDPOINT_RATE_HZ / 1000;
    uint64_t first = sound_frames > preroll ? sound_frames - preroll : 0;
    if (first < e->free_frames)
        first = e->free_frames;
    e->speaking = true;
    e->begun_frames = sound_frames > first ? sound_frames : first;
    e->speech_frames = e->now_frames;
    e->speech_steps = 0;
    e->loud = (struct endpoint_excess){0};
    e->spoken = false;
    event->kind = ENDPOINT_BEGAN;
    event->back_frames = (size_t)(e->now_frames - first);
}

static void end(struct endpoint *e, enum endpoint_event_kind kind, struct endpoint_event *event)
{
    e->speaking = false;
    e->free_frames = e->now_frames;
    event->kind = kind;
    event->back_frames = (size_t)(e->now_frames - e->speech_frames);
    event->speech_ms = endpoint_speech_ms(e);
    if (e->regime == ENDPOINT_PUSH_TO_TALK)
        e->regime = e->wanted = ENDPOINT_CLOSED;
    /* Who talks on beyond the limit goes on in a second utterance, without a gap. */
    if (kind == ENDPOINT_ENDED)
        memset(e->recent_voiced, 0, sizeof e->recent_voiced);
}

static uint32_t speech_min_ms(const struct endpoint *e)
{
    return e->regime == ENDPOINT_PUSH_TO_TALK ? e->options.pressed_speech_min_ms : e->options.speech_min_ms;
}

static uint64_t patience_frames(const struct endpoint *e)
{
    const struct endpoint_options *o = &e->options;
    uint64_t ms = e->regime != ENDPOINT_PUSH_TO_TALK ? o->hangover_ms
                  : e->spoken                        ? o->pressed_hangover_ms
                                                     : o->patience_ms;
    return ms * ENDPOINT_RATE_HZ / 1000;
}

/* Enough voiced sound for a beginning. */
static bool is_voice(const struct endpoint *e)
{
    unsigned voiced = count_recent(e->recent_voiced, e->steps, e->options.start_window_ms / STEP_MS);
    return voiced * STEP_MS >= speech_min_ms(e);
}

static void begin_spoken(struct endpoint *e, struct endpoint_event *event)
{
    begin(e, sound_begin(e), event);
    e->speech_steps = e->options.speech_min_ms / STEP_MS;
    e->spoken = true;
}

/* Rises in a few steps and never falls: the loudest syllables are the measure. */
static void learn_loud(struct endpoint_excess *loud, const struct endpoint_excess *x)
{
    bool first = loud->level_db >= 0;
    loud->level_db = first ? x->level_db : loud->level_db + loud_rate * fmaxf(x->level_db - loud->level_db, 0);
    loud->all_db += (first ? 1 : loud_rate) * fmaxf(x->all_db - loud->all_db, 0);
    loud->voice_db += (first ? 1 : loud_rate) * fmaxf(x->voice_db - loud->voice_db, 0);
}

static bool is_held(const struct endpoint *e, const struct endpoint_excess *x)
{
    const struct endpoint_options *o = &e->options;
    if (x->level_db < o->weakest_db || (e->spoken && x->level_db < e->loud.level_db - o->below_voice_db))
        return false;
    return x->all_db > fmaxf(o->hold_db, o->hold_share * e->loud.all_db) ||
           x->voice_db > fmaxf(o->start_db, o->hold_share * e->loud.voice_db);
}

static void judge_speaking(struct endpoint *e, const struct endpoint_excess *x, bool voiced,
                           struct endpoint_event *event)
{
    const struct endpoint_options *o = &e->options;
    if (voiced)
        learn_loud(&e->loud, x);
    bool held = is_held(e, x);
    e->recent_voiced[(e->steps - 1) % ENDPOINT_RECENT_STEPS] = voiced && held;
    if (e->spoken)
        e->recent_active[(e->steps - 1) % ENDPOINT_RECENT_STEPS] = held;
    e->speech_steps += held;
    if (held && 2 * count_recent(e->recent_active, e->steps, STRAY_STEPS) > STRAY_STEPS)
        e->speech_frames = e->now_frames;
    if (!e->spoken && is_voice(e)) {
        e->spoken = true;
        e->speech_frames = e->now_frames;
    }

    uint64_t silent = e->now_frames - (e->spoken ? e->speech_frames : e->begun_frames);
    if (silent >= patience_frames(e))
        end(e, ENDPOINT_ENDED, event);
    else if (e->now_frames - e->begun_frames >= (uint64_t)o->utterance_max_ms * ENDPOINT_RATE_HZ / 1000)
        end(e, ENDPOINT_TOO_LONG, event);
}

static float voiced_db(const struct endpoint *e)
{
    return fmaxf(e->options.start_db, start_spreads * e->voice.spread_db);
}

/* The floor is known at last: what of the stream's first steps was voice? Were they voiced enough, all of them count as
 * speech that has just been heard. */
static void judge_what_came_first(struct endpoint *e)
{
    float background = voice_power(e->background);
    unsigned voiced = 0;
    for (unsigned s = 0; s < KNOWN_STEPS; s++) {
        float power = e->recent_voice_power[s];
        e->recent_voiced[s] = power > 0 && decibel(power / background) - e->voice.mean_db > voiced_db(e);
        voiced += e->recent_voiced[s];
    }
    if (voiced * STEP_MS < 2 * speech_min_ms(e))
        return;
    memset(e->recent_active, true, KNOWN_STEPS);
    memset(e->recent_voiced, true, KNOWN_STEPS);
}

static void take_step(struct endpoint *e, struct endpoint_event *event)
{
    float samples[SPECTRUM_WINDOW_FRAMES];
    unsigned older = SPECTRUM_WINDOW_FRAMES - e->window_next;
    memcpy(samples, e->window + e->window_next, older * sizeof *samples);
    memcpy(samples + older, e->window, e->window_next * sizeof *samples);
    struct spectrum spectrum;
    spectrum_measure(&e->plan, samples, &spectrum);

    noise_floor_update(&e->floor, spectrum.band_power);
    follow_floor(e);
    struct endpoint_excess distance = measure_distance(e, spectrum.band_power);
    struct endpoint_excess x = {distance.all_db - e->all.mean_db, distance.voice_db - e->voice.mean_db, e->level_db};
    bool audible = e->level_db > e->options.weakest_db;
    bool periodic = audible && spectrum.periodicity >= e->options.periodicity_min;
    bool voiced = periodic && x.voice_db > voiced_db(e);
    bool active = audible && x.all_db > fmaxf(e->options.hold_db, hold_spreads * e->all.spread_db);
    unsigned slot = (unsigned)(e->steps % ENDPOINT_RECENT_STEPS);
    e->recent_voice_power[slot] = periodic ? voice_power(e->power) : 0;
    e->recent_voiced[slot] = floor_is_known(e) && voiced;
    e->recent_active[slot] = floor_is_known(e) && active;
    e->steps++;
    if (!floor_is_known(e))
        return;
    if (e->steps == KNOWN_STEPS)
        judge_what_came_first(e);
    if (!(e->speaking && e->spoken)) {
        learn_usual(&e->all, distance.all_db, e->options.hold_db);
        learn_usual(&e->voice, distance.voice_db, e->options.start_db);
    }
    if (e->speaking)
        judge_speaking(e, &x, voiced, event);
    else if (e->regime == ENDPOINT_OPEN && is_voice(e))
        begin_spoken(e, event);
}

size_t endpoint_feed(struct endpoint *endpoint, const int16_t *frames, size_t count, struct endpoint_event *ret_event)
{
    struct endpoint *e = endpoint;
    *ret_event = (struct endpoint_event){.kind = ENDPOINT_NOTHING};
    if (e->regime != e->wanted && count > 0) {
        e->regime = e->wanted;
        memset(e->recent_voiced, 0, sizeof e->recent_voiced);
        if (e->regime == ENDPOINT_PUSH_TO_TALK) {
            begin(e, e->now_frames, ret_event);
            return 0;
        }
    }
    size_t used = 0;
    while (used < count && ret_event->kind == ENDPOINT_NOTHING) {
        e->window[e->window_next] = (float)frames[used++] / 32768;
        e->window_next = (e->window_next + 1) % SPECTRUM_WINDOW_FRAMES;
        e->now_frames++;
        if (++e->step_fill == ENDPOINT_STEP_FRAMES) {
            e->step_fill = 0;
            take_step(e, ret_event);
        }
    }
    return used;
}
