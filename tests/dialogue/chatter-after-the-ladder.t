# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing more is said to people who are not understood three times: a sound, and for talk among themselves none.
start
say ready
said
wait 1 s
hear mumbling
say not-understood
said
wait 1 s
hear mumbling
say not-understood-2
said
wait 300 ms
hear mumbling
say not-understood-3
said
wait 1 s
hear mumbling near apples and pears
sound not-understood
nothing
hear chatter
nothing
hear mumbling
sound not-understood
state idle
hear apples
answer apples
said
wait 1 s
hear mumbling
say not-understood
