# SPDX-License-Identifier: GPL-3.0-or-later
# The list, help and a new beginning, while a topic is only named.
start
say ready
said
wait 1 s
press next
say list-item apples
press topics
silence
say topic-list
press stop
silence
press next
say list-item pears
press help
silence
say help
press stop
silence
press next
say list-item plums
press start-again
silence
greet
