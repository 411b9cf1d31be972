# SPDX-License-Identifier: GPL-3.0-or-later
# A text from the socket, nothing heard and speech that begins: docent is as idle as before.
start
say ready
said
wait 1 s
somebody begins to speak
nothing
hear nothing
nothing
state idle
release talk
nothing
a text is to be said
say the text
said
state idle
mended buttons
nothing
