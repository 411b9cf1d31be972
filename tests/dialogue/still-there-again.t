# SPDX-License-Identifier: GPL-3.0-or-later
# Said again, the last sentence, more: still there, and asked for.
start
say ready
said
wait 1 s
ask for apples
answer apples
sentence 3
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear say that again
answer apples
sentence 3
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear say the last sentence again
answer apples from sentence 3
said
wait 1 s
wait 60 s
say still-there
said
wait 1 s
state still-there
hear tell me more
more apples
