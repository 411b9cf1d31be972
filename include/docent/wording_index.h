/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_WORDING_INDEX_H
#define DOCENT_WORDING_INDEX_H

/*
 * How like an utterance is to the wordings of each topic and command: of all words together, where the matcher's
 * weights look at one word after another. "Who runs the raw materials alliance?" has no word that is one topic's own,
 * and yet it is what the author wrote down, or nearly so.
 *
 * Both are vectors over stems, a word's length being its rarity (0 to 1); their likeness is the cosine (Salton, Wong
 * and Yang, A vector space model for automatic indexing, CACM 18, 1975). Of what is heard each stem counts as much as
 * it is certain: p * length along its axis, and p * length^2 to the square of the whole, which is what is to be
 * expected if it was said with probability p. Pure; one thread builds, then any may read.
 */

#include <stddef.h>
#include <stdint.h>

struct indexed_wording;

struct wording_index {
    struct indexed_wording **wordings; /* in the order they were added */
    size_t count;
};

/* What a word that was said with probability `posterior` adds to the square of an utterance's length, and to its
 * product with a wording that has the word. Everyday words tell little, but all wordings are made of them: none counts
 * for nothing. */
float wording_index_square(float posterior, float rarity);

/* Adds a wording of `target`: `count` stems, of which those said again count once. `rarity` is by stem. Returns 0,
 * -ENOMEM. A zeroed struct is an empty index. */
int wording_index_add(struct wording_index *index, size_t target, const uint32_t *stems, size_t count,
                      const float *rarity);

/* For each target the likeness, 0 to 1, of its likest wording; 0 where it has none. `posterior` and `rarity` are by
 * stem, and hold all stems that were added; `unknown_square` is what words of no wording add to the square of the
 * length. All targets added are below `target_count`. */
void wording_index_compare(const struct wording_index *index, const float *posterior, const float *rarity,
                           size_t stem_count, float unknown_square, float *ret_likeness, size_t target_count);

/* Leaves an empty index. */
void wording_index_finish(struct wording_index *index);

#endif
