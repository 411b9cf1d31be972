# SPDX-License-Identifier: GPL-3.0-or-later
# One button: a long press reads the list, a tap picks what was just named.
start
say ready
said
wait 1 s
long press
say topic-list
said
wait 1 s
say list-item apples
said
wait 1 s
say list-item pears
wait 500 ms
tap
silence
answer pears
