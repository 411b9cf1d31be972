# SPDX-License-Identifier: GPL-3.0-or-later
# Lost and found while docent was speaking: nobody need know.
start
say ready
said
wait 1 s
hear apples
answer apples
fault microphone
mended microphone
said
nothing
state idle
