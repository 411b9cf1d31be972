# SPDX-License-Identifier: GPL-3.0-or-later
# Without a microphone everything still works by button.
start
say ready
fault microphone
said
say fault-microphone
said
press next
say list-item apples
press next
silence
say list-item pears
press play
silence
answer pears
press more
silence
more pears
press stop
silence
state idle
