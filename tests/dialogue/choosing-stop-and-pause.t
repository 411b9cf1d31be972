# SPDX-License-Identifier: GPL-3.0-or-later
# A choice can be left: stop, or pause, and docent listens as before.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear stop talking
sound end
nothing
state idle
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear pause
sound end
nothing
state idle
