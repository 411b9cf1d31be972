/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/sound_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "docent/resample.h"

enum { BLOCK_FRAMES = 2048 };

struct sound_reader {
    SNDFILE *file;
    int fd;
    unsigned rate_hz;
    size_t channels;
    float *block; /* BLOCK_FRAMES of all channels */
};

struct sound_writer {
    SNDFILE *file;
    int fd;
};

static int sound_file_error(SNDFILE *file)
{
    switch (sf_error(file)) {
    case SF_ERR_NO_ERROR:
        return 0;
    case SF_ERR_SYSTEM:
        return errno == ENOSPC ? -ENOSPC : -EIO;
    default:
        return -EINVAL;
    }
}

/* A folder opens and then fails oddly, a terminal or a sound device waits for ever: only what can hold a file. */
static int sound_file_open_fd(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return -errno;
    struct stat status;
    int r = 0;
    if (fstat(fd, &status) < 0)
        r = -errno;
    else if (S_ISDIR(status.st_mode))
        r = -EISDIR;
    else if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
        r = -EINVAL;
    if (r < 0) {
        (void)close(fd);
        return r;
    }
    return fd;
}

static int sound_reader_check(struct sound_reader *reader, const SF_INFO *info)
{
    if (info->channels < 1 || info->channels > SOUND_FILE_CHANNELS_MAX || info->samplerate < RESAMPLE_RATE_MIN_HZ ||
        info->samplerate > RESAMPLE_RATE_MAX_HZ)
        return -EINVAL;
    reader->channels = (size_t)info->channels;
    reader->rate_hz = (unsigned)info->samplerate;
    reader->block = calloc(BLOCK_FRAMES * reader->channels, sizeof *reader->block);
    return reader->block == NULL ? -ENOMEM : 0;
}

int sound_reader_open(struct sound_reader **ret_reader, const char *path)
{
    *ret_reader = NULL;
    int fd = sound_file_open_fd(path);
    if (fd < 0)
        return fd;
    struct sound_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        (void)close(fd);
        return -ENOMEM;
    }
    reader->fd = fd;
    SF_INFO info = {0};
    int r = 0;
    reader->file = sf_open_fd(fd, SFM_READ, &info, SF_FALSE);
    if (reader->file == NULL) {
        r = sound_file_error(NULL);
        if (r == 0)
            r = -EINVAL;
    } else {
        r = sound_reader_check(reader, &info);
    }
    if (r < 0) {
        sound_reader_close(reader);
        return r;
    }
    *ret_reader = reader;
    return 0;
}

void sound_reader_close(struct sound_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->file != NULL)
        (void)sf_close(reader->file);
    (void)close(reader->fd);
    free(reader->block);
    free(reader);
}

unsigned sound_reader_rate_hz(const struct sound_reader *reader)
{
    return reader->rate_hz;
}

/* Files of floating point may hold anything, not-a-number included. */
static int16_t sound_frame_from_float(float value)
{
    float scaled = value * 32768.0F;
    if (!(scaled > -32768.0F))
        return isnan(scaled) ? 0 : INT16_MIN;
    return scaled >= 32767.0F ? INT16_MAX : (int16_t)lrintf(scaled);
}

static void sound_mix_down(const float *block, size_t channels, int16_t *frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float sum = 0.0F;
        for (size_t c = 0; c < channels; c++)
            sum += block[i * channels + c];
        frames[i] = sound_frame_from_float(sum / (float)channels);
    }
}

ptrdiff_t sound_reader_read(struct sound_reader *reader, int16_t *frames, size_t count)
{
    size_t done = 0;
    while (done < count) {
        size_t wanted = count - done < BLOCK_FRAMES ? count - done : BLOCK_FRAMES;
        sf_count_t got = sf_readf_float(reader->file, reader->block, (sf_count_t)wanted);
        if (got <= 0)
            break;
        sound_mix_down(reader->block, reader->channels, frames + done, (size_t)got);
        done += (size_t)got;
    }
    if (done == 0 && count > 0 && sf_error(reader->file) == SF_ERR_SYSTEM)
        return -EIO;
    return (ptrdiff_t)done;
}

int sound_writer_open(struct sound_writer **ret_writer, const char *path, unsigned rate_hz)
{
    *ret_writer = NULL;
    if (rate_hz < RESAMPLE_RATE_MIN_HZ || rate_hz > RESAMPLE_RATE_MAX_HZ)
        return -EINVAL;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
    if (fd < 0)
        return -errno;
    struct sound_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        (void)close(fd);
        return -ENOMEM;
    }
    writer->fd = fd;
    SF_INFO info = {.samplerate = (int)rate_hz, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    writer->file = sf_open_fd(fd, SFM_WRITE, &info, SF_FALSE);
    if (writer->file == NULL) {
        int r = sound_file_error(NULL);
        (void)close(fd);
        free(writer);
        return r < 0 ? r : -EIO;
    }
    *ret_writer = writer;
    return 0;
}

int sound_writer_write(struct sound_writer *writer, const int16_t *frames, size_t count)
{
    if (sf_writef_short(writer->file, frames, (sf_count_t)count) == (sf_count_t)count)
        return 0;
    int r = sound_file_error(writer->file);
    return r == -ENOSPC ? r : -EIO;
}

int sound_writer_close(struct sound_writer *writer)
{
    if (writer == NULL)
        return 0;
    int r = sf_close(writer->file) == 0 ? 0 : -EIO;
    if (close(writer->fd) < 0)
        r = -EIO;
    free(writer);
    return r;
}

int sound_file_write(const char *path, unsigned rate_hz, const int16_t *frames, size_t count)
{
    struct sound_writer *writer;
    int r = sound_writer_open(&writer, path, rate_hz);
    if (r < 0)
        return r;
    assert(writer != NULL);
    r = sound_writer_write(writer, frames, count);
    int closed = sound_writer_close(writer);
    return r < 0 ? r : closed;
}

/* Frames gathered so far; grows by doubling up to the limit. */
struct gathered {
    int16_t *frames;
    size_t count, capacity, limit;
};

/* Make room for at least one more frame. */
static int gathered_grow(struct gathered *gathered)
{
    if (gathered->count < gathered->capacity)
        return 0;
    if (gathered->capacity >= gathered->limit)
        return -EFBIG;
    size_t capacity = gathered->capacity == 0 ? 65536 : gathered->capacity * 2;
    if (capacity > gathered->limit)
        capacity = gathered->limit;
    int16_t *frames = realloc(gathered->frames, capacity * sizeof *frames);
    if (frames == NULL)
        return -ENOMEM;
    gathered->frames = frames;
    gathered->capacity = capacity;
    return 0;
}

static int gathered_add(struct gathered *gathered, struct resampler *resampler, const int16_t *frames, size_t count)
{
    for (size_t used = 0; used < count;) {
        int r = gathered_grow(gathered);
        if (r < 0)
            return r;
        size_t step_in = count - used, step_out = gathered->capacity - gathered->count;
        resampler_run(resampler, frames + used, &step_in, gathered->frames + gathered->count, &step_out);
        used += step_in;
        gathered->count += step_out;
    }
    return 0;
}

static int gathered_flush(struct gathered *gathered, struct resampler *resampler)
{
    for (;;) {
        int r = gathered_grow(gathered);
        if (r < 0)
            return r;
        size_t made = resampler_flush(resampler, gathered->frames + gathered->count,
                                      gathered->capacity - gathered->count);
        if (made == 0)
            return 0;
        gathered->count += made;
    }
}

static int sound_file_gather(struct sound_reader *reader, struct resampler *resampler, struct gathered *gathered)
{
    int16_t block[BLOCK_FRAMES];
    for (;;) {
        ptrdiff_t got = sound_reader_read(reader, block, BLOCK_FRAMES);
        if (got < 0)
            return (int)got;
        if (got == 0)
            return gathered_flush(gathered, resampler);
        int r = gathered_add(gathered, resampler, block, (size_t)got);
        if (r < 0)
            return r;
    }
}

int sound_file_read(const char *path, unsigned rate_hz, int16_t **ret_frames, size_t *ret_count)
{
    *ret_frames = NULL;
    *ret_count = 0;
    struct sound_reader *reader;
    int r = sound_reader_open(&reader, path);
    if (r < 0)
        return r;
    /* One frame more than the limit, so that a file of just that length has room to show its end. */
    struct gathered gathered = {.limit = (size_t)rate_hz * SOUND_FILE_LENGTH_MAX_S + 1};
    struct resampler *resampler;
    r = resampler_create(&resampler, sound_reader_rate_hz(reader), rate_hz);
    if (r == 0)
        r = sound_file_gather(reader, resampler, &gathered);
    resampler_destroy(resampler);
    sound_reader_close(reader);
    if (r < 0) {
        free(gathered.frames);
        return r;
    }
    *ret_frames = gathered.frames;
    *ret_count = gathered.count;
    return 0;
}
