# SPDX-License-Identifier: GPL-3.0-or-later
# First the nearest topics by name, then the list, then the buttons.
start
say ready
said
wait 1 s
hear mumbling near apples and pears and plums
say not-understood-1 apples pears plums
said
wait 300 ms
state choosing
ear button
hear mumbling near apples and pears
say not-understood-2
state listing
said
wait 2 s
say list-item apples
said
wait 2 s
say list-item pears
press stop
silence
state idle
wait 300 ms
hear mumbling near apples and pears
say not-understood-1-of-2 apples pears
