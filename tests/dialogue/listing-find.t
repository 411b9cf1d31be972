# SPDX-License-Identifier: GPL-3.0-or-later
# The list from the beginning, help, and a new beginning.
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
press topics
silence
say topic-list
said
wait 900 ms
say list-item apples
press help
silence
say help
press stop
silence
press topics
say topic-list
said
wait 900 ms
say list-item apples
state listing
press start-again
silence
greet
