# SPDX-License-Identifier: GPL-3.0-or-later
# The talk button, held in a list and let go when it goes on again.
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
hear say that again
say topic-list
state listing
release talk
nothing
state listing
