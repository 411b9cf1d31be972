/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_TOPIC_ORDER_H
#define DOCENT_TOPIC_ORDER_H

/*
 * `## Order` of exhibit.md: ids of topics, in the order in which they are listed aloud.
 */

#include "docent/exhibit.h"
#include "docent/page.h"
#include "docent/problem.h"

/* Moves the listed topics to the front, in the order of the list; the others follow in the order they had. An id that
 * there is not, or twice, becomes a problem of file `shown`. */
void topic_order_apply(const struct page_items *items, const char *shown, struct exhibit *exhibit,
                       struct problems *problems);

#endif
