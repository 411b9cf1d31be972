# SPDX-License-Identifier: GPL-3.0-or-later
# Loudness and speed, asked with the talk button while docent speaks: it goes on with the sentence it was in.
given microphone button
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
press talk
silence
wait 1 s
release talk
judge what was heard
hear speak louder
volume -5 dB
answer apples from sentence 2
press talk
silence
wait 1 s
release talk
judge what was heard
hear more quietly
volume -10 dB
answer apples from sentence 2
press talk
silence
wait 1 s
release talk
judge what was heard
hear faster
rate 180
answer apples from sentence 2
said
tap talk
state listening
hear more slowly
rate 160
say slower
