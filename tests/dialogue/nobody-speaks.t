# SPDX-License-Identifier: GPL-3.0-or-later
# Tapped, and nobody speaks: docent says so and closes the ear.
given microphone button
given listen_ms 8000
start
say ready
said
tap talk
wait 7999 ms
nothing
wait 101 ms
say nothing-heard
ear closed
said
state idle
