# SPDX-License-Identifier: GPL-3.0-or-later
# A pause is a place that a visitor may come back to: it is asked for, too.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 2
press pause
silence
wait 60 s
say still-there
said
press any key
state paused
press go-on
answer apples from sentence 2
