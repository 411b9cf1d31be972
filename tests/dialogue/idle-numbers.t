# SPDX-License-Identifier: GPL-3.0-or-later
# Numbers pick from the list last read; where there is no such place, docent says so.
start
say ready
said
wait 1 s
press topics
say topic-list
press stop
silence
wait 1 s
hear the fourth one
answer cherries
said
wait 1 s
hear the fifth one
answer grapes
said
wait 1 s
hear the sixth one
say no-such-number
said
wait 1 s
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
