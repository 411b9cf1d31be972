# SPDX-License-Identifier: GPL-3.0-or-later
# A change of voice, while a topic is only named: a word confirms, and the topic is answered.
start
say ready
said
wait 1 s
press next
say list-item apples
press louder
silence
volume -5 dB
say louder
press quieter
silence
volume -10 dB
say quieter
press faster
silence
rate 180
say faster
press slower
silence
rate 160
say slower
said
state browsing
wait 1500 ms
answer apples
