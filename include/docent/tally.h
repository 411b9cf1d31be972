/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TALLY_H
#define DOCENT_TALLY_H

/*
 * How sure a counted figure is. Pure; any thread.
 */

#include <stddef.h>

struct tally_range {
    double low, high;
};

/* 95 % interval, 0 to 1, of the probability behind `count` of `total`: the score interval of E. B. Wilson, "Probable
 * inference, the law of succession, and statistical inference", JASA 22 (1927). 0 to 1 for a total of 0. */
struct tally_range tally_share(size_t count, size_t total);

/* 95 % interval of the mean of which `count` events are one observation: exact for a Poisson process (F. Garwood,
 * "Fiducial limits for the Poisson distribution", Biometrika 28 (1936)). Divide by the hours observed. */
struct tally_range tally_events(size_t count);

#endif
