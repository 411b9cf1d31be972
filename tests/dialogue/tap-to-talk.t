# SPDX-License-Identifier: GPL-3.0-or-later
# Tap to talk: the end of speech ends the question.
given microphone button
start
say ready
said
wait 1 s
tap talk
state listening
ear button
somebody begins to speak
wait 10 s
hear apples
answer apples
