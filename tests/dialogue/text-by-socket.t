# SPDX-License-Identifier: GPL-3.0-or-later
# A text from the socket is said like anything else, and silenced like it.
start
say ready
said
wait 1 s
a text is to be said
say the text
state answering
press any key
silence
state idle
press repeat
say the text
