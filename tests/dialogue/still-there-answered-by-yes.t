# SPDX-License-Identifier: GPL-3.0-or-later
# And so does yes.
start
say ready
said
wait 1 s
hear apples
answer apples
said
wait 60 s
say still-there
said
wait 1 s
hear yes please
sound heard
nothing
state idle
