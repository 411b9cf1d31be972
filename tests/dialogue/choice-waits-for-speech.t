# SPDX-License-Identifier: GPL-3.0-or-later
# The time to choose does not run out while somebody is speaking.
given choose_ms 5000
start
say ready
said
wait 1 s
hear apples or pears
say close apples pears
said
wait 4900 ms
somebody begins to speak
wait 3 s
state choosing
hear pears
answer pears
