# SPDX-License-Identifier: GPL-3.0-or-later
# The last step is as long as it takes to the limit.
given volume_db -8
start
say ready
said
wait 1 s
press louder
volume -3 dB
say louder
press louder
silence
volume 0 dB
say louder
press louder
silence
say loudest
