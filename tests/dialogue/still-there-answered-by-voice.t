# SPDX-License-Identifier: GPL-3.0-or-later
# Anything said means yes, and nothing is taken away.
start
say ready
said
wait 1 s
hear speak louder
volume -5 dB
say louder
said
wait 60 s
say still-there
said
wait 1 s
ear button
hear mumbling
sound heard
nothing
state idle
wait 59 s
nothing
wait 1 s
say still-there
