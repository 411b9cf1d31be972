# SPDX-License-Identifier: GPL-3.0-or-later
# In a pause of the list a number picks, whether or not its topic has been read yet.
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
hear the first one
answer apples
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
hear the second one
answer pears
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
hear the third one
answer plums
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
hear the fourth one
answer cherries
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
hear the fifth one
answer grapes
