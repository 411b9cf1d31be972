# SPDX-License-Identifier: GPL-3.0-or-later
# The last sentence of a choice is the question again; going on and more are about the topic before.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
state choosing
hear say the last sentence again
say close apples pears
said
wait 1 s
hear tell me more
say no-more
said
wait 1 s
state choosing
hear go on
say no-more
said
wait 1 s
state choosing
