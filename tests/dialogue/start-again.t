# SPDX-License-Identifier: GPL-3.0-or-later
# Beginning anew: the defaults, and the greeting.
start
say ready
said
wait 1 s
press louder
volume -5 dB
say louder
said
press faster
rate 180
say faster
said
wait 1 s
hear start again
volume -10 dB
rate 160
greet
said
wait 1 s
hear tell me more
say no-more
