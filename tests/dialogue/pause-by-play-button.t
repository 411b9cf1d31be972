# SPDX-License-Identifier: GPL-3.0-or-later
# The play button pauses what is said, and goes on with it.
start
say ready
said
wait 1 s
ask for pears
answer pears
sentence 3
press play
silence
state paused
press play
answer pears from sentence 3
