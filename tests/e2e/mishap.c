/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Mishaps for tests, preloaded (LD_PRELOAD) into an unchanged docentd: it puts itself before functions of the libraries
 * that docentd uses. A mishap goes on while a file of its name lies in the folder MISHAPS:
 *
 *   hang-recogniser   PocketSphinx does not return
 *   deaf-recogniser   PocketSphinx gets a tenth of a second of whatever it is given
 *   hang-voice        libespeak-ng does not return
 *   hang-microphone   libasound does not return from a read, hang-loudspeaker from a write
 *
 * Buttons need a kernel; here a FIFO is one, which carries input_event structures. It is plugged in by making it and
 * opening its writing end, and pulled out by closing that and removing it.
 */

#include <alsa/asoundlib.h>
#include <dlfcn.h>
#include <espeak-ng/speak_lib.h>
#include <libevdev/libevdev.h>
#include <limits.h>
#include <pocketsphinx.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_NS = 10000000, DEAF_ROWS = 10 /* a tenth of a second: no words */ };

static bool goes_on(const char *name)
{
    const char *folder = getenv("MISHAPS");
    char path[PATH_MAX];

    if (folder == NULL) {
        return false;
    }
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

static void hang_while(const char *name)
{
    const struct timespec look = {.tv_nsec = LOOK_NS};

    while (goes_on(name)) {
        nanosleep(&look, NULL);
    }
}

/* The function that this one stands before, through the union that POSIX suggests for data and code pointers. */
#define NEXT(function, type)                                                                                           \
    union {                                                                                                            \
        void *found;                                                                                                   \
        type *call;                                                                                                    \
    } next = {.found = dlsym(RTLD_NEXT, function)}

int ps_process_cep(ps_decoder_t *decoder, mfcc_t **rows, int count, int no_search, int full_utterance)
{
    typedef int process(ps_decoder_t *, mfcc_t **, int, int, int);
    NEXT("ps_process_cep", process);

    hang_while("hang-recogniser");
    if (!goes_on("deaf-recogniser")) {
        return next.call(decoder, rows, count, no_search, full_utterance);
    }
    return next.call(decoder, rows, count < DEAF_ROWS ? count : DEAF_ROWS, no_search, full_utterance);
}

espeak_ERROR espeak_Synth(const void *text, size_t size, unsigned int position, espeak_POSITION_TYPE position_type,
                          unsigned int end_position, unsigned int flags, unsigned int *identifier, void *user)
{
    typedef espeak_ERROR synth(const void *, size_t, unsigned int, espeak_POSITION_TYPE, unsigned int, unsigned int,
                               unsigned int *, void *);
    NEXT("espeak_Synth", synth);

    hang_while("hang-voice");
    return next.call(text, size, position, position_type, end_position, flags, identifier, user);
}

snd_pcm_sframes_t snd_pcm_readi(snd_pcm_t *pcm, void *frames, snd_pcm_uframes_t count)
{
    typedef snd_pcm_sframes_t readi(snd_pcm_t *, void *, snd_pcm_uframes_t);
    NEXT("snd_pcm_readi", readi);

    hang_while("hang-microphone");
    return next.call(pcm, frames, count);
}

snd_pcm_sframes_t snd_pcm_writei(snd_pcm_t *pcm, const void *frames, snd_pcm_uframes_t count)
{
    typedef snd_pcm_sframes_t writei(snd_pcm_t *, const void *, snd_pcm_uframes_t);
    NEXT("snd_pcm_writei", writei);

    hang_while("hang-loudspeaker");
    return next.call(pcm, frames, count);
}

/* --- buttons ------------------------------------------------------------------------------------------------------ */

static int button_fd = -1;

int libevdev_new_from_fd(int fd, struct libevdev **ret_device)
{
    *ret_device = libevdev_new();
    if (*ret_device == NULL) {
        return -ENOMEM;
    }
    libevdev_set_name(*ret_device, "test button");
    button_fd = fd;
    return 0;
}

int libevdev_set_clock_id(struct libevdev *device, int clock)
{
    (void)device;
    (void)clock;
    return 0;
}

int libevdev_grab(struct libevdev *device, enum libevdev_grab_mode mode)
{
    (void)device;
    (void)mode;
    return 0;
}

int libevdev_next_event(struct libevdev *device, unsigned int flags, struct input_event *ret_event)
{
    ssize_t length = read(button_fd, ret_event, sizeof(*ret_event));

    (void)device;
    (void)flags;
    if (length == (ssize_t)sizeof(*ret_event)) {
        return LIBEVDEV_READ_STATUS_SUCCESS;
    }
    return length < 0 ? -errno : -ENODEV;
}
