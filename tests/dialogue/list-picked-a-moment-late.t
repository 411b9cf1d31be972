# SPDX-License-Identifier: GPL-3.0-or-later
# A tap as the next name begins was meant for the one before.
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
wait 900 ms
say list-item pears
wait 200 ms
tap
silence
answer apples
