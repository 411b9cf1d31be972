# SPDX-License-Identifier: GPL-3.0-or-later
# The speech ends as the button is pressed: the command is still carried out, once.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 3
said
press louder
volume -5 dB
say louder
said long ago
state answering
said
state idle
