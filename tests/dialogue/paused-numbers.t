# SPDX-License-Identifier: GPL-3.0-or-later
# Paused: a number picks from the list last read.
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
press pause
silence
state paused
wait 1 s
hear the first one
answer apples
press pause
silence
wait 1 s
hear the second one
answer pears
press pause
silence
wait 1 s
hear the third one
answer plums
press pause
silence
wait 1 s
hear the fourth one
answer cherries
press pause
silence
wait 1 s
hear the fifth one
answer grapes
press pause
silence
wait 1 s
hear the sixth one
say no-such-number
said
wait 1 s
state paused
hear the seventh one
say no-such-number
said
wait 1 s
hear the eighth one
say no-such-number
said
wait 1 s
hear the ninth one
say no-such-number
said
wait 1 s
hear the tenth one
say no-such-number
said
wait 1 s
hear the eleventh one
say no-such-number
said
wait 1 s
hear the twelfth one
say no-such-number
said
wait 1 s
hear the thirteenth one
say no-such-number
said
wait 1 s
hear the fourteenth one
say no-such-number
said
wait 1 s
hear the fifteenth one
say no-such-number
said
wait 1 s
hear the sixteenth one
say no-such-number
said
wait 1 s
hear the seventeenth one
say no-such-number
said
wait 1 s
hear the eighteenth one
say no-such-number
said
wait 1 s
hear the nineteenth one
say no-such-number
said
wait 1 s
hear the twentieth one
say no-such-number
said
wait 1 s
state paused
