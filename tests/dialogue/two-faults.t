# SPDX-License-Identifier: GPL-3.0-or-later
# Two faults are said one after the other.
start
say ready
fault microphone
fault buttons
nothing
said
say fault-microphone
said
say fault-buttons
said
nothing
