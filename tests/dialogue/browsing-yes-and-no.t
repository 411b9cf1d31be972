# SPDX-License-Identifier: GPL-3.0-or-later
# "Yes please" need not wait for the answer; "no thank you" does without it.
start
say ready
said
wait 1 s
press next
say list-item apples
said
wait 300 ms
hear yes please
answer apples
said
press next
say list-item pears
said
wait 300 ms
hear no thank you
sound heard
nothing
state idle
wait 5 s
nothing
