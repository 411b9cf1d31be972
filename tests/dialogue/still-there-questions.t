# SPDX-License-Identifier: GPL-3.0-or-later
# Two close topics mean yes; silence does not; who begins to speak is not taken for gone.
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
hear plums or cherries
say close plums cherries
press stop
silence
wait 60 s
say still-there
said
wait 1 s
state still-there
hear nothing
nothing
state still-there
wait 10 s
somebody begins to speak
wait 15 s
state still-there
hear mumbling
sound heard
nothing
state idle
