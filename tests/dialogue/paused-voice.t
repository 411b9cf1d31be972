# SPDX-License-Identifier: GPL-3.0-or-later
# Paused: a change of voice is confirmed by a word, and it stays paused.
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
press quieter
volume -15 dB
say quieter
said
state paused
press faster
rate 180
say faster
said
state paused
wait 1 s
hear more slowly
rate 160
say slower
said
state paused
press go-on
answer apples from sentence 2
