# SPDX-License-Identifier: GPL-3.0-or-later
# The more button need not wait for the end of the answer.
start
say ready
said
wait 1 s
hear apples
answer apples
press more
silence
more apples
