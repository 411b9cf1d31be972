# SPDX-License-Identifier: GPL-3.0-or-later
# A fault is told, and the named topic is answered after it; the socket's wishes come first.
start
say ready
said
wait 1 s
press next
say list-item apples
fault buttons
nothing
said
say fault-buttons
said
state browsing
mended buttons
say mended
said
wait 1500 ms
answer apples
said
press next
say list-item pears
ask for grapes
silence
answer grapes
said
press next
say list-item apples
a text is to be said
silence
say the text
