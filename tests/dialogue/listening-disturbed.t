# SPDX-License-Identifier: GPL-3.0-or-later
# The socket's wishes come before a question that is not yet asked.
given microphone button
start
say ready
said
wait 1 s
tap talk
state listening
a text is to be said
say the text
said
tap talk
state listening
ask for pears
answer pears
said
tap talk
state listening
mended microphone
nothing
state listening
press any key
nothing
state listening
tap
sound end
state idle
