# SPDX-License-Identifier: GPL-3.0-or-later
# Who is speaking is told at once.
given microphone button
start
say ready
said
tap talk
fault microphone
sound fault
say fault-microphone
