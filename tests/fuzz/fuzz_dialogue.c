/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The conversation: whatever happens, and in whatever order, it keeps its rules and comes to rest with an open ear. The
 * first byte is the settings, then come steps of three bytes: what happens, to what, and how long after the step
 * before. The world around it is as simple as can be: what is to be said is being said until its end comes. */

#include "fuzz.h"

#include <string.h>

#include "docent/dialogue.h"

enum { TOPICS = 6, REST_STEPS_MAX = 200, EVENT_KINDS = DIALOGUE_EVENT_TIME + 1, RELOAD = EVENT_KINDS, THINGS };

struct world {
    struct dialogue dialogue;
    struct exhibit exhibit;
    int64_t now_ms, deadline_ms;
    bool is_speaking;
    enum dialogue_ear ear;
    uint32_t token;
};

static char *paragraphs[] = {(char[]){"One. Two."}};
static char *words[] = {(char[]){"apples"}};
static struct topic topics[TOPICS];

static void open_exhibit(struct exhibit *ret_exhibit, size_t count)
{
    for (size_t i = 0; i < TOPICS; i++) {
        topics[i] = (struct topic){.id = words[0],
                                   .title = words[0],
                                   .answer = {paragraphs, 1},
                                   .more = {paragraphs, i % 2},
                                   .keywords = {words, 1}};
    }
    *ret_exhibit = (struct exhibit){.topics = topics, .topic_count = count};
}

static void check_speech(const struct world *world, const struct dialogue_speech *speech)
{
    fuzz_check(speech->kind != DIALOGUE_SPEECH_NONE && speech->topic_count <= DIALOGUE_NAMED_MAX);
    fuzz_check((speech->kind == DIALOGUE_SPEECH_PHRASE) == (speech->phrase != NULL));
    for (size_t i = 0; i < speech->topic_count; i++) {
        fuzz_check(speech->topics[i] >= 0 && (size_t)speech->topics[i] < world->exhibit.topic_count);
    }
}

static void carry_out(struct world *world, const struct dialogue_action *action)
{
    const struct dialogue_settings *settings = &world->dialogue.settings;

    switch (action->kind) {
    case DIALOGUE_ACTION_SILENCE:
        fuzz_check(world->is_speaking);
        world->is_speaking = false;
        break;
    case DIALOGUE_ACTION_SAY:
        fuzz_check(!world->is_speaking && world->ear == DIALOGUE_EAR_CLOSED);
        check_speech(world, &action->speech);
        world->is_speaking = true;
        world->token = action->token;
        break;
    case DIALOGUE_ACTION_EAR:
        world->ear = action->ear;
        break;
    case DIALOGUE_ACTION_VOLUME:
        fuzz_check(action->volume_db >= settings->volume_min_db && action->volume_db <= settings->volume_max_db);
        break;
    case DIALOGUE_ACTION_RATE:
        fuzz_check(action->rate_wpm >= settings->rate_min_wpm && action->rate_wpm <= settings->rate_max_wpm);
        break;
    case DIALOGUE_ACTION_EAR_FLUSH:
    case DIALOGUE_ACTION_SOUND:
    case DIALOGUE_ACTION_KEEP:
        break;
    }
}

static void happen(struct world *world, const struct dialogue_event *event)
{
    struct dialogue_actions actions;
    bool ends = event->kind == DIALOGUE_EVENT_SPOKEN && event->token == world->token;

    world->is_speaking = world->is_speaking && !ends;
    world->deadline_ms = dialogue_step(&world->dialogue, event, world->now_ms, &actions);
    fuzz_check(actions.count <= DIALOGUE_ACTIONS_MAX);
    for (size_t i = 0; i < actions.count; i++) {
        carry_out(world, &actions.list[i]);
    }
    fuzz_check(!world->is_speaking || world->ear == DIALOGUE_EAR_CLOSED);
    fuzz_check(world->ear == world->dialogue.ear);
}

/* What is due up to then happens in time. */
static void wait_until(struct world *world, int64_t until_ms)
{
    const struct dialogue_event time = {.kind = DIALOGUE_EVENT_TIME};

    while (world->deadline_ms != DIALOGUE_NO_DEADLINE && world->deadline_ms <= until_ms) {
        int64_t before_ms = world->deadline_ms;
        world->now_ms = before_ms > world->now_ms ? before_ms : world->now_ms;
        happen(world, &time);
        fuzz_check(world->deadline_ms != before_ms);
    }
    world->now_ms = until_ms;
}

static void reload(struct world *world, size_t count)
{
    world->is_speaking = false;
    open_exhibit(&world->exhibit, count);
    dialogue_reload(&world->dialogue, &world->exhibit);
}

static void step(struct world *world, struct fuzz_bytes *bytes)
{
    static const int64_t waits_ms[] = {0, 1, 90, 450, 2100, 8000, 31000, 130000};
    uint32_t thing = fuzz_take(bytes, 1) % THINGS;
    uint32_t what = fuzz_take(bytes, 1);
    uint32_t wait = fuzz_take(bytes, 1);
    /* An event with topics that are none changes nothing; the end of a speech, which the world counts on, has none. */
    struct dialogue_event event = {.kind = (enum dialogue_event_kind)thing,
                                   .source = (enum dialogue_source)(what % 3),
                                   .command = (enum dialogue_command)(what % DIALOGUE_COMMAND_COUNT),
                                   .fault = (enum dialogue_fault)(what % DIALOGUE_FAULT_COUNT),
                                   .topics = {(int)(what % (TOPICS + 2)) - 1, (int)(what / 8 % TOPICS), 0},
                                   .topic_count = thing == DIALOGUE_EVENT_SPOKEN ? 0 : what / 64,
                                   .is_near = what % 2 == 1,
                                   .token = world->token - what / 128,
                                   .sentence = what % 4};

    if (wait < 128) {
        wait_until(world, world->now_ms + waits_ms[wait % 8]);
    } else {
        world->now_ms += waits_ms[wait % 8]; /* the clock comes late: the event is there before the deadline is told */
    }
    if (thing == RELOAD) {
        reload(world, 1 + what % TOPICS);
    } else {
        happen(world, &event);
    }
}

/* Nobody touches it any more, and all that is said comes to its end. */
static void come_to_rest(struct world *world)
{
    const struct dialogue_event released = {.kind = DIALOGUE_EVENT_TALK_RELEASED};

    happen(world, &released);
    for (int i = 0; i < REST_STEPS_MAX && (world->is_speaking || world->deadline_ms != DIALOGUE_NO_DEADLINE); i++) {
        const struct dialogue_event spoken = {.kind = DIALOGUE_EVENT_SPOKEN, .token = world->token};
        if (world->is_speaking) {
            wait_until(world, world->now_ms + 1000);
            happen(world, &spoken);
        } else {
            wait_until(world, world->deadline_ms);
        }
    }
    enum dialogue_state state = world->dialogue.state;
    fuzz_check(!world->is_speaking && world->deadline_ms == DIALOGUE_NO_DEADLINE);
    fuzz_check(state == DIALOGUE_IDLE || state == DIALOGUE_PAUSED);
    fuzz_check(world->ear == (world->dialogue.settings.open_microphone ? DIALOGUE_EAR_OPEN : DIALOGUE_EAR_CLOSED));
    const struct dialogue_event pressed = {.kind = DIALOGUE_EVENT_TALK_PRESSED};
    happen(world, &pressed);
    fuzz_check(world->ear == DIALOGUE_EAR_PUSH_TO_TALK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct world world;
    struct fuzz_bytes bytes = {.data = data, .left = size};
    struct dialogue_settings settings;
    uint32_t chosen = fuzz_take(&bytes, 1);

    dialogue_settings_default(&settings);
    settings.open_microphone = (chosen & 1) != 0;
    settings.single_user = (chosen & 2) != 0;
    world = (struct world){.deadline_ms = DIALOGUE_NO_DEADLINE};
    open_exhibit(&world.exhibit, 1 + chosen / 4 % TOPICS);
    dialogue_init(&world.dialogue, &world.exhibit, &settings);
    world.ear = world.dialogue.ear;
    while (bytes.left > 0) {
        step(&world, &bytes);
    }
    come_to_rest(&world);
    return 0;
}
