/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/cleaner.h"

#include <errno.h>
#include <stdlib.h>

#include <speex/speex_preprocess.h>

/* 20 ms, what speexdsp's manual asks for. Its transforms are twice as long. */
enum { BLOCK_FRAMES = CLEANER_RATE_HZ / 50 };

struct cleaner {
    SpeexPreprocessState *speex; /* NULL: off */
    int16_t block[BLOCK_FRAMES]; /* up to `fill` what came in last, after it what is still to go out */
    size_t fill;
};

int cleaner_create(struct cleaner **ret_cleaner, float suppression_db)
{
    *ret_cleaner = NULL;
    if (!(suppression_db >= 0) || suppression_db > CLEANER_SUPPRESSION_MAX_DB)
        return -EINVAL;
    struct cleaner *cleaner = calloc(1, sizeof *cleaner);
    if (!cleaner)
        return -ENOMEM;
    if (suppression_db > 0) {
        cleaner->speex = speex_preprocess_state_init(BLOCK_FRAMES, CLEANER_RATE_HZ);
        if (!cleaner->speex) {
            free(cleaner);
            return -ENOMEM;
        }
        spx_int32_t on = 1, level = (spx_int32_t)(-suppression_db - 0.5f);
        speex_preprocess_ctl(cleaner->speex, SPEEX_PREPROCESS_SET_DENOISE, &on);
        speex_preprocess_ctl(cleaner->speex, SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, &level);
    }
    *ret_cleaner = cleaner;
    return 0;
}

void cleaner_destroy(struct cleaner *cleaner)
{
    if (!cleaner)
        return;
    if (cleaner->speex)
        speex_preprocess_state_destroy(cleaner->speex);
    free(cleaner);
}

void cleaner_process(struct cleaner *cleaner, int16_t *frames, size_t count)
{
    if (!cleaner->speex)
        return;
    for (size_t i = 0; i < count; i++) {
        int16_t incoming = frames[i];
        frames[i] = cleaner->block[cleaner->fill];
        cleaner->block[cleaner->fill++] = incoming;
        if (cleaner->fill == BLOCK_FRAMES) {
            speex_preprocess_run(cleaner->speex, cleaner->block);
            cleaner->fill = 0;
        }
    }
}

size_t cleaner_delay_frames(const struct cleaner *cleaner)
{
    return cleaner->speex ? 2 * (size_t)BLOCK_FRAMES : 0;
}
