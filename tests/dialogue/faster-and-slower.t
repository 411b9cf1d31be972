# SPDX-License-Identifier: GPL-3.0-or-later
# The rate changes by twenty words a minute, and is heard at once.
start
say ready
said
wait 1 s
hear apples
answer apples
sentence 2
press faster
silence
rate 180
answer apples from sentence 2
said
wait 1 s
hear more slowly
rate 160
say slower
