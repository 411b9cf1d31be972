# SPDX-License-Identifier: GPL-3.0-or-later
# A lost speaker cannot be spoken of; what could not be said is said when it is back.
start
say ready
said
wait 1 s
fault speaker
nothing
fault microphone
nothing
mended speaker
say fault-microphone
