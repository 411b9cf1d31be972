# SPDX-License-Identifier: GPL-3.0-or-later
# Two close topics after a tap: the choice needs no further press, and the same two again are not asked for ever.
given microphone button
start
say ready
said
wait 1 s
tap talk
state listening
hear apples or pears
say close apples pears
state choosing
said
wait 1 s
ear button
tap talk
state listening
hear pears or apples
say not-understood-1-of-2 pears apples
