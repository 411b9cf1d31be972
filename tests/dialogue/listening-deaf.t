# SPDX-License-Identifier: GPL-3.0-or-later
# Whoever uses the talk button of a docent that cannot hear is told so, at once.
given microphone button
start
say ready
said
wait 1 s
fault microphone
say fault-microphone
said
tap talk
sound fault
say fault-microphone
said
wait 1 s
press talk
wait 1 s
release talk
say fault-microphone
said
tap
say fault-microphone
