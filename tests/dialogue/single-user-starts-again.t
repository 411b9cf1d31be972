# SPDX-License-Identifier: GPL-3.0-or-later
# Beginning anew keeps one's own volume.
given single_user yes
start
say ready
said
wait 1 s
press louder
volume -5 dB
keep
say louder
said
press start-again
greet
