# SPDX-License-Identifier: GPL-3.0-or-later
# "Yes please" takes the topic just read, "no thank you" ends the list.
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
said
wait 900 ms
say list-item pears
said
wait 300 ms
hear yes please
answer pears
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
hear no thank you
sound heard
nothing
state idle
