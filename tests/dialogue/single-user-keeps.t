# SPDX-License-Identifier: GPL-3.0-or-later
# One person's own unit: nothing falls back, nobody is asked, and changes are kept.
given single_user yes
start
say ready
said
wait 1 s
hear speak louder
volume -5 dB
keep
say louder
said
wait 3600 s
nothing
hear faster
rate 180
keep
say faster
