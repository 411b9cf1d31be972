# SPDX-License-Identifier: GPL-3.0-or-later
# One button, and somebody at the control socket speaks up between the press and what it turns out to be.
start
say ready
said
wait 1 s
press any key
a text is to be said
say the text
it was a tap
silence
state listening
ear button
