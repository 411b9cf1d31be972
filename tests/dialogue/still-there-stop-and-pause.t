# SPDX-License-Identifier: GPL-3.0-or-later
# Stop and pause mean yes, too.
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
hear stop talking
sound end
nothing
state idle
wait 60 s
say still-there
said
wait 1 s
state still-there
hear pause
nothing
state idle
wait 60 s
say still-there
said
wait 1 s
state still-there
hear go on
more apples
