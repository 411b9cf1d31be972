/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/devices.h"

enum { CLIPPING_SHARE = 100 /* one frame in so many at full scale */ };

static void count_while(unsigned *checks, bool is_so)
{
    if (!is_so) {
        *checks = 0;
    } else if (*checks < DEVICES_LEVEL_CHECKS) {
        (*checks)++;
    }
}

unsigned devices_check(struct devices *devices, const struct capture_report *capture,
                       const struct playback_report *playback)
{
    bool running = capture->state == CAPTURE_RUNNING && capture->second_frames > 0;
    bool is_new = capture->delivered_frames != devices->delivered_frames;
    unsigned faults = 0;

    if (is_new || !running) {
        count_while(&devices->silent_checks, running && capture->second_zero_frames == capture->second_frames);
        count_while(&devices->clipping_checks,
                    running && capture->second_clipped_frames > capture->second_frames / CLIPPING_SHARE);
    }
    devices->delivered_frames = capture->delivered_frames;
    if (capture->state == CAPTURE_LOST) {
        faults |= 1U << DIALOGUE_FAULT_MICROPHONE;
    }
    if (devices->silent_checks == DEVICES_LEVEL_CHECKS) {
        faults |= 1U << DIALOGUE_FAULT_MICROPHONE_SILENT;
    }
    if (devices->clipping_checks == DEVICES_LEVEL_CHECKS) {
        faults |= 1U << DIALOGUE_FAULT_MICROPHONE_CLIPPING;
    }
    if (playback->state == PLAYBACK_LOST) {
        faults |= 1U << DIALOGUE_FAULT_SPEAKER;
    }
    unsigned changed = faults ^ devices->faults;
    devices->faults = faults;
    return changed;
}
