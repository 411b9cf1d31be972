# SPDX-License-Identifier: GPL-3.0-or-later
# One button: a tap stops, the next one talks.
given microphone button
start
say ready
said
wait 1 s
tap
sound listening
state listening
hear apples
answer apples
tap
silence
state idle
tap
state listening
