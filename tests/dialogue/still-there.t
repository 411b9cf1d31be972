# SPDX-License-Identifier: GPL-3.0-or-later
# A minute of quiet, a question, twenty seconds: then the defaults come back.
start
say ready
said
wait 1 s
hear speak louder
volume -5 dB
say louder
said
wait 59 s
nothing
wait 1 s
say still-there
state still-there
said
wait 19 s
nothing
wait 1 s
volume -10 dB
sound end
state idle
wait 600 s
nothing
