/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_WEIGHTS_FIXTURE_H
#define DOCENT_WEIGHTS_FIXTURE_H

/* Numbers as files of weights have them, for test_enhancer.c and test_layer.c. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>

/* Little-endian. */
static void number_write(FILE *file, unsigned number)
{
    fputc((int)(number & 255U), file);
    fputc((int)(number >> 8), file);
}

/* Half precision, exact for the small numbers of few digits that these tests are made of. */
static uint16_t half_of(float value)
{
    if (value == 0.0F) {
        return 0;
    }
    int exponent = 0;
    float fraction = frexpf(fabsf(value), &exponent);
    unsigned half = ((unsigned)(exponent + 14) << 10) + (unsigned)((fraction * 2.0F - 1.0F) * 1024.0F);
    return (uint16_t)(half | (value < 0.0F ? 0x8000U : 0U));
}

#endif
