# SPDX-License-Identifier: GPL-3.0-or-later
# A second tap ends listening without an answer.
given microphone button
start
say ready
said
wait 1 s
tap talk
state listening
wait 1 s
tap talk
state idle
ear closed
nothing
