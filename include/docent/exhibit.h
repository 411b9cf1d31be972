/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_EXHIBIT_H
#define DOCENT_EXHIBIT_H

/*
 * What docent can be asked and what it answers, as data.
 *
 * One struct serves both an exhibit (content/erma) and the phrasebook of prompts and commands (content/common/en): both
 * are folders of Markdown files of one format. content/ fills it; everything else only reads it. Once loaded, an
 * exhibit never changes, so any number of threads may read it without a lock.
 */

#include <stddef.h>

#include "docent/text_list.h"

enum {
    EXHIBIT_TOPICS_MAX = 256, /* entries of one exhibit; a longer spoken list helps nobody */
};

/* One Markdown file. In a phrasebook it is a prompt (answer only) or a command (asked_as, perhaps an answer). */
struct topic {
    char *id;                  /* file name without ".md" */
    char *title;               /* the `# ` heading, as plain text */
    struct text_list answer;   /* paragraphs and list items up to the first `##`, in spoken order */
    struct text_list more;     /* `## More`; may be empty */
    struct text_list asked_as; /* `## Asked as`, as written */
    struct text_list keywords; /* `## Keywords`, as written; the first is the topic's short spoken name */
};

struct pronunciation {
    char *word;        /* as written in the content, for example "ERMA" */
    char *sounds_like; /* ordinary words, for example "er ma" */
};

struct exhibit {
    char *title;
    struct text_list greeting; /* the text of exhibit.md before its first `##` */
    struct topic *topics;      /* in the order they are listed aloud */
    size_t topic_count;
    struct pronunciation *pronunciations;
    size_t pronunciation_count;
};

/* Index of the topic with this id, or -ENOENT. Capitals do not matter: ids are lower case. */
int exhibit_find(const struct exhibit *exhibit, const char *id);

/* The name by which a topic is offered aloud: its first keyword, else its title. Owned by the topic. */
const char *topic_name(const struct topic *topic);

/* The exact text that is spoken for these paragraphs (an answer, its more, the greeting): a blank line between them,
 * where espeak-ng ends a paragraph and pauses. On the heap; the caller frees it. Returns 0, -ENOMEM. */
int exhibit_speech(const struct text_list *paragraphs, char **ret_text);

/* Append the written form of every word with a pronunciation to `ret_words`: the words that words_normalise must keep
 * in one piece. Returns 0, -ENOMEM. */
int exhibit_whole_words(const struct exhibit *exhibit, struct text_list *ret_words);

/* Free all that the exhibit owns and zero it. NULL-safe. */
void exhibit_finish(struct exhibit *exhibit);

#endif
