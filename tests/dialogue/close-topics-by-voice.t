# SPDX-License-Identifier: GPL-3.0-or-later
# Two close topics: docent asks which, and a name answers.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
state choosing
said
wait 300 ms
ear button
hear pears
answer pears
