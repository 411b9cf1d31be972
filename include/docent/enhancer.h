/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_ENHANCER_H
#define DOCENT_ENHANCER_H

/*
 * Takes noise and room out of a question before it is recognised: a small recurrent neural network reads the log mel
 * energies of the whole utterance and writes the cepstra that PocketSphinx would have computed had the same words been
 * spoken close to the microphone in a quiet room. It was trained for Debian's en-us model; models/README.md says on
 * what, and models/enhancer/ makes the weights again.
 *
 * What goes in: 25 natural logarithms of mel energies every 10 ms, as sphinxbase's front end makes them from 16 kHz
 * samples with the arguments
 *     -logspec yes -lifter 0 -lowerf 130 -upperf 6800 -nfilt 25 -transform dct -remove_noise no -remove_silence no
 * and its defaults for the rest (fe_start_stream, fe_start_utt, fe_process_frames, fe_end_utt; -lifter must be 0, or
 * the front end lifters the spectrum too). The level of the recording does not matter. Give the whole utterance at
 * once, with the noise around the speech if there is some: a second of it helps.
 *
 * What comes out: 13 cepstra a frame as the model's own feat.params asks for (-transform dct -lifter 22), with their
 * mean over the speech already taken off. The decoder must therefore run with -cmn none (and -agc none -varnorm no, the
 * defaults): its own mean would count the pauses too. Feed them by ps_process_cep(ps, rows, frames, FALSE, TRUE).
 *
 * The network, for rows x[t] of 25 values less the mean of all of them, divided by 3:
 *     a[t] = max(0, D x[t] + d)
 *     b = both directions of a gated recurrent layer over a; c = the same over b
 *     y[t] = S x[t] + O c[t] + o; the last row of O c + o is the log odds p[t] that frame t is speech
 *     output[t] = y[t] - sum(q y) / sum(q), with q = sigmoid(p)
 * Gated recurrent units are those of K. Cho et al., "Learning phrase representations using RNN encoder-decoder",
 * EMNLP 2014, in the form with the reset gate applied after the product (as in cuDNN and PyTorch):
 *     r = sigmoid(Wr x + Ur h), z = sigmoid(Wz x + Uz h), n = tanh(Wn x + bn + r * (Un h + cn)), h' = n + z * (h - n)
 *
 * An enhancer belongs to one thread at a time.
 */

#include <stddef.h>

enum {
    ENHANCER_BANDS = 25,
    ENHANCER_CEPSTRA = 13,
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
 * One utterance: `mel` holds frames x ENHANCER_BANDS values, `cepstra` has room for frames x ENHANCER_CEPSTRA. When
 * `speech` is not NULL it gets, for each frame, how likely it is to be speech (0 to 1). Values that are not finite are
 * read as the energy of silence. Errors: -EMSGSIZE for more than ENHANCER_FRAMES_MAX frames, -ENOMEM. No frames:
 * success.
 */
int enhancer_process(struct enhancer *enhancer, const float *mel, size_t frames, float *cepstra, float *speech);

#endif
