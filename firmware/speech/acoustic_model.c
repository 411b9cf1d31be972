/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/acoustic_model.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_BYTES_MAX = 16 << 20,
    PHONES = ACOUSTIC_MODEL_PHONES,
    STATES = ACOUSTIC_MODEL_STATES,
    STREAMS = 3,
    DENSITIES = 128,
    SENONES_MAX = 1 << 14,
    WEIGHT_NONE = 159, /* the least that PocketSphinx adds up without leaving its table: e to the -16th */
};

static const char gaussians_head[] = "s3\nversion 1.0\nendhdr\n";
static const char head_end[] = "endhdr\n";
static const uint32_t BYTE_ORDER_MARK = 0x11223344;
static const char stream_count[] = "feature_count 3";
static const char definition_mark[4] = {'B', 'M', 'D', 'F'};

/* A Gaussian that says nothing of a place, and still leaves numbers that 32 bits hold. */
static const float VARIANCE_WIDE = 1e6F;
/* Where no distance ever comes near: Gaussians that are never among the best. PocketSphinx always keeps four, so the
 * fourth is nearer than the rest, which then are given up at the first place. */
static const float MEAN_FAR = -40.0F;
static const float MEAN_FARTHER = -60.0F;

/* A file in memory, read from its begin on. */
struct bytes {
    uint8_t *data;
    size_t size, at;
};

/* --- reading ------------------------------------------------------------------------------------------------------ */

static int bytes_load(struct bytes *bytes, const char *folder, const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return -errno;
    }
    int result = 0;
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    if (size < 0 || size > FILE_BYTES_MAX || fseek(file, 0, SEEK_SET) != 0) {
        result = -EBADMSG;
    }
    if (result == 0) {
        bytes->data = malloc((size_t)size + 1);
        result = bytes->data == NULL ? -ENOMEM : 0;
    }
    if (result == 0) {
        bytes->size = fread(bytes->data, 1, (size_t)size, file);
        result = bytes->size == (size_t)size ? 0 : -EIO;
    }
    fclose(file);
    return result;
}

/* The next so many bytes, NULL when there are not as many. */
static const uint8_t *bytes_take(struct bytes *bytes, size_t count)
{
    if (count > bytes->size - bytes->at) {
        return NULL;
    }
    bytes->at += count;
    return bytes->data + bytes->at - count;
}

static bool number_take(struct bytes *bytes, int32_t *ret_number)
{
    const uint8_t *raw = bytes_take(bytes, sizeof(*ret_number));
    if (raw != NULL) {
        memcpy(ret_number, raw, sizeof(*ret_number));
    }
    return raw != NULL;
}

static bool number_expect(struct bytes *bytes, int32_t wanted)
{
    int32_t number = 0;
    return number_take(bytes, &number) && number == wanted;
}

/* --- Gaussians ---------------------------------------------------------------------------------------------------- */

static bool gaussians_head_take(struct bytes *bytes)
{
    if (bytes->size < sizeof(head_end)) {
        return false;
    }
    const uint8_t *end = memmem(bytes->data, bytes->size, head_end, sizeof(head_end) - 1);
    if (end == NULL) {
        return false;
    }
    bytes->at = (size_t)(end - bytes->data) + sizeof(head_end) - 1;
    const int32_t shape[] = {(int32_t)BYTE_ORDER_MARK,
                             PHONES,
                             STREAMS,
                             DENSITIES,
                             ACOUSTIC_MODEL_CEPSTRA,
                             ACOUSTIC_MODEL_CEPSTRA,
                             ACOUSTIC_MODEL_CEPSTRA,
                             PHONES * STREAMS * DENSITIES * ACOUSTIC_MODEL_CEPSTRA};
    for (size_t i = 0; i < sizeof(shape) / sizeof(shape[0]); i++) {
        if (!number_expect(bytes, shape[i])) {
            return false;
        }
    }
    return true;
}

static void gaussians_head_write(FILE *out)
{
    const int32_t values = PHONES * DENSITIES * (STREAMS * ACOUSTIC_MODEL_CEPSTRA + ACOUSTIC_MODEL_NAMED);
    const int32_t shape[] = {(int32_t)BYTE_ORDER_MARK,
                             PHONES,
                             STREAMS + 1,
                             DENSITIES,
                             ACOUSTIC_MODEL_CEPSTRA,
                             ACOUSTIC_MODEL_CEPSTRA,
                             ACOUSTIC_MODEL_CEPSTRA,
                             ACOUSTIC_MODEL_NAMED,
                             values};
    fwrite(gaussians_head, 1, sizeof(gaussians_head) - 1, out);
    fwrite(shape, sizeof(shape[0]), sizeof(shape) / sizeof(shape[0]), out);
}

static void means_fill(float *values, size_t phone, size_t density)
{
    (void)phone;
    memset(values, 0, ACOUSTIC_MODEL_NAMED * sizeof(*values));
    if (density >= STATES) {
        values[0] = density == STATES ? MEAN_FAR : MEAN_FARTHER;
    }
}

static void variances_fill(float *values, size_t phone, size_t density)
{
    for (size_t i = 0; i < ACOUSTIC_MODEL_NAMED; i++) {
        values[i] = VARIANCE_WIDE;
    }
    values[density < STATES ? phone * STATES + density : 0] = 1.0F;
}

static int gaussians_write(const char *folder, const char *name, void (*fill)(float *, size_t, size_t), FILE *out)
{
    struct bytes bytes = {0};
    int result = bytes_load(&bytes, folder, name);
    if (result == 0 && !gaussians_head_take(&bytes)) {
        result = -EBADMSG;
    }
    if (result == 0) {
        gaussians_head_write(out);
    }
    const size_t old_values = (size_t)STREAMS * DENSITIES * ACOUSTIC_MODEL_CEPSTRA;
    for (size_t phone = 0; result == 0 && phone < PHONES; phone++) {
        const uint8_t *old = bytes_take(&bytes, old_values * sizeof(float));
        if (old == NULL) {
            result = -EBADMSG;
            break;
        }
        fwrite(old, sizeof(float), old_values, out);
        for (size_t density = 0; density < DENSITIES; density++) {
            float values[ACOUSTIC_MODEL_NAMED];
            fill(values, phone, density);
            fwrite(values, sizeof(float), ACOUSTIC_MODEL_NAMED, out);
        }
    }
    free(bytes.data);
    return result;
}

/* --- weights ------------------------------------------------------------------------------------------------------ */

/* The counts at the begin of a model's definition. */
struct definition {
    int32_t phones, contexts, states, senones, sequences, trees;
};

static bool definition_head_take(struct bytes *bytes, struct definition *ret)
{
    int32_t skipped = 0;
    int32_t ignored = 0;
    const uint8_t *mark = bytes_take(bytes, sizeof(definition_mark));
    bool is_good = mark != NULL && memcmp(mark, definition_mark, sizeof(definition_mark)) == 0 &&
                   number_take(bytes, &ignored) && number_take(bytes, &skipped) && skipped >= 0 &&
                   bytes_take(bytes, (size_t)skipped) != NULL && number_take(bytes, &ret->phones) &&
                   number_take(bytes, &ret->contexts) && number_take(bytes, &ret->states) &&
                   number_take(bytes, &ignored) && number_take(bytes, &ret->senones) && number_take(bytes, &ignored) &&
                   number_take(bytes, &ret->sequences) && number_take(bytes, &ignored) &&
                   number_take(bytes, &ret->trees) && number_take(bytes, &ignored);
    return is_good && ret->phones == PHONES && ret->states == STATES && ret->contexts >= PHONES &&
           ret->senones >= PHONES * STATES && ret->senones <= SENONES_MAX && ret->sequences > 0 && ret->trees >= 0;
}

/* Past the names of the phones, to the next place that four divides, and past the trees of contexts. */
static bool names_skip(struct bytes *bytes, const struct definition *definition)
{
    const size_t begin = bytes->at;
    for (size_t i = 0; i < PHONES; i++) {
        const uint8_t *end = memchr(bytes->data + bytes->at, '\0', bytes->size - bytes->at);
        if (end == NULL) {
            return false;
        }
        bytes->at = (size_t)(end - bytes->data) + 1;
    }
    enum { TREE_BYTES = 8 };
    return bytes_take(bytes, -(bytes->at - begin) % 4) != NULL &&
           bytes_take(bytes, (size_t)definition->trees * TREE_BYTES) != NULL;
}

/* Which of its phone's states each senone is. */
static int senone_states_read(struct bytes *bytes, const struct definition *definition, uint8_t *ret_states)
{
    enum { PHONE_BYTES = 12 };
    int32_t sequence_values = 0;
    if (!names_skip(bytes, definition) || bytes_take(bytes, (size_t)definition->contexts * PHONE_BYTES) == NULL ||
        !number_take(bytes, &sequence_values) || sequence_values != definition->sequences * STATES) {
        return -EBADMSG;
    }
    for (int32_t i = 0; i < sequence_values; i++) {
        uint16_t senone = 0;
        const uint8_t *raw = bytes_take(bytes, sizeof(senone));
        if (raw == NULL) {
            return -EBADMSG;
        }
        memcpy(&senone, raw, sizeof(senone));
        if (senone >= definition->senones) {
            return -EBADMSG;
        }
        ret_states[senone] = (uint8_t)(i % STATES);
    }
    return 0;
}

/* To the begin of the weights themselves: strings that say what they are, one of them how many streams there are, which
 * becomes one more; a length of 0, and two counts. */
static bool weights_head_take(struct bytes *bytes, int32_t *ret_senones)
{
    int32_t length = 0;
    do {
        if (!number_take(bytes, &length) || length < 0 || bytes_take(bytes, (size_t)length) == NULL) {
            return false;
        }
        uint8_t *text = bytes->data + bytes->at - length;
        if (length == sizeof(stream_count) && memcmp(text, stream_count, sizeof(stream_count)) == 0) {
            text[sizeof(stream_count) - 2]++;
        }
    } while (length > 0);
    return number_expect(bytes, DENSITIES) && number_take(bytes, ret_senones) && *ret_senones > 0 &&
           *ret_senones <= SENONES_MAX && bytes->size - bytes->at == (size_t)STREAMS * DENSITIES * (size_t)*ret_senones;
}

static int weights_write(const char *folder, FILE *out)
{
    struct bytes weights = {0};
    struct bytes definition_bytes = {0};
    struct definition definition = {0};
    uint8_t states[SENONES_MAX] = {0};
    int32_t senones = 0;
    int result = bytes_load(&weights, folder, "sendump");
    if (result == 0) {
        result = bytes_load(&definition_bytes, folder, "mdef");
    }
    if (result == 0 && (!weights_head_take(&weights, &senones) ||
                        !definition_head_take(&definition_bytes, &definition) || senones < definition.senones)) {
        result = -EBADMSG;
    }
    if (result == 0) {
        result = senone_states_read(&definition_bytes, &definition, states);
    }
    if (result == 0) {
        fwrite(weights.data, 1, weights.size, out);
        for (size_t density = 0; density < DENSITIES; density++) {
            for (int32_t senone = 0; senone < senones; senone++) {
                fputc(density == states[senone] ? 0 : WEIGHT_NONE, out);
            }
        }
    }
    free(weights.data);
    free(definition_bytes.data);
    return result;
}

int acoustic_model_write(const char *folder, FILE *means, FILE *variances, FILE *weights)
{
    int result = gaussians_write(folder, "means", means_fill, means);
    if (result == 0) {
        result = gaussians_write(folder, "variances", variances_fill, variances);
    }
    if (result == 0) {
        result = weights_write(folder, weights);
    }
    bool is_written = fflush(means) == 0 && fflush(variances) == 0 && fflush(weights) == 0 && !ferror(means) &&
                      !ferror(variances) && !ferror(weights);
    return result == 0 && !is_written ? -EIO : result;
}
