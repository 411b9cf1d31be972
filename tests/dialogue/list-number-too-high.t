# SPDX-License-Identifier: GPL-3.0-or-later
# There is no tenth topic.
start
say ready
said
wait 1 s
hear what can I ask
say topic-list
press stop
silence
wait 1 s
hear the tenth one
say no-such-number
said
state idle
