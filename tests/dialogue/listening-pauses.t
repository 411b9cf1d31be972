# SPDX-License-Identifier: GPL-3.0-or-later
# Louder while paused, asked with the talk button: still paused.
given microphone button
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
press pause
silence
state paused
press talk
wait 1 s
release talk
judge what was heard
hear speak louder
volume -5 dB
say louder
said
state paused
