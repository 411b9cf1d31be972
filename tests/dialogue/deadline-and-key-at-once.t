# SPDX-License-Identifier: GPL-3.0-or-later
# The list would go on just as a tap comes: the tap wins.
start
say ready
said
wait 1 s
long press
say topic-list
said
wait 900 ms
say list-item apples
said
wait 899 ms
tap
answer apples
wait 5 s
nothing
