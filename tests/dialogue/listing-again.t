# SPDX-License-Identifier: GPL-3.0-or-later
# "Say that again" begins the list anew; "the last sentence" is the name just read.
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
hear say that again
say topic-list
said
wait 900 ms
say list-item apples
said
wait 900 ms
say list-item pears
said
wait 300 ms
hear say the last sentence again
say list-item pears
state listing
said
wait 900 ms
say list-item plums
