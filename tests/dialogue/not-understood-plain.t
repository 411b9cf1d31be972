# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing understood, and nothing near: docent says so and listens again.
start
say ready
said
wait 1 s
hear mumbling
sound not-understood
say not-understood
said
wait 250 ms
ear open
hear pears
answer pears
