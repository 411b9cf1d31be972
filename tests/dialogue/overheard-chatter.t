# SPDX-License-Identifier: GPL-3.0-or-later
# An open microphone in a hall hears much that is not meant for docent: it keeps quiet.
start
say ready
said
wait 1 s
hear chatter
nothing
state idle
ear open
hear apples
answer apples
