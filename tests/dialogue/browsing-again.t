# SPDX-License-Identifier: GPL-3.0-or-later
# Again, while a topic is only named, is the name; more is what there is more of it.
start
say ready
said
wait 1 s
press next
say list-item apples
press repeat
silence
say list-item apples
press last-sentence
silence
say list-item apples
said
wait 1500 ms
answer apples
press next
silence
say list-item pears
press more
silence
more pears
