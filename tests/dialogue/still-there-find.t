# SPDX-License-Identifier: GPL-3.0-or-later
# Finding a topic: still there.
start
say ready
said
wait 1 s
ask for apples
answer apples
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear what can I ask
say topic-list
press stop
silence
wait 60 s
say still-there
said
wait 1 s
state still-there
hear next question
say list-item pears
press stop
silence
wait 60 s
say still-there
said
wait 1 s
state still-there
hear previous question
say list-item apples
press stop
silence
wait 60 s
say still-there
said
wait 1 s
state still-there
hear help
say help
press stop
silence
wait 60 s
say still-there
said
wait 1 s
state still-there
press play
say help
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear start again
greet
