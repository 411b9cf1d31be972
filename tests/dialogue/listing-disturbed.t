# SPDX-License-Identifier: GPL-3.0-or-later
# A fault is told at the next pause, and the list goes on; the socket's wishes end it.
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
fault buttons
nothing
said
say fault-buttons
said
state listing
mended buttons
say mended
said
wait 900 ms
say list-item pears
ask for plums
silence
answer plums
said
press topics
say topic-list
said
wait 900 ms
say list-item apples
state listing
a text is to be said
silence
say the text
