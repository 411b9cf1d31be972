# SPDX-License-Identifier: GPL-3.0-or-later
# In the pauses of the list an open microphone listens: who begins to speak is not talked over.
start
say ready
said
wait 1 s
hear what can I ask
say topic-list
said
wait 1 s
say list-item apples
said
wait 300 ms
ear open
somebody begins to speak
wait 3 s
nothing
hear plums
answer plums
