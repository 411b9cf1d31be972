# SPDX-License-Identifier: GPL-3.0-or-later
# One button: it ends the list, and an answer that was asked for elsewhere since then goes on.
start
say ready
said
wait 1 s
long press
say topic-list
press any key
silence
ask for pears
answer pears
it was a tap
nothing
said
state idle
