# SPDX-License-Identifier: GPL-3.0-or-later
# Another question, while a topic is only named.
start
say ready
said
wait 1 s
press next
say list-item apples
said
wait 300 ms
somebody begins to speak
wait 3 s
nothing
hear cherries
answer cherries
said
press next
say list-item grapes
said
wait 300 ms
hear apples or pears
say close apples pears
press stop
silence
wait 1 s
press next
say list-item apples
said
wait 300 ms
hear nothing
nothing
state browsing
hear mumbling near apples and pears
say not-understood-1-of-2 apples pears
