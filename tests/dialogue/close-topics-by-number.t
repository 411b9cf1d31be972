# SPDX-License-Identifier: GPL-3.0-or-later
# Two close topics, answered by a number.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 300 ms
hear the second one
answer pears
