/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tested by tests/unit/audio/test_pcm.c. */
#include <errno.h>
#include <stdlib.h>

#include "docent/sound_file.h"
#include "pcm_kind.h"

struct pcm_file {
    struct pcm pcm;
    struct sound_reader *reader; /* capture */
    struct sound_writer *writer; /* playback */
};

static void pcm_file_close(struct pcm *pcm)
{
    struct pcm_file *file = (struct pcm_file *)pcm;
    sound_reader_close(file->reader);
    (void)sound_writer_close(file->writer);
    free(file);
}

static ptrdiff_t pcm_file_read(struct pcm *pcm, int16_t *frames, size_t count)
{
    struct pcm_file *file = (struct pcm_file *)pcm;
    ptrdiff_t got = sound_reader_read(file->reader, frames, count);
    return got < 0 ? -ENODEV : got;
}

static ptrdiff_t pcm_file_write(struct pcm *pcm, const int16_t *frames, size_t count)
{
    struct pcm_file *file = (struct pcm_file *)pcm;
    return sound_writer_write(file->writer, frames, count) < 0 ? -ENODEV : (ptrdiff_t)count;
}

int pcm_file_open(struct pcm **ret_pcm, const char *path, enum pcm_direction direction, const struct pcm_wanted *wanted)
{
    static const struct pcm_kind file_kind = {.close = pcm_file_close, .read = pcm_file_read, .write = pcm_file_write};
    struct pcm_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return -ENOMEM;
    int r;
    if (direction == PCM_CAPTURE)
        r = sound_reader_open(&file->reader, path);
    else
        r = sound_writer_open(&file->writer, path, wanted->rate_hz);
    if (r < 0) {
        free(file);
        return r;
    }
    file->pcm.kind = &file_kind;
    file->pcm.rate_hz = direction == PCM_CAPTURE ? sound_reader_rate_hz(file->reader) : wanted->rate_hz;
    file->pcm.period_frames = (size_t)file->pcm.rate_hz * wanted->period_ms / 1000;
    *ret_pcm = &file->pcm;
    return 0;
}
