# SPDX-License-Identifier: GPL-3.0-or-later
# "Yes please" when next has named a topic.
given microphone button
start
say ready
said
wait 1 s
press next
say list-item apples
press talk
silence
wait 1 s
release talk
judge what was heard
hear yes please
answer apples
