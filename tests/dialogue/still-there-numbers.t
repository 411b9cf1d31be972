# SPDX-License-Identifier: GPL-3.0-or-later
# A number: still there, and the list is not forgotten.
start
say ready
said
wait 1 s
press topics
say topic-list
press stop
silence
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the first one
answer apples
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the second one
answer pears
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the third one
answer plums
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the fourth one
answer cherries
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the fifth one
answer grapes
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the sixth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the seventh one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the eighth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the ninth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the tenth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the eleventh one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the twelfth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the thirteenth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the fourteenth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the fifteenth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the sixteenth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the seventeenth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the eighteenth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the nineteenth one
say no-such-number
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear the twentieth one
say no-such-number
