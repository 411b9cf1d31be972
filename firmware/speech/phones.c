/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "docent/phones.h"

#include <errno.h>
#include <string.h>

static const char *const phone_names[] = {
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F",  "G", "HH", "IH", "IY", "JH", "K",
    "L",  "M",  "N",  "NG", "OW", "OY", "P", "R",  "S", "SH", "T",  "TH", "UH", "UW", "V", "W",  "Y",  "Z",  "ZH",
};

enum {
    MNEMONIC_BYTES = 16, /* libespeak-ng's have at most four characters */
};

/* What one mnemonic becomes. The first rule that fits counts. Shares in the comments are those of the phone in the
 * dictionary's own pronunciation of 2,000 words (the tuning class of tests/bench/bench_pronunciation.c), aligned with
 * the voice's; without the rules on context and stress the error rate there was 10.7 %, with them it is 9.6 %.
 */
struct rule {
    const char *mnemonic;
    const char *phones;
    const char *before; /* only before one of these mnemonics (spaces around each), NULL: anywhere */
    bool is_unstressed; /* only without a stress mark */
};

static const struct rule rules[] = {
    /* Consonants. */
    {"b", "B", NULL, false},
    {"d", "D", NULL, false},
    {"D", "DH", NULL, false},
    {"dZ", "JH", NULL, false},
    {"f", "F", NULL, false},
    {"g", "G", NULL, false},
    {"h", "HH", NULL, false},
    {"j", "Y", NULL, false},
    {"k", "K", NULL, false},
    {"l", "L", NULL, false},
    {"m", "M", NULL, false},
    {"n", "N", NULL, false},
    {"N", "NG", NULL, false},
    {"p", "P", NULL, false},
    {"r", "R", NULL, false},
    {"s", "S", NULL, false},
    {"S", "SH", NULL, false},
    {"t", "T", NULL, false},
    {"T", "TH", NULL, false},
    {"tS", "CH", NULL, false},
    {"v", "V", NULL, false},
    {"w", "W", NULL, false},
    {"x", "K", NULL, false}, /* the ch of Bach; the dictionary has K */
    {"z", "Z", NULL, false},
    {"Z", "ZH", NULL, false},
    {"?", "T", NULL, false},     /* glottal stop, only where the spelling has t ("bitten") */
    {"t#", "T", NULL, false},    /* flap ("city"): the dictionary writes the phoneme */
    {"r-", "R", NULL, false},    /* links ER to a vowel */
    {"n-", "AH N", NULL, false}, /* syllabic; AH 4 of 5 */
    {"@L", "AH L", NULL, false},
    {"l#", "L", NULL, false},
    /* A glide between two vowels has no letter and no phone of its own ("re;elect"); an I before it is IY ("radius").
     */
    {";", "", NULL, false},
    {"I", "IY", " ; ", false},
    {"I2", "IY", " ; ", false},
    {"I#", "IY", " ; ", false},
    /* Vowels. */
    {"I2", "AH", " l m ", false}, /* AH 14 of 22, IH 3 */
    {"I", "IH", NULL, false},
    {"I2", "IH", NULL, false},
    {"I#", "IH", NULL, false},
    {"i", "IY", NULL, false},
    {"i:", "IY", NULL, false},
    {"E", "EH", NULL, false},
    {"a", "AE", NULL, false},
    {"aa", "AE", NULL, false},
    {"a#", "AH", NULL, false}, /* AH 66 of 91, AE 13 */
    {"@", "AH", NULL, false},
    {"@2", "AH", NULL, false},
    {"@-", "", NULL, false}, /* a release between consonants */
    {"V", "AH", NULL, false},
    {"0", "AH", NULL, true}, /* AH 24 of 44, AA 16 */
    {"0", "AA", NULL, false},
    {"A:", "AA", NULL, false},
    {"A~", "AA N", NULL, false},
    {"O", "AO", NULL, false},
    {"O:", "AO", NULL, false},
    {"O2", "AO", NULL, false}, /* AO 19 of 36, AA 9 */
    {"O~", "AO N", NULL, false},
    {"o", "OW", NULL, false},
    {"U", "UH", NULL, false},
    {"u:", "UW", NULL, false},
    {"eI", "EY", NULL, false},
    {"aI", "AY", NULL, false},
    {"aU", "AW", NULL, false},
    {"oU", "OW", NULL, false},
    {"OI", "OY", NULL, false},
    /* Vowels with R. */
    {"3", "ER", NULL, false},
    {"3:", "ER", NULL, false},
    {"A@", "AA R", NULL, false},
    {"O@", "AO R", NULL, false},
    {"o@", "AO R", NULL, false},
    {"e@", "EH R", NULL, false},
    {"U@", "UH R", NULL, false},
    {"i@3", "IH R", NULL, false},
    {"aI3", "AY ER", NULL, false},
    {"aI@", "AY AH", NULL, false},
    {"i@", "IH", " r r- ", false}, /* "serious" */
    {"i@", "IY AH", NULL, false},  /* "area" */
};

/* One mnemonic of the input, stress taken off. */
struct mnemonic {
    char text[MNEMONIC_BYTES];
    bool is_stressed;
};

static bool has_word(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = strstr(list, word); length > 0 && at != NULL; at = strstr(at + 1, word)) {
        if (at > list && at[-1] == ' ' && at[length] == ' ') {
            return true;
        }
    }
    return false;
}

/* The next mnemonic at *cursor, which moves past it. False at the end. Signs of stress (', %=) and of word boundaries
 * (_|) are no part of it. */
static bool read_mnemonic(const char **cursor, struct mnemonic *ret)
{
    size_t length = 0;
    *ret = (struct mnemonic){0};
    const char *at = *cursor + strspn(*cursor, " \n");
    if (*at == '\0') {
        return false;
    }
    for (; *at != '\0' && *at != ' ' && *at != '\n'; at++) {
        if (*at == '\'' || *at == ',') {
            ret->is_stressed = true;
        } else if (strchr("%=_|", *at) == NULL && length + 1 < sizeof ret->text) {
            ret->text[length++] = *at;
        }
    }
    *cursor = at;
    return true;
}

static const struct rule *find_rule(const struct mnemonic *mnemonic, const struct mnemonic *next)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const struct rule *rule = &rules[i];
        if (strcmp(rule->mnemonic, mnemonic->text) == 0 && !(rule->is_unstressed && mnemonic->is_stressed) &&
            (rule->before == NULL || has_word(rule->before, next->text))) {
            return rule;
        }
    }
    return NULL;
}

/* The phones of a mnemonic; "" for one that cannot be placed. */
static const char *mnemonic_phones(struct mnemonic mnemonic, const struct mnemonic *next)
{
    const struct rule *rule = find_rule(&mnemonic, next);
    for (size_t length = strlen(mnemonic.text); rule == NULL && length > 1; length--) {
        if (strchr("0123456789#:~-^;\"`", mnemonic.text[length - 1]) == NULL) {
            break;
        }
        mnemonic.text[length - 1] = '\0';
        rule = find_rule(&mnemonic, next);
    }
    return rule != NULL ? rule->phones : "";
}

static bool ends_with_r(const char *phones, size_t length)
{
    return (length == 1 || (length > 1 && (phones[length - 2] == ' ' || phones[length - 2] == 'E'))) &&
           phones[length - 1] == 'R';
}

int phones_from_espeak(const char *mnemonics, char *ret_phones, size_t size)
{
    size_t length = 0;
    struct mnemonic current, next = {0};
    bool has_more = read_mnemonic(&mnemonics, &next);
    if (size == 0) {
        return -ENOBUFS;
    }
    ret_phones[0] = '\0';
    while (has_more) {
        current = next;
        has_more = read_mnemonic(&mnemonics, &next);
        if (!has_more) {
            next = (struct mnemonic){0};
        }
        const char *phones = mnemonic_phones(current, &next);
        /* A vowel with R before a written r would give the R twice. */
        if (phones[0] == '\0' || (strcmp(phones, "R") == 0 && ends_with_r(ret_phones, length))) {
            continue;
        }
        size_t needed = strlen(phones) + (length > 0 ? 1 : 0);
        if (needed + 1 > size - length) {
            return -ENOBUFS;
        }
        if (length > 0) {
            ret_phones[length++] = ' ';
        }
        memcpy(ret_phones + length, phones, strlen(phones) + 1);
        length += strlen(phones);
    }
    return length > 0 ? 0 : -ENODATA;
}

bool phones_are_valid(const char *phones)
{
    for (;;) {
        size_t length = strcspn(phones, " ");
        bool is_known = false;
        for (size_t i = 0; i < sizeof phone_names / sizeof phone_names[0] && !is_known; i++) {
            is_known = strlen(phone_names[i]) == length && memcmp(phone_names[i], phones, length) == 0;
        }
        if (!is_known) {
            return false;
        }
        if (phones[length] == '\0') {
            return true;
        }
        phones += length + 1;
    }
}
