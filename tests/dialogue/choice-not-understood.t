# SPDX-License-Identifier: GPL-3.0-or-later
# The same two came close again: asking the same question for ever helps nobody.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
hear pears or apples
say not-understood-1-of-2 pears apples
said
wait 1 s
hear pears or apples
say not-understood-2
