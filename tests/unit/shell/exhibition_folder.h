/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TEST_EXHIBITION_FOLDER_H
#define DOCENT_TEST_EXHIBITION_FOLDER_H

/* A small exhibit on disk: two topics, of which the second is listed first. */

#include "../content/folder.h"

static inline void exhibition_folder_make(struct folder *folder)
{
    folder_make(folder);
    folder_write(folder, "exhibit.md", "# Stones\n\nAsk me.\n\n## Order\n- rubies\n");
    folder_write(folder, "agates.md",
                 "# What is an agate?\n\nA stone.\n\nWith *bands*.\n\n## Asked as\n- what is an agate\n");
    folder_write(
        folder, "rubies.md",
        "# What is a ruby?\n\nA red stone.\n\n## More\n\nVery hard.\n\n## Asked as\n- what is a ruby\n- ruby what\n");
}

#endif
