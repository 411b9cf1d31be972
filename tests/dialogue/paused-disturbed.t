# SPDX-License-Identifier: GPL-3.0-or-later
# Paused: a fault is told and leaves the pause as it is; the socket's wishes end it.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
press pause
silence
state paused
fault buttons
say fault-buttons
said
state paused
mended buttons
say mended
said
state paused
press go-on
answer apples from sentence 2
press pause
silence
ask for pears
answer pears
press pause
silence
a text is to be said
say the text
