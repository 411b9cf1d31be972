# SPDX-License-Identifier: GPL-3.0-or-later
# After the third miss the buttons are pointed to, and the ladder starts anew.
given microphone button
start
say ready
said
tap talk
hear mumbling
say not-understood
said
tap talk
hear mumbling
say not-understood-2
said
tap talk
# A tap in the list stops it; the next one talks.
state idle
tap talk
state listening
hear mumbling
say not-understood-3
said
tap talk
hear mumbling
say not-understood
