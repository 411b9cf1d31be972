# SPDX-License-Identifier: GPL-3.0-or-later
# All topics, the last of the choice, help and a new beginning.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear what can I ask
say topic-list
press stop
silence
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear previous question
say list-item pears
state listing
press stop
silence
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear help
say help
said
wait 1 s
# What was offered can still be picked.
hear the second one
answer pears
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear start again
greet
