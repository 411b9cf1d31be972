/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_EXHIBIT_LOAD_H
#define DOCENT_EXHIBIT_LOAD_H

/*
 * From a folder of Markdown files to an exhibit.
 *
 * exhibit.md        `# ` title, the greeting, and optionally
 *                   `## Pronunciations`  items `word: sounds like these words`
 *                   `## Order`           ids in the order in which topics are listed aloud; others follow by alphabet
 * any other *.md    a topic; the file's name, in small letters, is its id
 *                   `# ` title, the answer, and optionally `## More`; `## Asked as` and `## Keywords`, lists;
 *                   `## Source`, which is never read
 *
 * Every other file, and every name that begins with a dot, is left alone. Symbolic links are followed.
 * A numbered item is spoken with its number ("1. First ..."). Comments, `<!-- like this -->`, are never read.
 */

#include "docent/exhibit.h"
#include "docent/problem.h"

enum exhibit_kind {
    EXHIBIT_TOPICS,     /* exhibit.md must exist; every topic needs an answer and at least one `Asked as` item */
    EXHIBIT_PHRASEBOOK, /* commands and prompts: exhibit.md, answer, `Asked as` are optional */
};

enum {
    EXHIBIT_FILE_BYTES_MAX = 64 * 1024, /* an hour of speech; an answer is half a minute */
    EXHIBIT_WORDINGS_MAX = 300,         /* `Asked as` items, and keywords, of one topic */
    EXHIBIT_WORDING_WORDS_MAX = 30,     /* nobody asks in longer sentences */
    EXHIBIT_PRONUNCIATIONS_MAX = 500,
};

/* Reads the whole folder and finds every problem before it returns. Returns
 *   0         loaded; the caller calls exhibit_finish
 *   -EINVAL   at least one problem was added to `problems`, sorted by file and line; *ret_exhibit is empty
 *   -ENOMEM   *ret_exhibit is empty
 * Files are named in problems as `folder`/name. */
int exhibit_load(const char *folder, enum exhibit_kind kind, struct exhibit *ret_exhibit, struct problems *problems);

#endif
