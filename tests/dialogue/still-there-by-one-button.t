# SPDX-License-Identifier: GPL-3.0-or-later
# A tap means yes and no more; so does a tap of the talk button, and held it listens.
start
say ready
said
wait 1 s
ask for apples
answer apples
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
tap
sound end
nothing
state idle
wait 60 s
say still-there
said
wait 1 s
state still-there
press talk
state listening
wait 1 s
release talk
judge what was heard
hear pears
answer pears
