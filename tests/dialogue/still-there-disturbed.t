# SPDX-License-Identifier: GPL-3.0-or-later
# A fault is told after the question, which stays; the socket's wishes are no visitor's.
start
say ready
said
wait 1 s
ask for apples
answer apples
said
wait 60 s
say still-there
fault buttons
nothing
said
say fault-buttons
said
state still-there
mended buttons
say mended
said
state still-there
ask for pears
answer pears
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
a text is to be said
say the text
