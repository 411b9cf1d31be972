# SPDX-License-Identifier: GPL-3.0-or-later
# The ear is closed while docent speaks and for a moment afterwards: it does not hear itself.
given guard_ms 300
start
say ready
ear closed
said
ear closed
wait 299 ms
ear closed
wait 1 ms
ear open
hear apples
answer apples
# What was judged too late is not answered.
hear pears
nothing
said
hear pears
nothing
wait 300 ms
hear pears
answer pears
