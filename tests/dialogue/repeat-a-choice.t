# SPDX-License-Identifier: GPL-3.0-or-later
# "Say that again" while choosing asks the question again.
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 1 s
hear say that again
say close apples pears
state choosing
said
wait 1 s
hear pears
answer pears
