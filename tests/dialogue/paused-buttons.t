# SPDX-License-Identifier: GPL-3.0-or-later
# Paused: the talk button listens, one button too.
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
press any key
nothing
state paused
press talk
state listening
wait 1 s
release talk
judge what was heard
hear go on
answer apples from sentence 2
press pause
silence
tap
state listening
tap
state idle
