# SPDX-License-Identifier: GPL-3.0-or-later
# Six steps down are the limit.
start
say ready
said
wait 1 s
press quieter
volume -15 dB
say quieter
press quieter
silence
volume -20 dB
say quieter
press quieter
silence
volume -25 dB
say quieter
press quieter
silence
volume -30 dB
say quieter
press quieter
silence
volume -35 dB
say quieter
press quieter
silence
volume -40 dB
say quieter
press quieter
silence
say quietest
