# SPDX-License-Identifier: GPL-3.0-or-later
# While a topic is only named, a number picks from all of them.
start
say ready
said
wait 1 s
press next
say list-item apples
said
wait 300 ms
hear the first one
answer apples
said
press next
say list-item pears
said
wait 300 ms
hear the second one
answer pears
said
press next
say list-item plums
said
wait 300 ms
hear the third one
answer plums
said
press next
say list-item cherries
said
wait 300 ms
hear the fourth one
answer cherries
said
press next
say list-item grapes
said
wait 300 ms
hear the fifth one
answer grapes
