# SPDX-License-Identifier: GPL-3.0-or-later
# One button: a double tap repeats.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 2
said
wait 1 s
double tap
answer apples
