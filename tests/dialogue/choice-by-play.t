# SPDX-License-Identifier: GPL-3.0-or-later
# The play button takes the first that was offered.
start
say ready
said
wait 1 s
hear plums or cherries
say close plums cherries
said
press play
answer plums
