# SPDX-License-Identifier: GPL-3.0-or-later
# At the limit docent says so.
start
say ready
said
wait 1 s
press louder
volume -5 dB
say louder
press louder
silence
volume 0 dB
say louder
press louder
silence
say loudest
