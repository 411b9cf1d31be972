# SPDX-License-Identifier: GPL-3.0-or-later
# In mid-answer it can wait for the end of the answer.
start
say ready
said
wait 1 s
hear apples
answer apples
fault microphone
nothing
said
say fault-microphone
