# SPDX-License-Identifier: GPL-3.0-or-later
# An ear that never answers does not keep docent listening for ever.
given microphone button
start
say ready
said
wait 1 s
press talk
wait 1 s
release talk
judge what was heard
wait 8 s
say nothing-heard
said
state idle
