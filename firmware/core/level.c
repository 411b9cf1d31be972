/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/level.h"

#include <math.h>

void level_add(struct level *level, const int16_t *frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int32_t value = frames[i];
        int32_t magnitude = value < 0 ? -value : value;
        if (magnitude > level->peak)
            level->peak = magnitude;
        if (magnitude >= INT16_MAX)
            level->clipped_frames++;
        if (value < level->lowest || (level->frames == 0 && i == 0))
            level->lowest = value;
        if (value > level->highest || (level->frames == 0 && i == 0))
            level->highest = value;
        level->square_sum += (uint64_t)magnitude * (uint64_t)magnitude;
    }
    level->frames += count;
}

static float level_dbfs(double amplitude)
{
    if (amplitude <= 0.0)
        return LEVEL_FLOOR_DBFS;
    double dbfs = 20.0 * log10(amplitude / 32768.0);
    return dbfs > LEVEL_FLOOR_DBFS ? (float)dbfs : (float)LEVEL_FLOOR_DBFS;
}

uint32_t level_span(const struct level *level)
{
    return (uint32_t)(level->highest - level->lowest);
}

float level_peak_dbfs(const struct level *level)
{
    return level_dbfs(level->peak);
}

float level_rms_dbfs(const struct level *level)
{
    if (level->frames == 0)
        return LEVEL_FLOOR_DBFS;
    return level_dbfs(sqrt((double)level->square_sum / (double)level->frames));
}
