/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docent/complain.h"
#include "docent/exhibition.h"
#include "docent/recording.h"
#include "docent/sound_file.h"
#include "docent/synth.h"
#include "docent/tool.h"
#include "docent/wording.h"

static const struct tool_usage usage = {
    .command = "ask",
    .arguments = "[OPTION...] FILE...",
    .help = "Says which topic each recording asks for, one a line: the file, the topic's id or -, and a\n"
            "score from 0 to 1, parted by tabs. A recording is heard as one press of the talk button; of\n"
            "several things said in it the best understood one counts. - is printed where docent would\n"
            "not answer: it did not understand, would ask back which of two topics is meant, or heard a\n"
            "command (\"say that again\").\n"
            "\n"
            "Options:\n"
            "  --answer OUT    also speak the answer to the last recording into this WAV file\n"
            "  --commands      print command:ID where a command was heard, instead of -\n"
            "  --text WORDS    judge these typed words instead of recordings\n",
};

struct ask {
    struct tool_options options;
    const char *answer_path;
    const char *text;
    bool shows_commands;
    struct exhibition *exhibition;
    struct synth *synth;
};

static void print_judgement(const struct ask *ask, const char *what, const struct judgement *judgement)
{
    if (judgement->command != NULL && ask->shows_commands) {
        printf("%s\tcommand:%s\t%.3f\n", what, judgement->command->id, (double)judgement->score);
        return;
    }
    printf("%s\t%s\t%.3f\n", what, judgement->topic != NULL ? judgement->topic->id : "-", (double)judgement->score);
}

/* --- the answer --------------------------------------------------------------------------------------------------- */

static int index_in(const struct exhibit *exhibit, const struct topic *topic)
{
    return (int)(topic - exhibit->topics);
}

/* What docentd would say: a command it would carry out, and say nothing that a file could hold. */
static struct dialogue_speech speech_for(const struct exhibit *exhibit, const struct judgement *judgement)
{
    struct dialogue_speech speech = {.kind = DIALOGUE_SPEECH_PHRASE, .phrase = "not-understood"};
    if (judgement->topic != NULL) {
        speech.kind = DIALOGUE_SPEECH_ANSWER;
        speech.topics[0] = index_in(exhibit, judgement->topic);
        speech.topic_count = 1;
    } else if (judgement->close[0] != NULL) {
        speech.phrase = "close";
        speech.topics[0] = index_in(exhibit, judgement->close[0]);
        speech.topics[1] = index_in(exhibit, judgement->close[1]);
        speech.topic_count = 2;
    } else if (judgement->is_silence) {
        speech.phrase = "nothing-heard";
    }
    return speech;
}

struct spoken {
    struct sound_writer *writer;
    int error;
};

static int write_chunk(void *user, const struct synth_chunk *chunk)
{
    struct spoken *spoken = user;
    spoken->error = sound_writer_write(spoken->writer, chunk->frames, chunk->count);
    return spoken->error;
}

static int speak_to(const struct ask *ask, const char *text)
{
    const struct settings *settings = &ask->exhibition->content.settings;
    const struct synth_style style = {.rate_wpm = (unsigned)settings->rate_wpm, .voice = settings->voice_name};
    struct spoken spoken = {0};
    int result = sound_writer_open(&spoken.writer, ask->answer_path, synth_rate_hz(ask->synth));
    if (result < 0) {
        return complain("%s: the answer cannot be written (%s): choose another file", ask->answer_path,
                        strerror(-result));
    }
    result = synth_speak(ask->synth, text, &style, write_chunk, &spoken);
    int close_error = sound_writer_close(spoken.writer);
    int write_error = spoken.error < 0 ? spoken.error : result == 0 ? close_error : 0;
    if (write_error < 0) {
        return complain("%s: the answer cannot be written (%s): make room, or choose another file", ask->answer_path,
                        strerror(-write_error));
    }
    if (result == -ENOENT) {
        return complain("[voice] name = %s: there is no such voice: espeak-ng --voices lists them", style.voice);
    }
    return result < 0 ? complain("the answer cannot be spoken (%s): try another voice", strerror(-result)) : 0;
}

static int speak_answer(const struct ask *ask, const struct judgement *judgement)
{
    const struct tool_content *content = &ask->exhibition->content;
    const struct dialogue_speech speech = speech_for(&content->exhibit, judgement);
    struct wording wording;
    int result = wording_make(&wording, &speech, &content->exhibit, &content->phrasebook, NULL);
    if (result < 0) {
        return complain("there are no words for the answer (%s): run docent check", strerror(-result));
    }
    result = speak_to(ask, wording.text);
    wording_finish(&wording);
    return result;
}

/* --- what is asked ------------------------------------------------------------------------------------------------ */

static int ask_text(const struct ask *ask)
{
    struct ear_options options;
    struct match match;
    struct judgement judgement;
    exhibition_ear_options(&ask->exhibition->content.settings, &options);
    matcher_match_text(ask->exhibition->matcher, &options.push_to_talk, ask->text, &match);
    judgement_init(&judgement);
    judgement_add(&judgement, &match, ask->text[strspn(ask->text, " \t\n")] != '\0' ? 1 : 0);
    print_judgement(ask, ask->text, &judgement);
    return ask->answer_path != NULL ? speak_answer(ask, &judgement) : 0;
}

static int ask_file(const struct ask *ask, const char *path, struct judgement *ret_judgement)
{
    int16_t *frames = NULL;
    size_t count = 0;
    judgement_init(ret_judgement);
    int result = sound_file_read(path, RECOGNISER_RATE_HZ, &frames, &count);
    if (result == 0) {
        result = recording_judge(ask->exhibition, frames, count, ret_judgement);
        free(frames);
    }
    if (result < 0) {
        return complain("%s: %s", path, recording_wrong(result));
    }
    print_judgement(ask, path, ret_judgement);
    return 0;
}

/* One that cannot be read does not keep the others from being heard. */
static int ask_files(const struct ask *ask, int count, char **paths)
{
    int outcome = 0;
    struct judgement judgement;
    for (int i = 0; i < count; i++) {
        int result = ask_file(ask, paths[i], &judgement);
        outcome = result != 0 ? result : outcome;
        if (i + 1 == count && result == 0 && ask->answer_path != NULL) {
            result = speak_answer(ask, &judgement);
            outcome = result != 0 ? result : outcome;
        }
        fflush(stdout); /* in step with stderr */
    }
    return outcome;
}

/* --- the command line --------------------------------------------------------------------------------------------- */

static int read_options(struct ask *ask, int argc, char **argv)
{
    static const struct option long_options[] = {
        {"answer", required_argument, NULL, 'a'},
        {"commands", no_argument, NULL, 'c'},
        {"text", required_argument, NULL, 't'},
        TOOL_OPTIONS,
    };
    int value;
    while ((value = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        int result = -1;
        if (value == 'a') {
            ask->answer_path = optarg;
        } else if (value == 'c') {
            ask->shows_commands = true;
        } else if (value == 't') {
            ask->text = optarg;
        } else {
            result = tool_option(&usage, value, argv, &ask->options);
        }
        if (result >= 0) {
            return result;
        }
    }
    if (ask->text == NULL && optind == argc) {
        return complain_usage(usage.command, "a recording is wanted, or --text");
    }
    if (ask->text != NULL && optind < argc) {
        return complain_usage(usage.command, "recordings and --text do not go together");
    }
    return -1;
}

int tool_ask(int argc, char **argv)
{
    struct ask ask = {0};
    int result = read_options(&ask, argc, argv);
    if (result >= 0) {
        return result;
    }
    result = tool_exhibition_open(&ask.options, &ask.exhibition, &ask.synth);
    if (result == 0) {
        assert(ask.exhibition != NULL && ask.synth != NULL);
        result = ask.text != NULL ? ask_text(&ask) : ask_files(&ask, argc - optind, argv + optind);
    }
    exhibition_destroy(ask.exhibition);
    synth_destroy(ask.synth);
    return result;
}
