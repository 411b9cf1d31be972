# SPDX-License-Identifier: GPL-3.0-or-later
# With the talk button the pause, and what goes on from it, are commands like any other.
given microphone button
start
say ready
said
wait 1 s
tap talk
state listening
hear pause
nothing
state idle
ask for apples
answer apples
sentence 2
press talk
silence
wait 1 s
release talk
judge what was heard
hear pause
sound end
state paused
tap talk
state listening
hear go on
answer apples from sentence 2
