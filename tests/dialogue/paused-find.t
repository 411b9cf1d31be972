# SPDX-License-Identifier: GPL-3.0-or-later
# Paused: the list, the next, the one before, help and a new beginning leave the pause.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
press pause
silence
state paused
press topics
say topic-list
press stop
silence
ask for apples
answer apples
sentence 2
press pause
silence
state paused
press next
say list-item pears
press stop
silence
ask for apples
answer apples
sentence 2
press pause
silence
state paused
press previous
say list-item grapes
press stop
silence
ask for apples
answer apples
sentence 2
press pause
silence
state paused
press help
say help
press stop
silence
ask for apples
answer apples
sentence 2
press pause
silence
state paused
press start-again
greet
said
state idle
