# SPDX-License-Identifier: GPL-3.0-or-later
# The next question by voice.
start
say ready
said
wait 1 s
hear cherries
answer cherries
said
wait 1 s
hear next question
say list-item grapes
said
wait 2 s
answer grapes
said
wait 1 s
hear next question
say list-item apples
