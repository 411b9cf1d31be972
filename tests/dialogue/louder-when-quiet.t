# SPDX-License-Identifier: GPL-3.0-or-later
# Louder, with a word at the new volume.
start
say ready
said
wait 1 s
hear speak louder
volume -5 dB
say louder
said
wait 1 s
state idle
ear open
