# SPDX-License-Identifier: GPL-3.0-or-later
# There is no third of two.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear the third one
say no-such-number
said
wait 1 s
hear the fourth one
say no-such-number
said
wait 1 s
hear the fifth one
say no-such-number
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
said
wait 1 s
state choosing
hear the first one
answer apples
