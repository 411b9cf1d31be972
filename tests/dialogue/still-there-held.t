# SPDX-License-Identifier: GPL-3.0-or-later
# A button that something lies upon means no more than that somebody was there when it went down.
start
say ready
said
wait 1 s
press talk
wait 1 s
hear apples
answer apples
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
release talk
nothing
state idle
