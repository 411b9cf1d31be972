# SPDX-License-Identifier: GPL-3.0-or-later
# Numbers, with the talk button.
given microphone button
start
say ready
said
wait 1 s
press topics
say topic-list
press stop
silence
tap talk
state listening
hear the first one
answer apples
said
tap talk
state listening
hear the second one
answer pears
said
tap talk
state listening
hear the third one
answer plums
said
tap talk
state listening
hear the fourth one
answer cherries
said
tap talk
state listening
hear the fifth one
answer grapes
said
tap talk
state listening
hear the sixth one
say no-such-number
said
tap talk
state listening
hear the seventh one
say no-such-number
said
tap talk
state listening
hear the eighth one
say no-such-number
said
tap talk
state listening
hear the ninth one
say no-such-number
said
tap talk
state listening
hear the tenth one
say no-such-number
said
tap talk
state listening
hear the eleventh one
say no-such-number
said
tap talk
state listening
hear the twelfth one
say no-such-number
said
tap talk
state listening
hear the thirteenth one
say no-such-number
said
tap talk
state listening
hear the fourteenth one
say no-such-number
said
tap talk
state listening
hear the fifteenth one
say no-such-number
said
tap talk
state listening
hear the sixteenth one
say no-such-number
said
tap talk
state listening
hear the seventeenth one
say no-such-number
said
tap talk
state listening
hear the eighteenth one
say no-such-number
said
tap talk
state listening
hear the nineteenth one
say no-such-number
said
tap talk
state listening
hear the twentieth one
say no-such-number
said
state idle
