/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/gain.h"

#include <math.h>

float gain_from_db(float gain_db)
{
    return powf(10.0F, gain_db / 20.0F);
}

void gain_apply(int16_t *frames, size_t count, float start, float end)
{
    if (start == 1.0F && end == 1.0F)
        return;
    float step = count > 0 ? (end - start) / (float)count : 0.0F;
    for (size_t i = 0; i < count; i++) {
        float factor = i + 1 == count ? end : start + step * (float)(i + 1);
        float value = (float)frames[i] * factor;
        if (value >= (float)INT16_MAX)
            frames[i] = INT16_MAX;
        else if (value <= (float)INT16_MIN)
            frames[i] = INT16_MIN;
        else
            frames[i] = (int16_t)lrintf(value);
    }
}
