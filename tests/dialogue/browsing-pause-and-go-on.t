# SPDX-License-Identifier: GPL-3.0-or-later
# A topic named by next waits when paused; going on answers what was said before.
start
say ready
said
wait 1 s
ask for pears
answer pears
sentence 2
press next
silence
say list-item plums
press pause
silence
nothing
state idle
press go-on
answer pears from sentence 2
said
press next
say list-item cherries
press go-on
silence
answer cherries
