# SPDX-License-Identifier: GPL-3.0-or-later
# Held and nothing said.
given microphone button
start
say ready
said
wait 1 s
press talk
wait 1 s
release talk
judge what was heard
hear nothing
say nothing-heard
said
state idle
ear closed
