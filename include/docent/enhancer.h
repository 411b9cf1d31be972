/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_ENHANCER_H
#define DOCENT_ENHANCER_H

/*
 * Takes noise and room out of a question before it is recognised: a small convolutional neural network reads the log
 * mel energies of the whole utterance and writes cepstra in which PocketSphinx's acoustic model finds the phones that
 * it would have found had the same words been spoken close to the microphone in a quiet room. models/README.md says
 * what it has learnt from; models/enhancer/train.py makes the weights again.
 *
 * What goes in: 25 natural logarithms of mel energies every 10 ms, as sphinxbase's front end makes them from 16 kHz
 * samples, twice: with its noise removal and without. Arguments:
 *     -logspec yes -lifter 0 -lowerf 130 -upperf 6800 -nfilt 25 -transform dct -remove_silence no -remove_noise yes|no
 * and its defaults for the rest (-lifter must be 0, or the front end lifters the spectrum too). The level of the
 * recording does not matter. Give the whole utterance at once, with the noise around the speech if there is some: a
 * second of it helps.
 *
 * What comes out: 13 cepstra a frame as the model's own feat.params asks for (-transform dct -lifter 22), with their
 * mean taken off. The decoder must therefore run with -cmn none (and -agc none -varnorm no, the defaults): its own mean
 * would count the pauses too. And what the network itself takes each frame for: of each of the acoustic model's phones
 * without context, in the order of its definition, three states (begin, middle, end), as logarithms of likelihoods but
 * for a constant of the frame. docent/acoustic_model.h says how PocketSphinx gets to hear of both.
 *
 * The network, for rows x (cleaned) and v (as heard) of 25 values, each less the mean of all of them and divided by 3,
 * and f, what the lowest tenth of each column of v lies under; * is a convolution over time with what lies outside
 * taken as 0:
 *     h = max(0, E * (x, v, f)), five taps
 *     for each block: h = h + B max(0, W * h), W with three taps some frames apart (1, 2, 4 ...: A. van den Oord et
 *     al., "WaveNet", 2016); after half of the blocks also h = h + G (mean of h over the utterance)
 *     y = S x + O max(0, h); the last row of O max(0, h) is the log odds p that the frame is speech
 *     output = y - sum(q y) / sum(q) + s, with q = sigmoid(p)
 *     states = N max(0, h)
 * Every matrix but S has a bias; s is 13 constants.
 *
 * An enhancer belongs to one thread at a time.
 */

#include <stddef.h>

enum {
    ENHANCER_BANDS = 25,
    ENHANCER_CEPSTRA = 13,
    ENHANCER_STATES = 126,      /* three for each of the acoustic model's phones */
    ENHANCER_FRAMES_MAX = 6000, /* one minute */
};

struct enhancer;

/*
 * Loads the weights. The caller owns *ret_enhancer and ends it with enhancer_destroy(). Errors: those of opening and
 * reading the file, -EBADMSG when it is no weights file or not whole, -ENOMEM.
 */
int enhancer_create(struct enhancer **ret_enhancer, const char *path);
void enhancer_destroy(struct enhancer *enhancer);

/*
 * One utterance: `cleaned` and `heard` hold frames x ENHANCER_BANDS values each, `cepstra` has room for frames x
 * ENHANCER_CEPSTRA and `states` for frames x ENHANCER_STATES. When `speech` is not NULL it gets, for each frame, how
 * likely it is to be speech (0 to 1). Values that are not finite are read as the energy of silence. Errors: -EMSGSIZE
 * for more than ENHANCER_FRAMES_MAX frames, -ENOMEM. No frames: success.
 */
int enhancer_process(struct enhancer *enhancer, const float *cleaned, const float *heard, size_t frames, float *cepstra,
                     float *states, float *speech);

#endif
