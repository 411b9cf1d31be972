/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Runs the conversation scripts tests/dialogue/NAME.t, each as one test. tests/dialogue/README.md tells how to write
 * one. There is no clock: `wait` moves the time on. A last test fails when there is something that no script tries
 * (dialogue_coverage.h); with --table the program prints how often each was tried.
 */

#include "docent/dialogue.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dialogue_coverage.h"
#include "dialogue_fixture.h"
#include "docent/gesture.h"

enum {
    SCRIPTS_MAX = 400,
    LINE_BYTES = 200,
    PENDING_MAX = 400,
    PATH_BYTES = 512,
};

/* --- one script under way ----------------------------------------------------------------------------------------- */

struct script {
    const char *name;
    unsigned line;
    struct dialogue_settings settings;
    struct dialogue dialogue;
    bool begun;
    int64_t now_ms, deadline_ms;
    struct gesture gesture; /* of the one button */
    struct coverage *coverage;
    struct dialogue_action pending[PENDING_MAX];
    size_t pending_count;
};

#define script_fail(script, ...)                                                                                       \
    do {                                                                                                               \
        print_error("%s.t:%u: ", (script)->name, (script)->line);                                                      \
        print_error(__VA_ARGS__);                                                                                      \
        print_error("\n");                                                                                             \
        fail();                                                                                                        \
    } while (0)

static int topic_by_name(const struct script *script, const char *name)
{
    int topic = exhibit_find(&exhibit, name);

    if (topic < 0) {
        script_fail(script, "no topic %s", name);
    }
    return topic;
}

static bool action_is_quiet(const struct dialogue_action *action)
{
    return action->kind == DIALOGUE_ACTION_SOUND || action->kind == DIALOGUE_ACTION_EAR;
}

static void script_check_done(struct script *script)
{
    char text[ACTION_BYTES];

    for (size_t i = 0; i < script->pending_count; i++) {
        if (!action_is_quiet(&script->pending[i])) {
            action_text(&script->pending[i], text);
            script_fail(script, "before this line docent also did: %s", text);
        }
    }
    script->pending_count = 0;
}

static void script_step(struct script *script, const struct dialogue_event *event)
{
    struct dialogue_actions actions;

    if (!script->begun) {
        dialogue_init(&script->dialogue, &exhibit, &script->settings);
        script->begun = true;
    }
    coverage_note(script->coverage, &script->dialogue, event, script->now_ms);
    bool was_speaking = script->dialogue.speaking && event->kind != DIALOGUE_EVENT_SPOKEN;
    script->deadline_ms = dialogue_step(&script->dialogue, event, script->now_ms, &actions);
    for (size_t i = 0; i < actions.count; i++) {
        if (script->pending_count == PENDING_MAX) {
            script_fail(script, "too many actions");
        }
        if (actions.list[i].kind == DIALOGUE_ACTION_SILENCE) {
            was_speaking = false;
        }
        if (actions.list[i].kind == DIALOGUE_ACTION_SAY && was_speaking) {
            script_fail(script, "speech was put behind speech");
        }
        script->pending[script->pending_count++] = actions.list[i];
    }
    if (script->dialogue.speaking && script->dialogue.ear != DIALOGUE_EAR_CLOSED) {
        script_fail(script, "the ear is open while docent speaks");
    }
}

static void script_wait(struct script *script, int64_t wait_ms)
{
    const struct dialogue_event time = {.kind = DIALOGUE_EVENT_TIME};
    int64_t until_ms = script->now_ms + wait_ms;

    while (script->begun && script->deadline_ms != DIALOGUE_NO_DEADLINE && script->deadline_ms <= until_ms) {
        if (script->deadline_ms > script->now_ms) {
            script->now_ms = script->deadline_ms;
        }
        int64_t before_ms = script->deadline_ms;
        script_step(script, &time);
        if (script->deadline_ms == before_ms) {
            script_fail(script, "a deadline that has passed was not cleared");
        }
    }
    script->now_ms = until_ms;
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static void add_topics(struct script *script, struct dialogue_event *event, char *names)
{
    char *rest = NULL;

    for (char *name = strtok_r(names, " ", &rest); name != NULL; name = strtok_r(NULL, " ", &rest)) {
        if (strcmp(name, "and") == 0 || strcmp(name, "or") == 0) {
            continue;
        }
        if (event->topic_count == DIALOGUE_NAMED_MAX) {
            script_fail(script, "too many topics");
        }
        event->topics[event->topic_count++] = topic_by_name(script, name);
    }
}

static void hear(struct script *script, char *said)
{
    struct dialogue_event event = {.kind = DIALOGUE_EVENT_HEARD_TOPIC, .source = DIALOGUE_BY_VOICE};
    char *near = strstr(said, " near ");

    if (strcmp(said, "nothing") == 0) {
        event.kind = DIALOGUE_EVENT_HEARD_SILENCE;
    } else if (strcmp(said, "chatter") == 0) {
        event.kind = DIALOGUE_EVENT_HEARD_NONE;
    } else if (strncmp(said, "mumbling", 8) == 0) {
        event.kind = DIALOGUE_EVENT_HEARD_NONE;
        event.is_near = true;
        if (near != NULL) {
            add_topics(script, &event, near + 6);
        }
    } else {
        for (size_t i = 0; i < sizeof(spoken_commands) / sizeof(spoken_commands[0]); i++) {
            if (strcmp(said, spoken_commands[i].words) == 0) {
                event.kind = DIALOGUE_EVENT_COMMAND;
                event.command = spoken_commands[i].command;
                script_step(script, &event);
                return;
            }
        }
        event.kind = strstr(said, " or ") != NULL ? DIALOGUE_EVENT_HEARD_CLOSE : DIALOGUE_EVENT_HEARD_TOPIC;
        add_topics(script, &event, said);
    }
    script_step(script, &event);
}

static void command(struct script *script, const char *id, enum dialogue_source source)
{
    const struct dialogue_event key = {.kind = DIALOGUE_EVENT_KEY_DOWN};
    struct dialogue_event event = {.kind = DIALOGUE_EVENT_COMMAND, .source = source};
    int found = dialogue_command_find(id);

    if (found < 0) {
        script_fail(script, "no command %s", id);
    }
    event.command = (enum dialogue_command)found;
    if (source == DIALOGUE_BY_BUTTON) {
        script_step(script, &key);
    }
    script_step(script, &event);
}

static void simple(struct script *script, enum dialogue_event_kind kind)
{
    const struct dialogue_event event = {.kind = kind, .token = script->dialogue.token};

    script_step(script, &event);
}

static void press(struct script *script, const char *key)
{
    if (strcmp(key, "talk") == 0) {
        simple(script, DIALOGUE_EVENT_TALK_PRESSED);
    } else if (strcmp(key, "any key") == 0) {
        simple(script, DIALOGUE_EVENT_KEY_DOWN);
    } else {
        command(script, key, DIALOGUE_BY_BUTTON);
    }
}

/* The one button went down or up: what that means is for the gesture module to say. */
static void one_button(struct script *script, bool down, int64_t then_wait_ms)
{
    struct gesture_events events;
    int64_t deadline_ms = gesture_change(&script->gesture, 0, down, script->now_ms, &events);
    int64_t until_ms = script->now_ms + then_wait_ms;

    for (;;) {
        for (size_t i = 0; i < events.count; i++) {
            script_step(script, &events.list[i]);
        }
        if (deadline_ms == GESTURE_NO_DEADLINE || deadline_ms > until_ms) {
            break;
        }
        script_wait(script, deadline_ms - script->now_ms);
        deadline_ms = gesture_time(&script->gesture, script->now_ms, &events);
    }
    script_wait(script, until_ms - script->now_ms);
}

static void fault(struct script *script, enum dialogue_event_kind kind, const char *name)
{
    struct dialogue_event event = {.kind = kind};

    for (int i = 0; i < DIALOGUE_FAULT_COUNT; i++) {
        if (strcmp(dialogue_fault_name((enum dialogue_fault)i), name) == 0) {
            event.fault = (enum dialogue_fault)i;
            script_step(script, &event);
            return;
        }
    }
    script_fail(script, "no fault %s", name);
}

static void sentence(struct script *script, const char *number, bool stale)
{
    struct dialogue_event event = {.kind = DIALOGUE_EVENT_SENTENCE, .token = script->dialogue.token};

    event.token -= stale;
    event.sentence = (size_t)strtoul(number, NULL, 10) - 1;
    script_step(script, &event);
}

static void stale_spoken(struct script *script)
{
    const struct dialogue_event event = {.kind = DIALOGUE_EVENT_SPOKEN, .token = script->dialogue.token - 1};

    script_step(script, &event);
}

/* The rest of `line` after `word` and a space; "" when the line is the word alone; NULL when it begins otherwise. */
static char *after(char *line, const char *word)
{
    size_t length = strlen(word);

    if (strncmp(line, word, length) != 0 || (line[length] != ' ' && line[length] != '\0')) {
        return NULL;
    }
    return line + length + (line[length] == ' ' ? 1 : 0);
}

/* A line that something happens by. Returns false when it is none. */
static bool run_event(struct script *script, char *line)
{
    char *rest = NULL;

    if ((rest = after(line, "wait")) != NULL) {
        int64_t amount = strtoll(rest, &rest, 10);
        script_wait(script, strcmp(rest, " s") == 0 ? amount * 1000 : amount);
    } else if (strcmp(line, "start") == 0) {
        simple(script, DIALOGUE_EVENT_STARTED);
    } else if ((rest = after(line, "hear")) != NULL) {
        hear(script, rest);
    } else if (strcmp(line, "somebody begins to speak") == 0) {
        simple(script, DIALOGUE_EVENT_SPEECH_BEGAN);
    } else if (strcmp(line, "said") == 0) {
        simple(script, DIALOGUE_EVENT_SPOKEN);
    } else if (strcmp(line, "said long ago") == 0) {
        stale_spoken(script);
    } else if ((rest = after(line, "sentence")) != NULL) {
        sentence(script, rest, strstr(rest, "long ago") != NULL);
    } else if ((rest = after(line, "press")) != NULL) {
        press(script, rest);
    } else if (strcmp(line, "release talk") == 0) {
        simple(script, DIALOGUE_EVENT_TALK_RELEASED);
    } else if (strcmp(line, "tap talk") == 0) {
        simple(script, DIALOGUE_EVENT_TALK_PRESSED);
        script_wait(script, 100);
        simple(script, DIALOGUE_EVENT_TALK_RELEASED);
    } else if (strcmp(line, "tap") == 0) {
        one_button(script, true, 100);
        one_button(script, false, 400);
    } else if (strcmp(line, "it was a tap") == 0) {
        simple(script, DIALOGUE_EVENT_TAP);
    } else if (strcmp(line, "double tap") == 0) {
        one_button(script, true, 100);
        one_button(script, false, 100);
        one_button(script, true, 100);
        one_button(script, false, 0);
    } else if (strcmp(line, "long press") == 0) {
        one_button(script, true, 600);
        one_button(script, false, 0);
    } else if ((rest = after(line, "socket")) != NULL) {
        command(script, rest, DIALOGUE_BY_SOCKET);
    } else if ((rest = after(line, "ask for")) != NULL) {
        const struct dialogue_event event = {
            .kind = DIALOGUE_EVENT_ASK, .topics = {topic_by_name(script, rest)}, .topic_count = 1};
        script_step(script, &event);
    } else if (strcmp(line, "new content") == 0) {
        dialogue_reload(&script->dialogue, &exhibit);
    } else if (strcmp(line, "a text is to be said") == 0) {
        simple(script, DIALOGUE_EVENT_SAY_TEXT);
    } else if ((rest = after(line, "fault")) != NULL) {
        fault(script, DIALOGUE_EVENT_FAULT, rest);
    } else if ((rest = after(line, "mended")) != NULL) {
        fault(script, DIALOGUE_EVENT_MENDED, rest);
    } else {
        return false;
    }
    return true;
}

static void expect_status(struct script *script, const char *what, const char *wanted, const char *got)
{
    if (strcmp(wanted, got) != 0) {
        script_fail(script, "expected %s %s, but it is %s", what, wanted, got);
    }
}

static void expect_action(struct script *script, const char *wanted)
{
    char text[ACTION_BYTES];

    for (size_t i = 0; i < script->pending_count; i++) {
        action_text(&script->pending[i], text);
        if (strcmp(text, wanted) == 0) {
            script->pending_count -= i + 1;
            memmove(script->pending, script->pending + i + 1, script->pending_count * sizeof(script->pending[0]));
            return;
        }
        if (!action_is_quiet(&script->pending[i])) {
            script_fail(script, "expected: %s; but docent did: %s", wanted, text);
        }
    }
    script_fail(script, "expected: %s; but docent did nothing", wanted);
}

static void run_line(struct script *script, char *line)
{
    static const char *const ears[] = {"closed", "open", "button"};
    char *rest = NULL;
    char copy[LINE_BYTES];

    if ((rest = after(line, "given")) != NULL) {
        char *value = strchr(rest, ' ');
        if (value == NULL || script->begun) {
            script_fail(script, "`given NAME VALUE` comes before everything else");
        }
        *value = '\0';
        if (!settings_set(&script->settings, rest, value + 1)) {
            script_fail(script, "no setting %s", rest);
        }
    } else if ((rest = after(line, "state")) != NULL) {
        expect_status(script, "state", rest, dialogue_state_name(script->dialogue.state));
    } else if ((rest = after(line, "ear")) != NULL) {
        expect_status(script, "ear", rest, ears[script->dialogue.ear]);
    } else if (strcmp(line, "nothing") == 0) {
        script_check_done(script);
    } else {
        static const char *const begins[] = {"say",   "answer", "more", "greet", "silence",
                                             "sound", "volume", "rate", "keep",  "judge"};
        for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
            if (after(line, begins[i]) != NULL) {
                expect_action(script, line);
                return;
            }
        }
        script_check_done(script);
        snprintf(copy, sizeof(copy), "%s", line);
        if (!run_event(script, line)) {
            script_fail(script, "not understood: %s", copy);
        }
    }
}

/* What all scripts share: of themselves they know nothing of each other. */
struct run {
    char *name;
    struct coverage *coverage;
};

static void run_script(void **state)
{
    const struct run *run = *state;
    const char *name = run->name;
    char path[PATH_BYTES];
    char line[LINE_BYTES];
    struct script *script = calloc(1, sizeof(*script));

    assert_non_null(script);
    script->name = name;
    script->coverage = run->coverage;
    script->deadline_ms = DIALOGUE_NO_DEADLINE;
    script->now_ms = 1000;
    dialogue_settings_default(&script->settings);
    gesture_init(&script->gesture,
                 &(struct gesture_settings){
                     .hold_ms = 500, .double_ms = 400, .keys = {{.meaning = GESTURE_ONE}}, .key_count = 1});
    snprintf(path, sizeof(path), "%s/tests/dialogue/%s.t", DOCENT_SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        script->line++;
        line[strcspn(line, "\n#")] = '\0';
        for (size_t length = strlen(line); length > 0 && line[length - 1] == ' '; length--) {
            line[length - 1] = '\0';
        }
        if (line[0] != '\0') {
            run_line(script, line);
        }
    }
    script->line++;
    script_check_done(script);
    fclose(file);
    free(script);
}

/* --- all scripts -------------------------------------------------------------------------------------------------- */

static int is_script(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 2 && strcmp(entry->d_name + length - 2, ".t") == 0;
}

static void everything_was_tried(void **state)
{
    assert_int_equal(coverage_missing(*state), 0);
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[SCRIPTS_MAX + 1];
    static struct run runs[SCRIPTS_MAX];
    static struct coverage coverage;
    struct dirent **entries = NULL;
    int count = scandir(DOCENT_SOURCE_DIR "/tests/dialogue", &entries, is_script, alphasort);

    if (count <= 0 || count > SCRIPTS_MAX) {
        fprintf(stderr, "%d scripts in %s/tests/dialogue\n", count, DOCENT_SOURCE_DIR);
        return 1;
    }
    for (int i = 0; i < count; i++) {
        entries[i]->d_name[strlen(entries[i]->d_name) - 2] = '\0';
        runs[i] = (struct run){.name = entries[i]->d_name, .coverage = &coverage};
        tests[i] = (struct CMUnitTest){.name = runs[i].name, .test_func = run_script, .initial_state = &runs[i]};
    }
    tests[count] = (struct CMUnitTest){
        .name = "everything_was_tried", .test_func = everything_was_tried, .initial_state = &coverage};
    int failed = _cmocka_run_group_tests("dialogue", tests, (size_t)count + 1, NULL, NULL);
    if (argc > 1 && strcmp(argv[1], "--table") == 0) {
        coverage_print(&coverage);
    }
    for (int i = 0; i < count; i++) {
        free(entries[i]);
    }
    free(entries);
    return failed;
}
