# SPDX-License-Identifier: GPL-3.0-or-later
# Yes and no, from outside, end an answer: they are somebody's word for "enough".
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
socket yes
silence
sound heard
state idle
ask for apples
answer apples
sentence 2
socket no
silence
sound heard
state idle
