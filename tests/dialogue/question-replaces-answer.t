# SPDX-License-Identifier: GPL-3.0-or-later
# Speech never queues behind speech: another question cuts the answer off.
start
say ready
said
wait 1 s
ask for apples
answer apples
ask for pears
silence
answer pears
said long ago
state answering
said
state idle
