/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/devices.h"

enum { CLIPPING_SHARE = 100 /* one frame in so many at full scale */ };

static void count_while(unsigned *checks, bool is_so, unsigned most)
{
    if (!is_so) {
        *checks = 0;
    } else if (*checks < most) {
        (*checks)++;
    }
}

static unsigned silent_checks_wanted(const struct devices *devices)
{
    return devices->silent_checks_wanted > 0 ? devices->silent_checks_wanted : DEVICES_LEVEL_CHECKS;
}

static void count_silence(struct devices *devices, bool is_silent)
{
    unsigned wanted = silent_checks_wanted(devices);
    bool was_fault = devices->silent_checks >= wanted;

    count_while(&devices->silent_checks, is_silent, wanted);
    if (was_fault && !is_silent) {
        devices->silent_checks_wanted = wanted * 2 < DEVICES_SILENT_CHECKS_MAX ? wanted * 2 : DEVICES_SILENT_CHECKS_MAX;
    }
}

unsigned devices_check(struct devices *devices, const struct capture_report *capture,
                       const struct playback_report *playback)
{
    bool running = capture->state == CAPTURE_RUNNING && capture->second_frames > 0;
    bool is_new = capture->delivered_frames != devices->delivered_frames;
    unsigned faults = devices->faults & (1U << DIALOGUE_FAULT_BUTTONS);

    if (is_new || !running) {
        count_silence(devices, running && capture->second_span <= DEVICES_SILENT_SPAN);
        count_while(&devices->clipping_checks,
                    running && capture->second_clipped_frames > capture->second_frames / CLIPPING_SHARE,
                    DEVICES_LEVEL_CHECKS);
    }
    devices->delivered_frames = capture->delivered_frames;
    if (capture->state == CAPTURE_LOST) {
        faults |= 1U << DIALOGUE_FAULT_MICROPHONE;
        devices->silent_checks_wanted = 0; /* another microphone, perhaps */
    }
    if (devices->silent_checks >= silent_checks_wanted(devices)) {
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
