# SPDX-License-Identifier: GPL-3.0-or-later
# Asked to pause when paused, docent stays paused.
start
say ready
said
wait 1 s
hear apples
answer apples
press pause
silence
wait 1 s
hear pause
nothing
state paused
