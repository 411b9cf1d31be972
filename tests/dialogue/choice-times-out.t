# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody chooses: docent waits twenty seconds and then listens as before; a number still picks.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 19 s
state choosing
wait 1 s
state idle
nothing
hear the second one
answer pears
