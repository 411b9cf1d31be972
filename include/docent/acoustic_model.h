/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_ACOUSTIC_MODEL_H
#define DOCENT_ACOUSTIC_MODEL_H

/*
 * The acoustic model that PocketSphinx searches with: Debian's (package pocketsphinx-en-us), and the network's own
 * opinion of what is said (docent/enhancer.h) as one stream more.
 *
 * Debian's is a model of phonetically tied mixtures: each of its phones has 128 Gaussians in each of three streams, the
 * cepstra and their two differences over time, and each state of a phone in its context weighs those of its phone;
 * logarithms of streams add up. The stream added holds, for each state of each phone without context, a distance d that
 * is 0 for the likeliest one. A state's only Gaussian there is as wide as can be in all places but its own, so that
 * its logarithm is -d * d / 2 and no more: whoever makes the stream can put any logarithm there. That is how a network
 * and a model of mixtures are heard together without a line of PocketSphinx being changed.
 *
 * File formats are those that PocketSphinx reads (ms_gauden.c, ptm_mgau.c, bin_mdef.c), little-endian as Debian's are.
 */

#include <stdio.h>

enum {
    ACOUSTIC_MODEL_PHONES = 42,
    ACOUSTIC_MODEL_STATES = 3, /* of each */
    ACOUSTIC_MODEL_CEPSTRA = 13,
    ACOUSTIC_MODEL_NAMED = ACOUSTIC_MODEL_PHONES * ACOUSTIC_MODEL_STATES, /* values of the stream added */
};

/* PocketSphinx's -feat and -ceplen for the rows that the model is compared with: cepstra, their first and their second
 * differences, and the stream added. */
#define ACOUSTIC_MODEL_STREAMS "13,13,13,126"
#define ACOUSTIC_MODEL_VALUES "165"

/*
 * Reads Debian's model from `folder` and writes what PocketSphinx is to read in place of its files means, variances and
 * sendump. The streams are the caller's, who also closes them. Returns 0, the error of opening or reading a file,
 * -EBADMSG (no such model, or one of another shape), -EIO (writing), -ENOMEM.
 */
int acoustic_model_write(const char *folder, FILE *means, FILE *variances, FILE *weights);

#endif
