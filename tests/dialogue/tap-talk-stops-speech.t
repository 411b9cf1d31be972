# SPDX-License-Identifier: GPL-3.0-or-later
# The talk button too: a tap while docent speaks stops it.
start
say ready
said
wait 1 s
hear apples
answer apples
tap talk
silence
sound end
state idle
