# SPDX-License-Identifier: GPL-3.0-or-later
# When the answer has ended, going on means more.
start
say ready
said
wait 1 s
hear apples
answer apples
said
wait 1 s
hear go on
more apples
