# SPDX-License-Identifier: GPL-3.0-or-later
# The talk button's tap picks from the list, as the one button's does.
start
say ready
said
wait 1 s
press topics
say topic-list
said
wait 1 s
say list-item apples
said
wait 300 ms
tap talk
answer apples
