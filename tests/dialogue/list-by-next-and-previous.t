# SPDX-License-Identifier: GPL-3.0-or-later
# Next and previous move in the list without waiting.
start
say ready
said
wait 1 s
press topics
say topic-list
press next
silence
say list-item apples
press next
silence
say list-item pears
press previous
silence
say list-item apples
press previous
silence
say list-item grapes
press play
silence
answer grapes
