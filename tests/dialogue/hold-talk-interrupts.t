# SPDX-License-Identifier: GPL-3.0-or-later
# Held while docent speaks, the talk button silences it and listens at once.
start
say ready
said
wait 1 s
hear apples
answer apples
press talk
silence
state listening
ear button
wait 1 s
release talk
judge what was heard
hear stop talking
state idle
