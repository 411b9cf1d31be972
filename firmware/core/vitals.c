/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/vitals.h"

#include <string.h>

void vitals_init(struct vitals *vitals, int64_t now_ms)
{
    memset(vitals, 0, sizeof(*vitals));
    vitals->checked_ms = now_ms;
}

static int64_t limit_ms(enum vital vital)
{
    return vital == VITAL_LISTENER ? VITALS_LISTENER_LIMIT_MS : VITALS_SOUND_LIMIT_MS;
}

unsigned vitals_check(struct vitals *vitals, const struct vital_sign signs[VITAL_COUNT], int64_t now_ms)
{
    int64_t passed_ms = now_ms - vitals->checked_ms;
    unsigned hung = 0;

    if (passed_ms > VITALS_GAP_MAX_MS) {
        passed_ms = VITALS_GAP_MAX_MS;
    }
    vitals->checked_ms = now_ms;
    for (unsigned i = 0; i < VITAL_COUNT; i++) {
        if (signs[i].has_work && signs[i].steps == vitals->steps[i]) {
            vitals->still_ms[i] += passed_ms;
        } else {
            vitals->still_ms[i] = 0;
        }
        vitals->steps[i] = signs[i].steps;
        if (vitals->still_ms[i] > limit_ms((enum vital)i)) {
            hung |= 1U << i;
        }
    }
    return hung;
}

const char *vital_name(enum vital vital)
{
    static const char *const names[VITAL_COUNT] = {
        [VITAL_MICROPHONE] = "microphone",
        [VITAL_LISTENER] = "listener",
        [VITAL_LOUDSPEAKER] = "loudspeaker",
        [VITAL_SPEAKER] = "speaker",
    };

    return names[vital];
}
