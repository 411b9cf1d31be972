# SPDX-License-Identifier: GPL-3.0-or-later
# "No" is said by somebody who is there.
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
hear no thank you
sound heard
nothing
state idle
wait 20 s
nothing
