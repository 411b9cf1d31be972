# SPDX-License-Identifier: GPL-3.0-or-later
# A topic that was only named is not answered after stop.
start
say ready
said
wait 1 s
press next
say list-item apples
press stop
silence
wait 10 s
nothing
state idle
