# SPDX-License-Identifier: GPL-3.0-or-later
# Paused: a question, two close topics, or nothing understood are met as ever.
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
wait 1 s
somebody begins to speak
nothing
hear plums
answer plums
press pause
silence
wait 1 s
hear apples or pears
say close apples pears
press stop
silence
ask for apples
answer apples
sentence 2
press pause
silence
state paused
wait 1 s
hear nothing
nothing
state paused
hear mumbling near apples and pears
say not-understood-1-of-2 apples pears
