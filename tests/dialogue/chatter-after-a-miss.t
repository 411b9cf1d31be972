# SPDX-License-Identifier: GPL-3.0-or-later
# A miss is fresh for twenty seconds after docent has spoken of it; after that, talk in the hall is talk again.
start
say ready
said
wait 1 s
hear mumbling
say not-understood
said
wait 1 s
hear chatter
say not-understood-2
press stop
silence
wait 1 s
hear mumbling
say not-understood
said
wait 21 s
hear chatter
nothing
state idle
hear mumbling
say not-understood
