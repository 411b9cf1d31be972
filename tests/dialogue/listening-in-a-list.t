# SPDX-License-Identifier: GPL-3.0-or-later
# The talk button, held in a list, asks for a number, or for the next one, of that list.
given microphone button
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
press talk
silence
wait 1 s
nothing
hear next question
say list-item pears
state listing
release talk
nothing
press talk
silence
wait 1 s
hear the fourth one
answer cherries
