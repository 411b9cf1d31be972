# SPDX-License-Identifier: GPL-3.0-or-later
# A tap in the pause after a name picks that name.
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
wait 500 ms
tap
answer apples
