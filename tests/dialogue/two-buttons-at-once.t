# SPDX-License-Identifier: GPL-3.0-or-later
# Two keys pressed together: each silences, the last one counts.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
press louder
silence
volume -5 dB
answer apples from sentence 2
press next
silence
say list-item pears
press stop
silence
nothing
state idle
