# SPDX-License-Identifier: GPL-3.0-or-later
# The socket silences too.
start
say ready
said
wait 1 s
ask for apples
answer apples
socket stop
silence
state idle
