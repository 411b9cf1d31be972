# SPDX-License-Identifier: GPL-3.0-or-later
# After a list a number picks from it.
start
say ready
said
wait 1 s
hear what can I ask
say topic-list
said
wait 1 s
say list-item apples
said
wait 1 s
say list-item pears
press stop
silence
wait 1 s
hear the third one
answer plums
