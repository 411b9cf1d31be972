# SPDX-License-Identifier: GPL-3.0-or-later
# A lost microphone is said at once, and so is its return.
start
say ready
said
wait 1 s
fault microphone
sound fault
say fault-microphone
said
wait 1 s
fault microphone
nothing
mended microphone
say mended
