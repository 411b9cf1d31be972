# SPDX-License-Identifier: GPL-3.0-or-later
# A number by socket while docent speaks; a list that was read before is still the one that counts.
start
say ready
said
wait 1 s
press topics
say topic-list
press stop
silence
ask for apples
answer apples
sentence 2
socket first
silence
answer apples
socket second
silence
answer pears
socket third
silence
answer plums
socket fourth
silence
answer cherries
socket fifth
silence
answer grapes
socket sixth
silence
say no-such-number
socket seventh
silence
say no-such-number
socket eighth
silence
say no-such-number
socket ninth
silence
say no-such-number
socket tenth
silence
say no-such-number
socket eleventh
silence
say no-such-number
socket twelfth
silence
say no-such-number
socket thirteenth
silence
say no-such-number
socket fourteenth
silence
say no-such-number
socket fifteenth
silence
say no-such-number
socket sixteenth
silence
say no-such-number
socket seventeenth
silence
say no-such-number
socket eighteenth
silence
say no-such-number
socket nineteenth
silence
say no-such-number
socket twentieth
silence
say no-such-number
