# SPDX-License-Identifier: GPL-3.0-or-later
# A tap picks what next has named; so does a tap of the talk button.
start
say ready
said
wait 1 s
press next
say list-item apples
wait 500 ms
tap
silence
answer apples
said
press next
say list-item pears
press talk
silence
wait 100 ms
release talk
answer pears
said
press talk
wait 1 s
hear next question
say list-item plums
release talk
nothing
state browsing
