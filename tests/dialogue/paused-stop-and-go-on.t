# SPDX-License-Identifier: GPL-3.0-or-later
# Stop ends the pause; what was paused is still there to go on with.
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
press stop
sound end
nothing
state idle
press go-on
answer apples from sentence 2
