/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_FUZZ_H
#define DOCENT_FUZZ_H

/*
 * What the fuzz targets share. A target is one file fuzz_NAME.c with LLVMFuzzerTestOneInput; it gives the bytes to the
 * real module, and stops (fuzz_check) where the module breaks a promise of its header, beside what the sanitizers see.
 * tests/fuzz/run builds and runs them.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define fuzz_check(promise) ((promise) ? (void)0 : fuzz_broken(#promise, __FILE__, __LINE__))

static inline _Noreturn void fuzz_broken(const char *promise, const char *file, int line)
{
    (void)fprintf(stderr, "%s:%d: broken promise: %s\n", file, line, promise);
    abort();
}

enum { FUZZ_PATH_BYTES = 64 };

/* A file in memory that holds these bytes, replaced with each call. Its path is good until the next one. */
static inline const char *fuzz_file(const uint8_t *data, size_t size)
{
    static int fd = -1;
    static char path[FUZZ_PATH_BYTES];

    if (fd < 0) {
        fd = memfd_create("fuzz", MFD_CLOEXEC);
        fuzz_check(fd >= 0);
        (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    }
    fuzz_check(ftruncate(fd, 0) == 0);
    fuzz_check(pwrite(fd, data, size, 0) == (ssize_t)size);
    return path;
}

/* Bytes of an input, taken from the front; 0 when there are none left. */
struct fuzz_bytes {
    const uint8_t *data;
    size_t left;
};

static inline uint32_t fuzz_take(struct fuzz_bytes *bytes, size_t count)
{
    uint32_t value = 0;

    for (size_t i = 0; i < count && bytes->left > 0; i++) {
        value = value << 8 | *bytes->data++;
        bytes->left--;
    }
    return value;
}

#endif
