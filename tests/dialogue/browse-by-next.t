# SPDX-License-Identifier: GPL-3.0-or-later
# Next names a topic, and answers it unless another key comes.
start
say ready
said
wait 1 s
press next
say list-item apples
state browsing
said
wait 1 s
press next
say list-item pears
said
wait 1500 ms
answer pears
said
wait 1 s
press next
say list-item plums
press previous
silence
say list-item pears
press play
silence
answer pears
