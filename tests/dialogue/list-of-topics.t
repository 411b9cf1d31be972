# SPDX-License-Identifier: GPL-3.0-or-later
# "What can I ask" reads the topics one by one; then one can be chosen by name.
start
say ready
said
wait 1 s
hear what can I ask
say topic-list
state listing
said
wait 1 s
say list-item apples
said
wait 1 s
say list-item pears
said
wait 1 s
say list-item plums
said
wait 1 s
say list-item cherries
said
wait 1 s
say list-item grapes
said
wait 1 s
sound end
state choosing
wait 1 s
ear button
hear cherries
answer cherries
