# SPDX-License-Identifier: GPL-3.0-or-later
# The microphone goes while a question is being judged: what was understood is still answered, the fault told after it.
given microphone button
start
say ready
said
wait 1 s
press talk
wait 1 s
release talk
judge what was heard
fault microphone
say fault-microphone
hear apples
nothing
said
state idle
ask for apples
answer apples
