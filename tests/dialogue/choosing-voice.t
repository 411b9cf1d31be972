# SPDX-License-Identifier: GPL-3.0-or-later
# Loudness and speed while choosing: a word confirms, and the choice is still open.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear more quietly
volume -15 dB
say quieter
said
wait 1 s
hear faster
rate 180
say faster
said
wait 1 s
hear more slowly
rate 160
say slower
said
wait 1 s
state choosing
hear the second one
answer pears
