# SPDX-License-Identifier: GPL-3.0-or-later
# A tap during the introduction ends the list.
start
say ready
said
wait 1 s
long press
say topic-list
wait 500 ms
tap
silence
state idle
wait 5 s
nothing
