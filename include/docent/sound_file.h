/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_SOUND_FILE_H
#define DOCENT_SOUND_FILE_H

/*
 * Sound files, whole or as a stream, through libsndfile: reads whatever it reads (WAV, FLAC, Ogg, MP3, AIFF, ...), any
 * rate and channel count, as 16-bit mono (the mean of the channels, cut off at full scale); writes 16-bit mono WAV.
 *
 * Nothing a file says of itself is believed: the length is counted while reading, and rate, channels and length are
 * bounded. Each reader or writer belongs to one thread at a time.
 */

#include <stddef.h>
#include <stdint.h>

enum {
    SOUND_FILE_LENGTH_MAX_S = 3600, /* sound_file_read gives -EFBIG beyond: an hour is 115 MB at 16 kHz */
    SOUND_FILE_CHANNELS_MAX = 64,
};

/* Read a whole file at `rate_hz`. *ret_frames is the caller's to free() (never NULL on success, even for no frames).
 * Returns 0; -ENOENT, -EACCES, -EISDIR and what else open(2) says; -EINVAL (no sound libsndfile can read, or absurd
 * rate or channels); -EFBIG (too long); -ENOMEM; -EIO. */
int sound_file_read(const char *path, unsigned rate_hz, int16_t **ret_frames, size_t *ret_count);

/* Write a whole WAV file, replacing what is there. Returns 0, what open(2) says, -EINVAL (rate), -EIO, -ENOSPC. */
int sound_file_write(const char *path, unsigned rate_hz, const int16_t *frames, size_t count);

struct sound_reader;

/* As a stream, at the file's own rate and of any length. Errors as above. */
int sound_reader_open(struct sound_reader **ret_reader, const char *path);
unsigned sound_reader_rate_hz(const struct sound_reader *reader);

/* Up to `count` frames; 0 at the end (a truncated file ends early), -EIO when the disk fails. */
ptrdiff_t sound_reader_read(struct sound_reader *reader, int16_t *frames, size_t count);
void sound_reader_close(struct sound_reader *reader); /* NULL-safe */

struct sound_writer;

int sound_writer_open(struct sound_writer **ret_writer, const char *path, unsigned rate_hz);

/* All of `count`, or -EIO or -ENOSPC. */
int sound_writer_write(struct sound_writer *writer, const int16_t *frames, size_t count);

/* Completes the header. Returns 0 or -EIO; the writer is gone either way. NULL-safe. */
int sound_writer_close(struct sound_writer *writer);

#endif
