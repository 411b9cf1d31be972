# SPDX-License-Identifier: GPL-3.0-or-later
# What confirmed a command is not what "say that again" means.
start
say ready
said
wait 1 s
hear apples
answer apples
said
wait 1 s
hear speak louder
volume -5 dB
say louder
said
wait 1 s
hear say that again
answer apples
