# SPDX-License-Identifier: GPL-3.0-or-later
# Neither of them: the list.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
hear no thank you
say topic-list
state listing
