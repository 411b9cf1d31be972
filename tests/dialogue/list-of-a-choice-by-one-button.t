# SPDX-License-Identifier: GPL-3.0-or-later
# One button while choosing: a long press reads what was offered, a tap picks.
start
say ready
said
wait 1 s
hear plums or cherries
say close plums cherries
said
wait 1 s
long press
say list-item plums
said
wait 1 s
say list-item cherries
wait 500 ms
tap
silence
answer cherries
