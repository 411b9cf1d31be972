# SPDX-License-Identifier: GPL-3.0-or-later
# "Tell me more" says the rest, once; then there is no more.
start
say ready
said
wait 1 s
hear apples
answer apples
said
wait 1 s
hear tell me more
more apples
said
wait 1 s
hear tell me more
say no-more
said
state idle
