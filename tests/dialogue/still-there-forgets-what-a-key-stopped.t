# SPDX-License-Identifier: GPL-3.0-or-later
# A key without a meaning stops the answer and its visitor leaves; what the next one turns up is not that answer.
start
say ready
said
wait 1 s
hear apples
answer apples
press any key
silence
wait 60 s
say still-there
said
wait 20 s
state idle
socket louder
volume -5 dB
say louder
