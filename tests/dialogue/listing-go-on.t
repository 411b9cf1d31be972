# SPDX-License-Identifier: GPL-3.0-or-later
# "Go on" in a list: the list goes on.
start
say ready
said
wait 1 s
press topics
say topic-list
said
wait 900 ms
say list-item apples
state listing
said
wait 300 ms
hear go on
say list-item pears
state listing
said
wait 1 s
say list-item plums
