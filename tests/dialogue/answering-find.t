# SPDX-License-Identifier: GPL-3.0-or-later
# The list, help and the greeting cut an answer off.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
press topics
silence
say topic-list
press stop
silence
ask for apples
answer apples
sentence 2
press next
silence
say list-item pears
press stop
silence
ask for apples
answer apples
sentence 2
press previous
silence
say list-item grapes
press stop
silence
ask for apples
answer apples
sentence 2
press help
silence
say help
press stop
silence
ask for apples
answer apples
sentence 2
press start-again
silence
greet
