# SPDX-License-Identifier: GPL-3.0-or-later
# While choosing, the socket's wishes come first; what is mended is told and leaves the choice.
start
say ready
said
wait 1 s
fault buttons
say fault-buttons
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
mended buttons
say mended
said
wait 1 s
state choosing
hear nothing
nothing
state choosing
ask for plums
answer plums
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
a text is to be said
say the text
said
wait 1 s
state idle
