# SPDX-License-Identifier: GPL-3.0-or-later
# A list can be stopped by voice, or paused: then going on begins with the name just read.
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
hear stop talking
sound end
nothing
state idle
press topics
say topic-list
said
wait 900 ms
say list-item apples
state listing
said
wait 300 ms
hear pause
sound end
nothing
state paused
wait 10 s
hear go on
say list-item apples
state listing
said
wait 900 ms
say list-item pears
wait 500 ms
press play
silence
answer pears
said
press topics
say topic-list
press pause
silence
state paused
press play
say topic-list
state listing
