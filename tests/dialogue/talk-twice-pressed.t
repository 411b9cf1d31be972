# SPDX-License-Identifier: GPL-3.0-or-later
# A second press without a release, as two talk buttons give it, is not counted.
given microphone button
start
say ready
said
wait 1 s
press talk
press talk
wait 1 s
release talk
judge what was heard
release talk
nothing
hear pears
answer pears
