# SPDX-License-Identifier: GPL-3.0-or-later
# The end of speech was heard before the button was let go: its release changes nothing.
given microphone button
start
say ready
said
wait 1 s
press talk
wait 2 s
hear apples
answer apples
wait 1 s
release talk
nothing
state answering
