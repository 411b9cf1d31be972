# SPDX-License-Identifier: GPL-3.0-or-later
# Paused: again from the beginning, the last sentence, more.
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
press repeat
answer apples
sentence 2
press pause
silence
press last-sentence
answer apples from sentence 2
press pause
silence
press more
more apples
