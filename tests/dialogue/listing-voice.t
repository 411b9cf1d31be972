# SPDX-License-Identifier: GPL-3.0-or-later
# Loudness and speed in a list: a word confirms, and the list goes on.
start
say ready
said
wait 1 s
press topics
say topic-list
said
wait 900 ms
say list-item apples
state listing
press louder
silence
volume -5 dB
say louder
said
state listing
wait 900 ms
say list-item pears
said
wait 300 ms
hear more quietly
volume -10 dB
say quieter
said
wait 900 ms
say list-item plums
press faster
silence
rate 180
say faster
press slower
silence
rate 160
say slower
said
wait 900 ms
say list-item cherries
