# SPDX-License-Identifier: GPL-3.0-or-later
# The repeat button begins the answer anew.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 3
press repeat
silence
answer apples
