# SPDX-License-Identifier: GPL-3.0-or-later
# Held while it was paused by another key: the release changes nothing.
start
say ready
said
wait 1 s
press talk
wait 1 s
hear apples
answer apples
press pause
silence
state paused
release talk
nothing
state paused
