# SPDX-License-Identifier: GPL-3.0-or-later
# "Say that again" repeats the whole answer.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 3
said
wait 1 s
hear say that again
answer apples
