# SPDX-License-Identifier: GPL-3.0-or-later
# Play in silence reads the list.
start
say ready
said
wait 1 s
press play
say topic-list
