# SPDX-License-Identifier: GPL-3.0-or-later
# One button: it stops the answer. The microphone is lost before the press turns out to be a tap: that is heard whole.
start
say ready
said
wait 1 s
hear apples
answer apples
press any key
silence
fault microphone
say fault-microphone
it was a tap
nothing
said
state idle
