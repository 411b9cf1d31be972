/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes a short sound file in every format that this machine's libsndfile can write into a folder: seeds. */

#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <sys/stat.h>

enum { FRAMES = 400, PATH_BYTES = 512, CHANNELS_MAX = 2 };

static void write_sound(const char *folder, int format, int rate_hz, int channels)
{
    char path[PATH_BYTES];
    float frames[FRAMES * CHANNELS_MAX];
    SF_INFO info = {.samplerate = rate_hz, .channels = channels, .format = format};

    if (!sf_format_check(&info)) {
        return;
    }
    (void)snprintf(path, sizeof(path), "%s/%08x-%d-%d", folder, (unsigned)format, rate_hz, channels);
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    if (file == NULL) {
        return;
    }
    for (int i = 0; i < FRAMES * channels; i++) {
        frames[i] = 0.3F * sinf((float)i / 5);
    }
    (void)sf_writef_float(file, frames, FRAMES);
    (void)sf_close(file);
}

int main(int argc, char **argv)
{
    int majors = 0, subtypes = 0;
    SF_FORMAT_INFO major, subtype;

    if (argc != 2 || mkdir(argv[1], 0777) < 0) {
        (void)fprintf(stderr, "usage: audio_seeds NEW-FOLDER\n");
        return 2;
    }
    (void)sf_command(NULL, SFC_GET_FORMAT_MAJOR_COUNT, &majors, sizeof(majors));
    (void)sf_command(NULL, SFC_GET_FORMAT_SUBTYPE_COUNT, &subtypes, sizeof(subtypes));
    for (int i = 0; i < majors; i++) {
        major.format = i;
        (void)sf_command(NULL, SFC_GET_FORMAT_MAJOR, &major, sizeof(major));
        for (int j = 0; j < subtypes; j++) {
            subtype.format = j;
            (void)sf_command(NULL, SFC_GET_FORMAT_SUBTYPE, &subtype, sizeof(subtype));
            write_sound(argv[1], major.format | subtype.format, 16000, 1);
            write_sound(argv[1], major.format | subtype.format, 44100, 2);
        }
    }
    return 0;
}
