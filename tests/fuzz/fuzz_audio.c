/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sound file that somebody hands to the tool, or that docentd takes for a microphone. */

#include "fuzz.h"

#include "docent/resample.h"
#include "docent/sound_file.h"

enum { RATE_HZ = 16000, BLOCK_FRAMES = 320, BLOCKS_MAX = 200 };

static void read_as_stream(const char *path)
{
    struct sound_reader *reader = NULL;
    int16_t block[BLOCK_FRAMES];
    int result = sound_reader_open(&reader, path);

    fuzz_check((result == 0) == (reader != NULL));
    if (result < 0) {
        return;
    }
    unsigned rate_hz = sound_reader_rate_hz(reader);
    fuzz_check(rate_hz >= RESAMPLE_RATE_MIN_HZ && rate_hz <= RESAMPLE_RATE_MAX_HZ);
    ptrdiff_t got = 1;
    for (int i = 0; i < BLOCKS_MAX && got > 0; i++) {
        got = sound_reader_read(reader, block, BLOCK_FRAMES);
        fuzz_check(got <= BLOCK_FRAMES);
    }
    sound_reader_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_file(data, size);
    int16_t *frames = NULL;
    size_t count = 0;
    int result = sound_file_read(path, RATE_HZ, &frames, &count);

    fuzz_check((result == 0) == (frames != NULL));
    fuzz_check(count <= (size_t)RATE_HZ * SOUND_FILE_LENGTH_MAX_S);
    free(frames);
    read_as_stream(path);
    return 0;
}
