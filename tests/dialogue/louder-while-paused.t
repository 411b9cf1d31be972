# SPDX-License-Identifier: GPL-3.0-or-later
# A change while paused is confirmed, and it stays paused.
start
say ready
said
wait 1 s
hear apples
answer apples
press pause
silence
press louder
volume -5 dB
say louder
said
state paused
press go-on
answer apples
