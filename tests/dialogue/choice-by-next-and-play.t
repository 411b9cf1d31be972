# SPDX-License-Identifier: GPL-3.0-or-later
# Two close topics, chosen with buttons.
start
say ready
said
wait 1 s
hear plums or cherries
say close plums cherries
press next
silence
say list-item plums
press next
silence
say list-item cherries
press play
silence
answer cherries
