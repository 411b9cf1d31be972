# SPDX-License-Identifier: GPL-3.0-or-later
# A change while choosing does not lose the choice.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
press louder
volume -5 dB
say louder
said
state choosing
wait 1 s
hear the first one
answer apples
