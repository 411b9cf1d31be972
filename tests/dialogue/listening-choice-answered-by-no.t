# SPDX-License-Identifier: GPL-3.0-or-later
# "A or B?" is still the question when the talk button is used to answer it.
given microphone button
start
say ready
said
wait 1 s
tap talk
state listening
hear apples or pears
say close apples pears
said
wait 1 s
press talk
wait 1 s
release talk
judge what was heard
hear no thank you
say topic-list
