# SPDX-License-Identifier: GPL-3.0-or-later
# The speech ends just as it is asked to stop and another topic comes by socket: one answer, not two.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
press stop
silence
said long ago
ask for pears
answer pears
said long ago
nothing
state answering
