# SPDX-License-Identifier: GPL-3.0-or-later
# Any key means yes.
start
say ready
said
wait 1 s
hear faster
rate 180
say faster
said
wait 60 s
say still-there
press any key
silence
state idle
wait 59 s
nothing
