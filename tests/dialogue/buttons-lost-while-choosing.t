# SPDX-License-Identifier: GPL-3.0-or-later
# A fault said while choosing does not lose the choice.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
fault buttons
say fault-buttons
said
state choosing
wait 1 s
hear pears
answer pears
