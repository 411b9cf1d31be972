/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/sample.h"

#include <assert.h>
#include <math.h>

size_t sample_bytes(enum sample_type type)
{
    return type == SAMPLE_S16 ? 2 : 4;
}

static int32_t sample_from_float(float value)
{
    double scaled = (double)value * 2147483648.0;
    if (isnan(scaled))
        return 0;
    if (scaled >= (double)INT32_MAX)
        return INT32_MAX;
    return scaled <= (double)INT32_MIN ? INT32_MIN : (int32_t)scaled;
}

/* Any sample as 32 bits of full scale. */
static int32_t sample_get(enum sample_type type, const void *samples, size_t index)
{
    switch (type) {
    case SAMPLE_S16:
        return ((const int16_t *)samples)[index] * 65536;
    case SAMPLE_S32:
        return ((const int32_t *)samples)[index];
    case SAMPLE_S24:
        return (int32_t)(((const uint32_t *)samples)[index] << 8);
    case SAMPLE_FLOAT:
        return sample_from_float(((const float *)samples)[index]);
    }
    assert(!"a sample type");
    return 0;
}

static int16_t sample_round(int64_t value)
{
    int64_t rounded = (value + 0x8000) >> 16;
    return rounded > INT16_MAX ? INT16_MAX : (int16_t)rounded;
}

void sample_to_mono(enum sample_type type, size_t channels, const void *samples, int16_t *frames, size_t count)
{
    assert(channels > 0);
    for (size_t i = 0; i < count; i++) {
        int64_t sum = 0;
        for (size_t c = 0; c < channels; c++)
            sum += sample_get(type, samples, i * channels + c);
        frames[i] = sample_round(sum / (int64_t)channels);
    }
}

static void sample_put(enum sample_type type, void *samples, size_t index, int16_t value)
{
    switch (type) {
    case SAMPLE_S16:
        ((int16_t *)samples)[index] = value;
        return;
    case SAMPLE_S32:
        ((int32_t *)samples)[index] = value * 65536;
        return;
    case SAMPLE_S24:
        ((int32_t *)samples)[index] = value * 256;
        return;
    case SAMPLE_FLOAT:
        ((float *)samples)[index] = (float)value / 32768.0F;
        return;
    }
    assert(!"a sample type");
}

void sample_from_mono(enum sample_type type, size_t channels, const int16_t *frames, void *samples, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < channels; c++)
            sample_put(type, samples, i * channels + c, frames[i]);
}
