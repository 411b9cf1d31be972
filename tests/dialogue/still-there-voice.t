# SPDX-License-Identifier: GPL-3.0-or-later
# Loudness and speed: still there, and nothing has fallen back.
start
say ready
said
wait 1 s
ask for apples
answer apples
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear speak louder
volume -5 dB
say louder
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear more quietly
volume -10 dB
say quieter
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear faster
rate 180
say faster
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
press slower
rate 160
say slower
