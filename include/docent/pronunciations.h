/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_PRONUNCIATIONS_H
#define DOCENT_PRONUNCIATIONS_H

/*
 * `## Pronunciations` of exhibit.md: items `word: sounds like these ordinary words`.
 */

#include "docent/exhibit.h"
#include "docent/page.h"
#include "docent/problem.h"

/* Fills the exhibit's pronunciations, which must be empty; items that are not of that form become problems of file
 * `shown`. Returns 0, or -ENOMEM. */
int pronunciations_take(const struct page_items *items, const char *shown, struct exhibit *exhibit,
                        struct problems *problems);

#endif
