# SPDX-License-Identifier: GPL-3.0-or-later
# Two close topics, or nothing understood, in a pause of the list.
start
say ready
said
wait 1 s
press topics
say topic-list
said
wait 900 ms
say list-item apples
state listing
said
wait 300 ms
hear plums or cherries
say close plums cherries
press stop
silence
press topics
say topic-list
said
wait 900 ms
say list-item apples
state listing
said
wait 300 ms
hear nothing
nothing
state listing
hear mumbling near apples and pears
say not-understood-1-of-2 apples pears
