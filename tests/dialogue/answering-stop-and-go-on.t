# SPDX-License-Identifier: GPL-3.0-or-later
# Stop, and go on again, both by button while docent speaks.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 2
press go-on
silence
answer apples from sentence 2
socket stop
silence
state idle
