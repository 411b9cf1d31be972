# SPDX-License-Identifier: GPL-3.0-or-later
# A number that the list does not have is told, and the list goes on.
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
said
wait 300 ms
hear the sixth one
say no-such-number
said
wait 300 ms
state listing
hear the seventh one
say no-such-number
said
wait 300 ms
hear the eighth one
say no-such-number
said
wait 300 ms
hear the ninth one
say no-such-number
said
wait 300 ms
hear the tenth one
say no-such-number
said
wait 300 ms
hear the eleventh one
say no-such-number
said
wait 300 ms
hear the twelfth one
say no-such-number
said
wait 300 ms
hear the thirteenth one
say no-such-number
said
wait 300 ms
hear the fourteenth one
say no-such-number
said
wait 300 ms
hear the fifteenth one
say no-such-number
said
wait 300 ms
hear the sixteenth one
say no-such-number
said
wait 300 ms
hear the seventeenth one
say no-such-number
said
wait 300 ms
hear the eighteenth one
say no-such-number
said
wait 300 ms
hear the nineteenth one
say no-such-number
said
wait 300 ms
hear the twentieth one
say no-such-number
said
wait 900 ms
say list-item pears
