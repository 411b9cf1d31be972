/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What espeak-ng itself makes of some texts: the answer key of test_questions.
 *
 * usage: espeak_reference LANGUAGE RATE_WPM OUT.wav < TEXTS
 *
 * TEXTS are parted by bytes of value 0. They are said one after the other by one process and written to one file,
 * because the pitch of an utterance depends on what was said before it (docent/synth.h). The number of frames of each
 * is printed, a line each. A text that begins with a byte of value 1 is not said: it names the language from there on.
 */

#include <espeak-ng/speak_lib.h>
#include <sndfile.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES_MAX = 65536, CHUNK_MS = 200 };

static SNDFILE *out;
static long frame_count;

static int write_chunk(short *frames, int count, espeak_EVENT *events)
{
    (void)events;
    frame_count += frames != NULL ? count : 0;
    return frames != NULL && count > 0 && sf_writef_short(out, frames, count) != count;
}

/* The next text of stdin, or NULL. The buffer is used again by the next call. */
static const char *next_text(char *buffer)
{
    size_t length = 0;
    int c;

    while ((c = getchar()) != EOF && c != 0 && length < TEXT_BYTES_MAX - 1) {
        buffer[length++] = (char)c;
    }
    buffer[length] = '\0';
    return length > 0 ? buffer : NULL;
}

static bool set_language(const char *name)
{
    espeak_VOICE language = {.languages = name};

    return espeak_SetVoiceByProperties(&language) == EE_OK;
}

int main(int argc, char **argv)
{
    static char buffer[TEXT_BYTES_MAX];
    SF_INFO info = {.channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};

    if (argc != 4) {
        fputs("usage: espeak_reference LANGUAGE RATE_WPM OUT.wav < TEXTS\n", stderr);
        return 2;
    }
    info.samplerate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, CHUNK_MS, NULL, 0);
    if (info.samplerate <= 0 || !set_language(argv[1]) ||
        espeak_SetParameter(espeakRATE, (int)strtol(argv[2], NULL, 10), 0) != EE_OK) {
        fputs("espeak_reference: no such voice\n", stderr);
        return 1;
    }
    out = sf_open(argv[3], SFM_WRITE, &info);
    if (out == NULL) {
        fputs("espeak_reference: the output cannot be written\n", stderr);
        return 1;
    }
    espeak_SetSynthCallback(write_chunk);
    for (const char *text = next_text(buffer); text != NULL; text = next_text(buffer)) {
        if (text[0] == 1 && set_language(text + 1)) {
            continue;
        }
        frame_count = 0;
        espeak_Synth(text, strlen(text) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL);
        printf("%ld\n", frame_count);
    }
    espeak_Terminate();
    return sf_close(out) == 0 ? 0 : 1;
}
