# SPDX-License-Identifier: GPL-3.0-or-later
# A question is answered, and docent listens again.
start
say ready
said
wait 1 s
state idle
ear open
hear apples
sound heard
answer apples
state answering
ear closed
said
nothing
wait 250 ms
state idle
ear open
