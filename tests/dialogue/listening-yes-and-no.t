# SPDX-License-Identifier: GPL-3.0-or-later
# Yes and no, with the talk button and without a question.
given microphone button
start
say ready
said
wait 1 s
tap talk
state listening
hear yes please
sound heard
nothing
state idle
tap talk
state listening
hear no thank you
sound heard
nothing
state idle
