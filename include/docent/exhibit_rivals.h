/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef DOCENT_EXHIBIT_RIVALS_H
#define DOCENT_EXHIBIT_RIVALS_H

/*
 * What only shows with exhibit and phrasebook both at hand: a topic and a command that are asked in the same words, so
 * that one of the two could never be reached.
 */

#include "docent/exhibit.h"
#include "docent/problem.h"

/* `folder` is the exhibit's, to name its files by. Returns 0; -EINVAL after adding problems; -ENOMEM. */
int exhibit_rivals_check(const char *folder, const struct exhibit *exhibit, const struct exhibit *phrasebook,
                         struct problems *problems);

#endif
