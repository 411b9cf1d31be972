# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody there: the pause ends, and with it the place.
start
say ready
said
wait 1 s
hear apples
answer apples
press pause
silence
wait 60 s
say still-there
said
wait 20 s
state idle
press repeat
say nothing-to-repeat
