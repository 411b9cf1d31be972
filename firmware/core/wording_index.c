/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/wording_index.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* The commonest words have a rarity of 0.05: without them, two wordings would hang by the rarest of their words. */
static const float LENGTH_LEAST = 0.15F;

struct indexed_wording {
    size_t target;
    float length;
    size_t count;
    uint32_t stems[]; /* each once */
};

float wording_index_square(float posterior, float rarity)
{
    float length = fmaxf(LENGTH_LEAST, rarity);
    return posterior * length * length;
}

static bool has_stem(const struct indexed_wording *wording, uint32_t stem)
{
    for (size_t i = 0; i < wording->count; i++) {
        if (wording->stems[i] == stem) {
            return true;
        }
    }
    return false;
}

int wording_index_add(struct wording_index *index, size_t target, const uint32_t *stems, size_t count,
                      const float *rarity)
{
    if (count == 0) {
        return 0;
    }
    struct indexed_wording *wording = malloc(sizeof(*wording) + count * sizeof(*stems));
    struct indexed_wording **wordings = realloc(index->wordings, (index->count + 1) * sizeof(struct indexed_wording *));
    if (wordings != NULL) {
        index->wordings = wordings;
    }
    if (wording == NULL || wordings == NULL) {
        free(wording);
        return -ENOMEM;
    }
    *wording = (struct indexed_wording){.target = target};
    float square = 0.0F;
    for (size_t i = 0; i < count; i++) {
        if (!has_stem(wording, stems[i])) {
            square += wording_index_square(1.0F, rarity[stems[i]]);
            wording->stems[wording->count++] = stems[i];
        }
    }
    wording->length = sqrtf(square);
    wordings[index->count++] = wording;
    return 0;
}

void wording_index_compare(const struct wording_index *index, const float *posterior, const float *rarity,
                           size_t stem_count, float unknown_square, float *ret_likeness, size_t target_count)
{
    float square = unknown_square;
    for (size_t stem = 0; stem < stem_count; stem++) {
        square += wording_index_square(posterior[stem], rarity[stem]);
    }
    for (size_t target = 0; target < target_count; target++) {
        ret_likeness[target] = 0.0F;
    }
    for (size_t i = 0; i < index->count && square > 0.0F; i++) {
        const struct indexed_wording *wording = index->wordings[i];
        float product = 0.0F;
        for (size_t k = 0; k < wording->count; k++) {
            product += wording_index_square(posterior[wording->stems[k]], rarity[wording->stems[k]]);
        }
        assert(wording->target < target_count);
        float *best = &ret_likeness[wording->target];
        *best = fmaxf(*best, product / (wording->length * sqrtf(square)));
    }
}

void wording_index_finish(struct wording_index *index)
{
    for (size_t i = 0; i < index->count; i++) {
        free(index->wordings[i]);
    }
    free(index->wordings);
    *index = (struct wording_index){0};
}
