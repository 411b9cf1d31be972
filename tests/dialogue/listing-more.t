# SPDX-License-Identifier: GPL-3.0-or-later
# "More" in a list is about the topic last answered.
start
say ready
said
wait 1 s
ask for pears
answer pears
said
press topics
say topic-list
said
wait 900 ms
say list-item apples
state listing
said
wait 300 ms
hear tell me more
more pears
