# SPDX-License-Identifier: GPL-3.0-or-later
# Paused: yes and no answer no question; it stays paused.
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
hear yes please
sound heard
nothing
state paused
hear no thank you
sound heard
nothing
state paused
