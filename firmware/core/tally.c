/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/tally.h"

#include <math.h>

static const double deviations = 1.959964; /* of a normal distribution on either side hold 95 % */
static const double tail = 0.025;

struct tally_range tally_share(size_t count, size_t total)
{
    if (total == 0) {
        return (struct tally_range){0, 1};
    }
    double n = (double)total;
    double share = (double)count / n;
    double z2 = deviations * deviations;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = deviations / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    return (struct tally_range){fmax(0, centre - half), fmin(1, centre + half)};
}

/* Probability of `count` events or fewer. */
static double poisson_up_to(size_t count, double mean)
{
    double log_term = -mean; /* as logarithms: the terms of many events are too small for a double */
    double sum = exp(log_term);
    for (size_t i = 1; i <= count; i++) {
        log_term += log(mean / (double)i);
        sum += exp(log_term);
    }
    return sum;
}

/* The mean at which `count` or fewer events have this probability: it falls as the mean grows. */
static double poisson_mean(size_t count, double probability)
{
    double low = 0;
    double high = (double)count + 10 + 10 * sqrt((double)count + 1);
    while (high - low > 1e-9 * high) {
        double middle = (low + high) / 2;
        if (poisson_up_to(count, middle) > probability) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (low + high) / 2;
}

struct tally_range tally_events(size_t count)
{
    return (struct tally_range){
        .low = count == 0 ? 0 : poisson_mean(count - 1, 1 - tail),
        .high = poisson_mean(count, tail),
    };
}
